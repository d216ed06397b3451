"""From an import report, as `curriculum.packages` keeps it, to the activity tree. Pure functions on plain data."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from lms.learning.scorm.sequencing.activities import (
    Action,
    Activity,
    Condition,
    ControlMode,
    Objective,
    ObjectiveMap,
    Randomisation,
    RollupAction,
    RollupControls,
    RollupRule,
    Rule,
    Timing,
    Tree,
)

type Node = Mapping[str, Any]

ROOT = "\N{LEFT CURLY BRACKET}organization\N{RIGHT CURLY BRACKET}"  # no item can be called that
PERCENT = Decimal(100)
# What a map may pass on: our name, the attribute's stem, and whether imsss (else adlseq) has it.
PASSED_ON = {
    "satisfied": "SatisfiedStatus",
    "measure": "NormalizedMeasure",
    "raw": "RawScore",
    "low": "MinScore",
    "high": "MaxScore",
    "completed": "CompletionStatus",
    "progress": "ProgressMeasure",
}
OF_SIMPLE_SEQUENCING = frozenset({"satisfied", "measure"})


def tree_of(record: Node) -> Tree:
    """Read the tree of a package from its import report.

    A course of one activity flows: there is nothing to choose, and a manifest seldom says so (SCORM.md 1.7).
    """
    organisation = record.get("organisation") or {}
    children = tuple(_activity(item) for item in record.get("items", ()))
    root = _sequenced(ROOT, organisation.get("sequencing"), organisation, children)
    if len(children) == 1 and children[0].is_leaf:
        controls = ControlMode(flow=True, choice=root.controls.choice, choice_exit=root.controls.choice_exit)
        root = replace(root, controls=controls)
    return Tree(root=root, are_objectives_global=organisation.get("objectives_global_to_system", True))


def is_sequenced(record: Node) -> bool:
    """Tell whether a package has anything to sequence: several activities, or rules about the one."""
    items = [item for top in record.get("items", ()) for item in _walk(top)]
    if sum(1 for item in items if item.get("launch")) > 1:
        return True
    rules = [(record.get("organisation") or {}).get("sequencing"), *(item.get("sequencing") for item in items)]
    return any(_has_rules(node) for node in rules if node)


_RULES = frozenset({"sequencingrules", "limitconditions", "mapinfo", "rolluprule", "rollupconsiderations"})


def _has_rules(node: Node) -> bool:
    name = _name(node)
    if name in _RULES and (node.get("children") or node.get("attributes")):
        return True
    return any(_has_rules(child) for child in node.get("children", ()))


def _walk(item: Node) -> Iterator[Node]:
    yield item
    for child in item.get("children", ()):
        yield from _walk(child)


def _activity(item: Node) -> Activity:
    children = tuple(_activity(child) for child in item.get("children", ()))
    return _sequenced(str(item["id"]), item.get("sequencing"), item, children)


def _sequenced(identifier: str, node: Node | None, item: Node, children: tuple[Activity, ...]) -> Activity:
    node = node or {}
    delivery = _first(node, "deliveryControls")
    limits = _first(node, "limitConditions")
    choice = _first(node, "constrainedChoiceConsiderations")
    threshold = item.get("completion_threshold") or {}
    primary, others = _objectives(node)
    return Activity(
        id=identifier,
        title=str(item.get("title") or ""),
        children=children,
        is_visible=bool(item.get("is_visible", True)),
        controls=_controls(_first(node, "controlMode")),
        rules=tuple(_rules(_first(node, "sequencingRules"))),
        rollup_rules=tuple(_rollup_rules(_first(node, "rollupRules"))),
        rollup=_rollup_controls(node, threshold),
        primary=primary,
        objectives=others,
        attempt_limit=_whole(_get(limits, "attemptLimit")),
        randomisation=_randomisation(_first(node, "randomizationControls")),
        is_tracked=_is(delivery, "tracked", default=True),
        is_completion_set_by_content=_is(delivery, "completionSetByContent", default=False),
        is_objective_set_by_content=_is(delivery, "objectiveSetByContent", default=False),
        prevents_activation=_is(choice, "preventActivation", default=False),
        constrains_choice=_is(choice, "constrainChoice", default=False),
        is_completed_by_measure=bool(threshold.get("completed_by_measure")),
        minimum_progress=_number(str(threshold.get("min_progress_measure") or ""), Decimal(1)),
        hidden_controls=frozenset(item.get("hide_lms_ui") or ()),
    )


def _controls(node: Node) -> ControlMode:
    return ControlMode(
        choice=_is(node, "choice", default=True),
        choice_exit=_is(node, "choiceExit", default=True),
        flow=_is(node, "flow", default=False),
        forward_only=_is(node, "forwardOnly", default=False),
        use_current_attempt_objectives=_is(node, "useCurrentAttemptObjectiveInfo", default=True),
        use_current_attempt_progress=_is(node, "useCurrentAttemptProgressInfo", default=True),
    )


# Rules


def _rules(node: Node) -> Iterator[Rule]:
    for kind in ("preConditionRule", "exitConditionRule", "postConditionRule"):
        for rule in _all(node, kind):
            action = _word(Action, _get(_first(rule, "ruleAction"), "action"))
            if action is not None:
                conditions = _first(rule, "ruleConditions")
                needs_all = _get(conditions, "conditionCombination").casefold() != "any"
                found = tuple(_conditions(conditions, "ruleCondition"))
                yield Rule(action=action, conditions=found, needs_all=needs_all)


def _rollup_rules(node: Node) -> Iterator[RollupRule]:
    for rule in _all(node, "rollupRule"):
        action = _word(RollupAction, _get(_first(rule, "rollupAction"), "action"))
        if action is not None:
            conditions = _first(rule, "rollupConditions")
            yield RollupRule(
                action=action,
                conditions=tuple(_conditions(conditions, "rollupCondition")),
                needs_all=_get(conditions, "conditionCombination").casefold() == "all",
                children=_get(rule, "childActivitySet") or "all",
                minimum_count=_whole(_get(rule, "minimumCount")) or 0,
                minimum_percent=_number(_get(rule, "minimumPercent"), Decimal(0)),
            )


def _conditions(node: Node, name: str) -> Iterator[Condition]:
    for condition in _all(node, name):
        yield Condition(
            name=_get(condition, "condition"),
            is_negated=_get(condition, "operator").casefold() == "not",
            objective=_get(condition, "referencedObjective"),
            threshold=_number(_get(condition, "measureThreshold"), Decimal(0)),
        )


def _rollup_controls(node: Node, threshold: Node) -> RollupControls:
    rules = _first(node, "rollupRules")
    considered = _first(node, "rollupConsiderations")
    required = {
        action: _get(considered, f"requiredFor{action.value[0].upper()}{action.value[1:]}") or "always"
        for action in RollupAction
    }
    return RollupControls(
        objective_satisfied=_is(rules, "rollupObjectiveSatisfied", default=True),
        progress_completion=_is(rules, "rollupProgressCompletion", default=True),
        measure_weight=_number(_get(rules, "objectiveMeasureWeight"), Decimal(1)),
        progress_weight=_number(str(threshold.get("progress_weight") or ""), Decimal(1)),
        required_for=required,
        measure_satisfaction_if_active=_is(considered, "measureSatisfactionIfActive", default=True),
    )


def _randomisation(node: Node) -> Randomisation:
    return Randomisation(
        selection=_word(Timing, _get(node, "selectionTiming")) or Timing.NEVER,
        select_count=_whole(_get(node, "selectCount")),
        order=_word(Timing, _get(node, "randomizationTiming")) or Timing.NEVER,
        reorder=_is(node, "reorderChildren", default=False),
    )


# Objectives


def _objectives(node: Node) -> tuple[Objective, tuple[Objective, ...]]:
    """imsss:objectives, with what adlseq:objectives of the 4th edition adds to their maps."""
    imsss, adlseq = Objective(), {}
    others: list[Objective] = []
    for holder in _all(node, "objectives"):
        for found in holder.get("children", ()):
            name = _name(found)
            if name == "primaryobjective":
                imsss = _objective(found)
            elif name == "objective" and _is_of_adlseq(found):
                adlseq[_get(found, "objectiveID")] = _maps(found, "adlseq")
            elif name == "objective":
                others.append(_objective(found))
    primary = _joined(imsss, adlseq)
    return primary, tuple(_joined(objective, adlseq) for objective in others)


def _is_of_adlseq(node: Node) -> bool:
    """adlseq:objective only has maps of what imsss cannot pass on."""
    maps = _all(node, "mapInfo")
    stems = {stem.casefold() for name, stem in PASSED_ON.items() if name not in OF_SIMPLE_SEQUENCING}
    names = {name.casefold() for link in maps for name in (link.get("attributes") or {})}
    return any(f"{way}{stem}" in names for way in ("read", "write") for stem in stems)


def _objective(node: Node) -> Objective:
    measure = _first(node, "minNormalizedMeasure")
    return Objective(
        id=_get(node, "objectiveID"),
        is_satisfied_by_measure=_is(node, "satisfiedByMeasure", default=False),
        minimum_measure=_number(str(measure.get("text") or ""), Decimal(1)),
        maps=_maps(node, "imsss"),
    )


def _maps(node: Node, kind: str) -> tuple[ObjectiveMap, ...]:
    names = [name for name in PASSED_ON if (name in OF_SIMPLE_SEQUENCING) == (kind == "imsss")]
    return tuple(
        ObjectiveMap(
            target=_get(link, "targetObjectiveID"),
            reads=frozenset(name for name in names if _is(link, f"read{PASSED_ON[name]}", default=True)),
            writes=frozenset(name for name in names if _is(link, f"write{PASSED_ON[name]}", default=False)),
        )
        for link in _all(node, "mapInfo")
        if _get(link, "targetObjectiveID")
    )


def _joined(objective: Objective, adlseq: Mapping[str, tuple[ObjectiveMap, ...]]) -> Objective:
    return replace(objective, maps=(*objective.maps, *adlseq.get(objective.id, ())))


# Nodes


def _name(node: Node) -> str:
    return str(node.get("name", "")).rpartition(":")[2].casefold()


def _all(node: Node, name: str) -> list[Node]:
    return [child for child in node.get("children", ()) if _name(child) == name.casefold()]


def _first(node: Node, name: str) -> Node:
    return next(iter(_all(node, name)), {})


def _get(node: Node, name: str) -> str:
    attributes: Mapping[str, str] = node.get("attributes") or {}
    key = name.casefold()
    return next((str(value).strip() for other, value in attributes.items() if other.casefold() == key), "")


def _is(node: Node, name: str, *, default: bool) -> bool:
    value = _get(node, name).casefold()
    return value not in {"false", "0", "no"} if value else default


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _number(text: str, default: Decimal) -> Decimal:
    try:
        number = Decimal(text.strip()) if text.strip() else default
    except InvalidOperation:
        return default
    return number if number.is_finite() else default


def _word[E: StrEnum](kind: type[E], text: str) -> E | None:
    """Read a vocabulary word; authoring tools disagree about capitals."""
    return next((word for word in kind if word.value.casefold() == text.casefold()), None)
