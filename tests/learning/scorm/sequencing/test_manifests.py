"""From a generated package to its activity tree: what a manifest writes is what is followed."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from curriculum.packages.inspection import inspect
from curriculum.packages.report import as_record
from lms.learning.scorm.sequencing.activities import (
    Action,
    Condition,
    ControlMode,
    Objective,
    ObjectiveMap,
    Randomisation,
    RollupAction,
    RollupRule,
    Rule,
    Timing,
    Tree,
)
from lms.learning.scorm.sequencing.manifests import is_sequenced, tree_of
from lms.learning.scorm.sequencing.reports import is_plain
from tests.scorm.generator import Edition, ItemSpec, PackageSpec, make_package

EVERYTHING = """<imsss:sequencing>
<imsss:controlMode choice="false" choiceExit="false" flow="true" forwardOnly="true"
 useCurrentAttemptObjectiveInfo="false" useCurrentAttemptProgressInfo="false"/>
<imsss:sequencingRules>
<imsss:preConditionRule><imsss:ruleConditions conditionCombination="any">
<imsss:ruleCondition condition="satisfied" operator="not" referencedObjective="o1"/>
<imsss:ruleCondition condition="objectiveMeasureGreaterThan" measureThreshold="0.5"/></imsss:ruleConditions>
<imsss:ruleAction action="skip"/></imsss:preConditionRule>
<imsss:exitConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="attempted"/></imsss:ruleConditions>
<imsss:ruleAction action="exit"/></imsss:exitConditionRule>
<imsss:postConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="always"/></imsss:ruleConditions>
<imsss:ruleAction action="exitParent"/></imsss:postConditionRule>
</imsss:sequencingRules>
<imsss:limitConditions attemptLimit="3"/>
<imsss:rollupRules rollupObjectiveSatisfied="false" rollupProgressCompletion="false" objectiveMeasureWeight="0.25">
<imsss:rollupRule childActivitySet="atLeastPercent" minimumPercent="0.6"><imsss:rollupConditions
 conditionCombination="all"><imsss:rollupCondition condition="completed" operator="not"/></imsss:rollupConditions>
<imsss:rollupAction action="incomplete"/></imsss:rollupRule></imsss:rollupRules>
<imsss:objectives><imsss:primaryObjective objectiveID="p" satisfiedByMeasure="true">
<imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure>
<imsss:mapInfo targetObjectiveID="g" readNormalizedMeasure="false" writeSatisfiedStatus="true"/>
</imsss:primaryObjective><imsss:objective objectiveID="o1"/></imsss:objectives>
<imsss:randomizationControls randomizationTiming="onEachNewAttempt" reorderChildren="true" selectCount="2"
 selectionTiming="once"/>
<imsss:deliveryControls tracked="false" completionSetByContent="true" objectiveSetByContent="true"/>
<adlseq:constrainedChoiceConsiderations preventActivation="true" constrainChoice="true"/>
<adlseq:rollupConsiderations requiredForSatisfied="ifAttempted" requiredForIncomplete="ifNotSkipped"
 measureSatisfactionIfActive="false"/>
<adlseq:objectives><adlseq:objective objectiveID="p"><adlseq:mapInfo targetObjectiveID="g" readRawScore="false"
 readMinScore="false" readMaxScore="false" readProgressMeasure="false" writeCompletionStatus="true"/></adlseq:objective>
</adlseq:objectives></imsss:sequencing>
<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.8" progressWeight="0.5"/>
<adlnav:presentation><adlnav:navigationInterface><adlnav:hideLMSUI>continue</adlnav:hideLMSUI>
</adlnav:navigationInterface></adlnav:presentation>"""


@pytest.fixture
def record_of(tmp_path: Path) -> Any:
    def inspected(*items: ItemSpec, **options: Any) -> dict[str, Any]:
        spec = PackageSpec(edition=Edition.V2004_4, items=items, **options)
        path = tmp_path / "course.zip"
        path.write_bytes(make_package(spec))
        record: dict[str, Any] = as_record(inspect(path))
        return record

    return inspected


def page(name: str, sequencing: str = "", **options: Any) -> ItemSpec:
    return ItemSpec(id=name, title=name, file=f"{name}.html", sequencing=sequencing, **options)


def tree(record: dict[str, Any]) -> Tree:
    return tree_of(record)


def test_everything_a_manifest_can_say(record_of: Any) -> None:
    found = tree(record_of(page("a", EVERYTHING), page("b"))).by_id["a"]
    assert found.controls == ControlMode(
        choice=False,
        choice_exit=False,
        flow=True,
        forward_only=True,
        use_current_attempt_objectives=False,
        use_current_attempt_progress=False,
    )
    assert found.rules == (
        Rule(
            action=Action.SKIP,
            needs_all=False,
            conditions=(
                Condition(name="satisfied", is_negated=True, objective="o1"),
                Condition(name="objectiveMeasureGreaterThan", threshold=Decimal("0.5")),
            ),
        ),
        Rule(action=Action.EXIT, conditions=(Condition(name="attempted"),)),
        Rule(action=Action.EXIT_PARENT, conditions=(Condition(name="always"),)),
    )
    assert found.attempt_limit == 3
    assert found.rollup_rules == (
        RollupRule(
            action=RollupAction.INCOMPLETE,
            conditions=(Condition(name="completed", is_negated=True),),
            needs_all=True,
            children="atLeastPercent",
            minimum_percent=Decimal("0.6"),
        ),
    )
    rollup = found.rollup
    assert not rollup.objective_satisfied
    assert not rollup.progress_completion
    assert (rollup.measure_weight, rollup.progress_weight) == (Decimal("0.25"), Decimal("0.5"))
    assert rollup.required_for[RollupAction.SATISFIED] == "ifAttempted"
    assert rollup.required_for[RollupAction.INCOMPLETE] == "ifNotSkipped"
    assert rollup.required_for[RollupAction.COMPLETED] == "always"
    assert not rollup.measure_satisfaction_if_active
    assert found.primary == Objective(
        id="p",
        is_satisfied_by_measure=True,
        minimum_measure=Decimal("0.7"),
        maps=(
            ObjectiveMap(target="g", reads=frozenset({"satisfied"}), writes=frozenset({"satisfied"})),
            ObjectiveMap(target="g", reads=frozenset({"completed"}), writes=frozenset({"completed"})),
        ),
    )
    assert [objective.id for objective in found.objectives] == ["o1"]
    assert found.randomisation == Randomisation(
        selection=Timing.ONCE, select_count=2, order=Timing.ON_EACH_NEW_ATTEMPT, reorder=True
    )
    assert (found.is_tracked, found.is_completion_set_by_content, found.is_objective_set_by_content) == (
        False,
        True,
        True,
    )
    assert found.prevents_activation
    assert found.constrains_choice
    assert (found.is_completed_by_measure, found.minimum_progress) == (True, Decimal("0.8"))
    assert found.hidden_controls == {"continue"}


def test_saying_nothing_means_the_standards_defaults(record_of: Any) -> None:
    record = record_of(page("a"), page("b"))
    found = tree(record)
    assert found.by_id["a"].controls == found.root.controls == ControlMode()
    assert found.are_objectives_global
    assert is_plain(found)
    assert is_sequenced(record)


def test_a_collection_is_read_where_items_refer_to_it(record_of: Any) -> None:
    own = '<imsss:sequencing IDRef="shared"><imsss:controlMode flow="true"/></imsss:sequencing>'
    collection = (
        '<imsss:sequencingCollection><imsss:sequencing ID="shared"><imsss:limitConditions attemptLimit="1"/>'
        '<imsss:deliveryControls tracked="false"/></imsss:sequencing></imsss:sequencingCollection>'
    )
    record = record_of(page("a", own), page("b"))
    assert tree(record).by_id["a"].attempt_limit is None
    from tests.scorm import generator

    xml = generator._manifest_xml
    try:
        generator._manifest_xml = lambda spec: xml(spec).replace("</manifest>", f"{collection}</manifest>")
        found = tree(record_of(page("a", own), page("b"))).by_id["a"]
    finally:
        generator._manifest_xml = xml
    assert (found.controls.flow, found.attempt_limit, found.is_tracked) == (True, 1, False)


def test_a_course_of_one_page_flows_and_is_not_sequenced_without_rules(record_of: Any) -> None:
    record = record_of(page("a"))
    assert tree(record).root.controls.flow
    assert not is_sequenced(record)
    limited = record_of(page("a", '<imsss:sequencing><imsss:limitConditions attemptLimit="1"/></imsss:sequencing>'))
    assert is_sequenced(limited)


@pytest.mark.parametrize("edition", [Edition.V2004_2, Edition.V2004_3])
def test_a_bare_threshold_of_earlier_editions_decides(record_of: Any, edition: Edition) -> None:
    record = record_of(page("a", "<adlcp:completionThreshold>0.6</adlcp:completionThreshold>"), page("b"))
    found = tree(record).by_id["a"]
    assert (found.is_completed_by_measure, found.minimum_progress) == (True, Decimal("0.6"))


def test_weights_alone_are_not_plain(record_of: Any) -> None:
    weighted = '<imsss:sequencing><imsss:rollupRules objectiveMeasureWeight="2"/></imsss:sequencing>'
    found = tree(record_of(page("a", weighted), page("b")))
    assert not is_plain(found)
    assert is_plain(replace(found, root=replace(found.root, children=(found.by_id["b"],))))
