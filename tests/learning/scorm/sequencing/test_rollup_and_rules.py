"""Rollup, rules, objectives: tables from SCORM 2004 4th ed. SN 4.2, 4.4-4.6 and appendix C (RB, UP, TB)."""

from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.scorm.sequencing.activities import (
    Action,
    Activity,
    Objective,
    RollupAction,
    RollupRule,
    Rule,
)
from lms.learning.scorm.sequencing.rollup import roll_up
from lms.learning.scorm.sequencing.tracking import Tracking
from tests.learning.scorm.sequencing.trees import Learner, flowing, leaf, mapped, node, rolls, when

SATISFIED, NOT_SATISFIED = RollupAction.SATISFIED, RollupAction.NOT_SATISFIED
COMPLETED, INCOMPLETE = RollupAction.COMPLETED, RollupAction.INCOMPLETE
LEFT_TO_CONTENT = {"is_completion_set_by_content": True, "is_objective_set_by_content": True}
Y, N, U = True, False, None


def rolled(root: Activity, states: dict[str, dict[str, Any]]) -> Learner:
    """A tree whose leaves stand as given, rolled up from each."""
    learner = Learner(root)
    course = learner.course
    for name, state in states.items():
        activity = course.tree.by_id[name]
        kept = course.of(activity)
        kept.attempts = state.get("attempts", 1)
        kept.is_suspended = state.get("suspended", False)
        course.write(activity, activity.primary, satisfied=state.get("satisfied"), measure=number(state.get("measure")))
        course.write_progress(activity, completed=state.get("completed"), progress=number(state.get("progress")))
    for name in states:
        roll_up(course, course.tree.by_id[name])
    return learner


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def three(*rules: RollupRule, children: tuple[dict[str, Any], ...] = ({}, {}, {}), **root: Any) -> Activity:
    leaves = [leaf(f"p{index}", **options) for index, options in enumerate(children)]
    return node("course", *leaves, rollup_rules=rules, **root)


# Rules over the children's satisfaction: rule, the children, what becomes of the parent.
SATISFACTION: list[tuple[str, tuple[RollupRule, ...], tuple[bool | None, ...], bool | None]] = [
    ("default, all satisfied", (), (Y, Y, Y), Y),
    ("default, one not", (), (Y, N, Y), N),
    ("default, one unknown", (), (Y, U, Y), U),
    ("default, not and unknown", (), (N, U, Y), U),
    ("all", (rolls(SATISFIED, "all", "satisfied"),), (Y, Y, Y), Y),
    ("all, one unknown", (rolls(SATISFIED, "all", "satisfied"),), (Y, Y, U), U),
    ("all, one not", (rolls(SATISFIED, "all", "satisfied"),), (Y, Y, N), U),
    ("any", (rolls(SATISFIED, "any", "satisfied"),), (N, U, Y), Y),
    ("any, none of them", (rolls(SATISFIED, "any", "satisfied"),), (N, U, N), U),
    ("none", (rolls(SATISFIED, "none", "not satisfied"),), (Y, Y, Y), Y),
    ("none, but one unknown", (rolls(SATISFIED, "none", "not satisfied"),), (Y, U, Y), U),
    ("none, but one", (rolls(SATISFIED, "none", "not satisfied"),), (Y, N, Y), U),
    ("at least two", (rolls(SATISFIED, "atLeastCount", "satisfied", minimum_count=2),), (Y, U, Y), Y),
    ("at least two, only one", (rolls(SATISFIED, "atLeastCount", "satisfied", minimum_count=2),), (Y, U, N), U),
    ("at least half", (rolls(SATISFIED, "atLeastPercent", "satisfied", minimum_percent=Decimal("0.5")),), (Y, U, Y), Y),
    ("at least 70 %", (rolls(SATISFIED, "atLeastPercent", "satisfied", minimum_percent=Decimal("0.7")),), (Y, N, Y), U),
    ("not satisfied by any", (rolls(NOT_SATISFIED, "any", "not satisfied"),), (Y, N, U), N),
    (
        "both rules apply: satisfied wins",
        (rolls(NOT_SATISFIED, "any", "not satisfied"), rolls(SATISFIED, "any", "satisfied")),
        (Y, N, U),
        Y,
    ),
    ("a rule for one verdict replaces both defaults", (rolls(NOT_SATISFIED, "all", "not satisfied"),), (Y, Y, Y), U),
    ("any of two conditions", (rolls(SATISFIED, "all", "satisfied", "completed", needs_all=False),), (Y, Y, Y), Y),
    ("both conditions", (rolls(SATISFIED, "all", "satisfied", "completed", needs_all=True),), (Y, Y, Y), U),
    ("known", (rolls(SATISFIED, "all", "objectiveStatusKnown"),), (Y, N, Y), Y),
    ("attempted", (rolls(SATISFIED, "all", "attempted"),), (U, U, U), Y),
    ("no condition is unknown", (RollupRule(action=SATISFIED, conditions=()),), (Y, Y, Y), U),
]


@pytest.mark.parametrize(
    ("rules", "children", "parent"), [case[1:] for case in SATISFACTION], ids=[case[0] for case in SATISFACTION]
)
def test_satisfaction_rolls_up(
    rules: tuple[RollupRule, ...], children: tuple[bool | None, ...], parent: bool | None
) -> None:
    learner = rolled(three(*rules), {f"p{index}": {"satisfied": state} for index, state in enumerate(children)})
    assert learner.state("course")[1] is parent


MIRROR = {SATISFIED: COMPLETED, NOT_SATISFIED: INCOMPLETE}
WORDS = {"satisfied": "completed", "objectiveStatusKnown": "activityProgressKnown"}


@pytest.mark.parametrize(
    ("rules", "children", "parent"), [case[1:] for case in SATISFACTION], ids=[case[0] for case in SATISFACTION]
)
def test_completion_rolls_up_the_same_way(
    rules: tuple[RollupRule, ...], children: tuple[bool | None, ...], parent: bool | None
) -> None:
    if any(len(rule.conditions) == 2 for rule in rules):
        return
    mirrored = tuple(mirror(rule) for rule in rules)
    learner = rolled(three(*mirrored), {f"p{index}": {"completed": state} for index, state in enumerate(children)})
    assert learner.state("course")[0] is parent


def mirror(rule: RollupRule) -> RollupRule:
    words = [f"{'not ' if part.is_negated else ''}{WORDS.get(part.name, part.name)}" for part in rule.conditions]
    return rolls(
        MIRROR[rule.action],
        rule.children,
        *words,
        minimum_count=rule.minimum_count,
        minimum_percent=rule.minimum_percent,
    )


def stands(rule: RollupRule, children: tuple[bool | None, ...]) -> bool:
    """Whether a rule that satisfies its parent applies to children in these states."""
    states = {f"p{index}": {"satisfied": state} for index, state in enumerate(children)}
    learner = rolled(three(rule, children=({},) * len(children)), states)
    return learner.state("course")[1] is True


@given(
    children=st.lists(st.sampled_from([Y, N, U]), min_size=1, max_size=4).map(tuple),
    kind=st.sampled_from(["all", "any", "none", "atLeastCount", "atLeastPercent"]),
    word=st.sampled_from(["satisfied", "not satisfied"]),
    count=st.integers(0, 4),
    percent=st.sampled_from(["0", "0.25", "0.34", "0.5", "0.75", "1"]),
)
def test_a_rule_applies_when_it_would_whatever_the_unknown_turns_out_to_be(
    children: tuple[bool | None, ...], kind: str, word: str, count: int, percent: str
) -> None:
    """RB.1.4: what is unknown fires nothing that a later answer could take back, and holds back nothing else."""
    rule = rolls(SATISFIED, kind, word, minimum_count=count, minimum_percent=Decimal(percent))
    futures = product(*([Y, N] if state is U else [state] for state in children))
    assert stands(rule, children) is all(stands(rule, future) for future in futures)


weights = st.decimals(0, 10, places=2)
measures = st.none() | st.decimals(-1, 1, places=3)


@given(st.lists(st.tuples(measures, weights, st.booleans()), min_size=1, max_size=5))
def test_a_measure_is_the_weighted_mean_with_unknown_as_nothing(
    children: list[tuple[Decimal | None, Decimal, bool]],
) -> None:
    """RB.1.1 in exact fractions: a child without a measure keeps its weight, an untracked one has none."""
    options = tuple({"measure_weight": weight, "is_tracked": tracked} for _, weight, tracked in children)
    states = {
        f"p{index}": {"measure": None if measure is None else str(measure)}
        for index, (measure, _, _) in enumerate(children)
    }
    found = rolled(three(children=options), states).state("course")[2]
    counted = [(measure, Fraction(weight)) for measure, weight, tracked in children if tracked]
    total = sum(weight for _, weight in counted)
    if not total or all(measure is None for measure, _ in counted):
        assert found is None
    else:
        exact = sum(Fraction(measure) * weight for measure, weight in counted if measure is not None) / total
        assert found is not None
        assert abs(Fraction(found) - exact) <= Fraction(1, 2_000_000)


# Measures: (measure, weight) of the children, and the parent's.
MEASURES = [
    ("mean", [("0.5", "1"), ("1", "1")], "0.75"),
    ("weights", [("0.5", "3"), ("1", "1")], "0.625"),
    ("a child without a measure keeps its weight", [("1", "1"), (None, "1")], "0.5"),
    ("weight 0 takes no part", [("1", "1"), ("0", "0")], "1"),
    ("nothing known", [(None, "1"), (None, "1")], None),
    ("no weight at all", [("1", "0"), ("1", "0")], None),
    ("below zero", [("-1", "1"), ("0.5", "1")], "-0.25"),
]


@pytest.mark.parametrize(("children", "parent"), [case[1:] for case in MEASURES], ids=[case[0] for case in MEASURES])
def test_measure_rolls_up(children: list[tuple[str | None, str]], parent: str | None) -> None:
    options = tuple({"measure_weight": Decimal(weight)} for _, weight in children)
    states = {f"p{index}": {"measure": measure} for index, (measure, _) in enumerate(children)}
    assert rolled(three(children=options), states).state("course")[2] == number(parent)


@pytest.mark.parametrize(("children", "parent"), [case[1:] for case in MEASURES], ids=[case[0] for case in MEASURES])
def test_progress_rolls_up(children: list[tuple[str | None, str]], parent: str | None) -> None:
    options = tuple({"progress_weight": Decimal(weight)} for _, weight in children)
    states = {f"p{index}": {"progress": progress} for index, (progress, _) in enumerate(children)}
    learner = rolled(three(children=options), states)
    assert learner.course.progress(learner.course.root) == number(parent)


BY_MEASURE = Objective(is_satisfied_by_measure=True, minimum_measure=Decimal("0.6"))


@pytest.mark.parametrize(
    ("measures", "satisfied"), [(("0.6", "0.6"), Y), (("1", "0"), N), (("1", None), N), ((None, None), U)]
)
def test_satisfied_by_measure_stands_before_rules(measures: tuple[str | None, ...], satisfied: bool | None) -> None:
    root = three(rolls(SATISFIED, "any", "always"), children=({}, {}), primary=BY_MEASURE)
    states = {f"p{index}": {"measure": measure} for index, measure in enumerate(measures)}
    assert rolled(root, states).state("course")[1] is satisfied


@pytest.mark.parametrize(("if_active", "active", "satisfied"), [(Y, Y, Y), (N, Y, U), (N, N, Y), (Y, N, Y)])
def test_a_running_cluster_may_be_judged_at_its_end_only(if_active: bool, active: bool, satisfied: bool | None) -> None:
    root = three(primary=BY_MEASURE, measure_satisfaction_if_active=if_active, children=({},))
    learner = rolled(root, {"p0": {"measure": "1"}})
    learner.course.of(root).is_active = active
    assert learner.state("course")[1] is satisfied


@pytest.mark.parametrize(("progress", "completed"), [("1", Y), ("0.4", N), (None, U)])
def test_completed_by_measure_stands_before_rules(progress: str | None, completed: bool | None) -> None:
    root = three(
        rolls(COMPLETED, "any", "always"),
        children=({},),
        is_completed_by_measure=True,
        minimum_progress=Decimal("0.5"),
    )
    assert rolled(root, {"p0": {"progress": progress}}).state("course")[0] is completed


# Who has a say: options and state of the second child, which is not satisfied, and what becomes of the parent.
SAY = [
    ("always", {}, {}, N),
    ("not tracked", {"is_tracked": False}, {}, Y),
    ("satisfaction not rolled up", {"objective_satisfied": False}, {}, Y),
    ("if attempted, and it was", {"required_for": dict.fromkeys(RollupAction, "ifAttempted")}, {}, N),
    ("if attempted, and it was not", {"required_for": dict.fromkeys(RollupAction, "ifAttempted")}, {"attempts": 0}, Y),
    (
        "if not suspended, and it is",
        {"required_for": dict.fromkeys(RollupAction, "ifNotSuspended")},
        {"suspended": True},
        Y,
    ),
    ("if not suspended, and it is not", {"required_for": dict.fromkeys(RollupAction, "ifNotSuspended")}, {}, N),
    (
        "if not skipped, and it is",
        {"required_for": dict.fromkeys(RollupAction, "ifNotSkipped"), "rules": (when(Action.SKIP, "always"),)},
        {},
        Y,
    ),
    ("if not skipped, and it is not", {"required_for": dict.fromkeys(RollupAction, "ifNotSkipped")}, {}, N),
]


@pytest.mark.parametrize(("options", "state", "parent"), [case[1:] for case in SAY], ids=[case[0] for case in SAY])
def test_who_has_a_say(options: dict[str, Any], state: dict[str, Any], parent: bool) -> None:
    states = {"p0": {"satisfied": True}, "p1": {"satisfied": False, **state}}
    assert rolled(three(children=({}, options)), states).state("course")[1] is parent


def test_nobody_with_a_say_leaves_the_parent_unknown() -> None:
    root = three(rolls(SATISFIED, "all", "satisfied"), children=({"is_tracked": False},))
    assert rolled(root, {"p0": {"satisfied": True}}).state("course") == (None, None, None)


@given(
    st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=5),
    st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=5),
)
def test_default_rollup_says_yes_only_when_everybody_does(one: list[bool | None], two: list[bool | None]) -> None:
    tree = node(
        "course",
        node("one", *(leaf(f"a{index}") for index in range(len(one)))),
        node("two", *(leaf(f"b{index}") for index in range(len(two)))),
    )
    states = {f"a{index}": {"satisfied": state, "completed": state} for index, state in enumerate(one)}
    states |= {f"b{index}": {"satisfied": state, "completed": state} for index, state in enumerate(two)}
    everybody = [*one, *two]
    expected = None if None in everybody else all(everybody)
    assert rolled(tree, states).state("course")[:2] == (expected, expected)


# The end of an attempt [UP.4]


@pytest.mark.parametrize(
    ("options", "said", "state"),
    [
        ({}, {}, (Y, Y)),
        ({"is_completion_set_by_content": True}, {}, (U, Y)),
        ({"is_objective_set_by_content": True}, {}, (Y, U)),
        ({}, {"completed": False, "satisfied": False}, (N, N)),
        ({}, {"suspended": True}, (U, U)),
        ({"is_tracked": False}, {"completed": True, "satisfied": True}, (U, U)),
        ({"primary": BY_MEASURE}, {}, (Y, U)),
        ({"primary": BY_MEASURE}, {"measure": "0.7"}, (Y, Y)),
        ({"primary": BY_MEASURE}, {"measure": "0.5", "satisfied": True}, (Y, N)),
        ({"is_completed_by_measure": True}, {"progress": "0.5", "completed": True}, (N, Y)),
    ],
)
def test_what_is_assumed_of_silent_content(
    options: dict[str, Any], said: dict[str, Any], state: tuple[bool | None, bool | None]
) -> None:
    learner = Learner(flowing("course", leaf("a", **options), leaf("b")))
    learner.ask("start")
    learner.learn("continue", **said)
    assert learner.state("a")[:2] == state


def test_a_new_attempt_begins_with_nothing_known() -> None:
    learner = Learner(flowing("course", leaf("a"), leaf("b")))
    learner.ask("start")
    learner.learn("continue", completed=True, satisfied=True, measure="1")
    learner.ask("previous")
    assert learner.state("a") == (None, None, None)


@pytest.mark.parametrize(("current_only", "kept"), [(True, None), (False, True)])
def test_results_of_earlier_attempts_count_where_the_manifest_says_so(current_only: bool, kept: bool | None) -> None:
    controls = {"use_current_attempt_objectives": current_only, "use_current_attempt_progress": current_only}
    learner = Learner(flowing("course", leaf("a"), leaf("b"), **controls))
    learner.ask("start")
    learner.learn("continue", completed=True, satisfied=True)
    learner.ask("exitAll", "start", "continue")
    learner.ask("exitAll")
    assert learner.state("b")[:2] == (True, True)
    learner.ask("start")
    assert learner.state("b")[:2] == (kept, kept)


# Rules before, at and after the end [UP.2, TB.2]


def course_with(*rules: Rule, chapter: tuple[Rule, ...] = (), root: tuple[Rule, ...] = ()) -> Activity:
    return flowing(
        "course",
        flowing("one", leaf("a", rules=rules, **LEFT_TO_CONTENT), leaf("b"), rules=chapter, **LEFT_TO_CONTENT),
        flowing("two", leaf("c")),
        rules=root,
    )


FAILED = "not satisfied"
AFTER: list[tuple[str, Activity, dict[str, Any], str, str]] = [
    ("nothing", course_with(), {}, "continue", "b"),
    ("retry", course_with(when(Action.RETRY, FAILED)), {"satisfied": False}, "continue", "a"),
    ("retry no more", course_with(when(Action.RETRY, FAILED)), {"satisfied": True}, "continue", "b"),
    ("retry does not apply to the unknown", course_with(when(Action.RETRY, FAILED)), {}, "continue", "b"),
    ("continue", course_with(when(Action.CONTINUE, "satisfied")), {"satisfied": True}, "exit", "b"),
    ("previous at the start", course_with(when(Action.PREVIOUS, "always")), {}, "exit", "SB.2.1-3"),
    (
        "exit parent, then continue goes on after the parent",
        course_with(when(Action.EXIT_PARENT, "satisfied")),
        {"satisfied": True},
        "continue",
        "c",
    ),
    ("exit all", course_with(when(Action.EXIT_ALL, "satisfied")), {"satisfied": True}, "continue", "end"),
    ("retry all", course_with(when(Action.RETRY_ALL, FAILED)), {"satisfied": False}, "continue", "a"),
    ("not after a suspension", course_with(when(Action.RETRY, "always")), {"suspended": True}, "continue", "b"),
    (
        "a rule of the parent after exit parent",
        course_with(when(Action.EXIT_PARENT, "always"), chapter=(when(Action.RETRY, "always"),)),
        {},
        "continue",
        "a",
    ),
    (
        "exit all of the parent",
        course_with(when(Action.EXIT_PARENT, "always"), chapter=(when(Action.EXIT_ALL, "always"),)),
        {},
        "continue",
        "end",
    ),
    (
        "first rule that applies",
        course_with(when(Action.CONTINUE, FAILED), when(Action.RETRY, "always")),
        {"satisfied": True},
        "exit",
        "a",
    ),
    ("the rule goes before the choice", course_with(when(Action.RETRY, FAILED)), {"satisfied": False}, "choice c", "a"),
    ("exit rule of the chapter", course_with(chapter=(when(Action.EXIT, "attempted"),)), {}, "continue", "c"),
    ("exit rule of the course", course_with(root=(when(Action.EXIT, "attempted"),)), {}, "continue", "end"),
    ("exit rule of a page is none of an ancestor", course_with(when(Action.EXIT, "always")), {}, "continue", "b"),
    (
        "by measure",
        course_with(when(Action.EXIT_ALL, "objectiveMeasureGreaterThan 0.8")),
        {"measure": "0.9"},
        "continue",
        "end",
    ),
    (
        "by measure, not quite",
        course_with(when(Action.EXIT_ALL, "objectiveMeasureGreaterThan 0.8")),
        {"measure": "0.8"},
        "continue",
        "b",
    ),
    ("less than", course_with(when(Action.RETRY, "objectiveMeasureLessThan 0.5")), {"measure": "0.4"}, "continue", "a"),
    (
        "all of two",
        course_with(when(Action.RETRY, "completed", FAILED)),
        {"completed": True, "satisfied": False},
        "continue",
        "a",
    ),
    (
        "any of two",
        course_with(when(Action.RETRY, "completed", FAILED, any_of=True)),
        {"completed": False, "satisfied": False},
        "continue",
        "a",
    ),
    (
        "exit parent at the course ends it",
        flowing("course", leaf("a", rules=(when(Action.EXIT_PARENT, "always"),)), leaf("b")),
        {},
        "continue",
        "end",
    ),
]


@pytest.mark.parametrize(
    ("root", "said", "asked", "shown"), [case[1:] for case in AFTER], ids=[case[0] for case in AFTER]
)
def test_rules_at_the_end_of_an_activity(root: Activity, said: dict[str, Any], asked: str, shown: str) -> None:
    learner = Learner(root)
    learner.ask("start")
    assert learner.learn(asked, **said) == shown


def test_skip_what_a_pretest_has_shown() -> None:
    """The golf example's pattern: a test writes a global objective; a chapter reads it and is skipped."""
    chapter = leaf(
        "chapter",
        primary=mapped("known", reads="satisfied", objective="mine"),
        rules=(when(Action.SKIP, "satisfied"),),
    )
    test = leaf("test", objectives=(mapped("known", writes="satisfied measure", objective="quiz"),))
    learner = Learner(flowing("course", test, chapter, leaf("last")))
    learner.ask("start")
    assert learner.learn("continue", objectives={"quiz": {"satisfied": True}}) == "last"
    other = Learner(flowing("course", test, chapter, leaf("last")))
    other.ask("start")
    assert other.learn("continue", objectives={"quiz": {"satisfied": False}}) == "chapter"


def test_referenced_objective_of_a_rule() -> None:
    page = leaf("a", objectives=(Objective(id="quiz"),), rules=(when(Action.RETRY, "not satisfied of quiz"),))
    learner = Learner(flowing("course", page, leaf("b")))
    learner.ask("start")
    assert learner.learn("continue", satisfied=True, objectives={"quiz": {"satisfied": False}}) == "a"
    assert learner.learn("continue", satisfied=False, objectives={"quiz": {"satisfied": True}}) == "b"


# Global objectives


def test_a_global_objective_rolls_up_where_it_is_read() -> None:
    reader = node("two", leaf("b", primary=mapped("shared", reads="satisfied measure")))
    writer = node("one", leaf("a", primary=mapped("shared", writes="satisfied measure")))
    learner = Learner(node("course", writer, reader, flow=True))
    learner.ask("choice a")
    learner.learn("exit", satisfied=True, measure="0.8")
    assert learner.state("two")[1:] == (True, Decimal("0.8"))
    assert learner.state("course")[1] is True


def test_an_unknown_status_does_not_clear_a_global_one() -> None:
    learner = Learner(
        flowing("course", leaf("a", primary=mapped("g", writes="satisfied"), **LEFT_TO_CONTENT), leaf("b"))
    )
    learner.ask("start")
    learner.learn("continue", satisfied=True)
    learner.learn("previous")
    learner.learn("continue")
    assert learner.course.tracking.objectives["g"].satisfied is True


def test_satisfied_by_a_measure_that_is_read() -> None:
    reader = leaf(
        "b", primary=mapped("g", reads="measure", is_satisfied_by_measure=True, minimum_measure=Decimal("0.6"))
    )
    learner = Learner(flowing("course", leaf("a", primary=mapped("g", writes="measure")), reader))
    learner.ask("start")
    learner.learn("continue", measure="0.7")
    assert learner.state("b")[1:] == (True, Decimal("0.7"))


def test_fourth_edition_maps_pass_completion_on() -> None:
    reader = leaf("b", primary=mapped("g", reads="completed progress"))
    learner = Learner(flowing("course", leaf("a", primary=mapped("g", writes="completed progress")), reader))
    learner.ask("start")
    learner.learn("continue", completed=True, progress="0.9")
    assert learner.state("b")[0] is True
    assert learner.course.progress(learner.course.tree.by_id["b"]) == Decimal("0.9")


def test_objectives_written_in_a_circle_come_to_rest() -> None:
    one = node(
        "one",
        leaf("a", primary=mapped("x", writes="satisfied")),
        primary=mapped("y", reads="satisfied", writes="satisfied"),
    )
    two = node(
        "two",
        leaf("b", primary=mapped("y", reads="satisfied", writes="satisfied")),
        primary=mapped("x", reads="satisfied", writes="satisfied"),
    )
    learner = Learner(flowing("course", one, two))
    learner.ask("choice a")
    learner.learn("exit", satisfied=True)
    assert learner.course.tracking.objectives["x"].satisfied is True


# What is kept


def test_tracking_survives_the_way_through_json() -> None:
    page = leaf("a", objectives=(Objective(id="quiz"),))
    learner = Learner(flowing("course", page, leaf("b")))
    learner.ask("start")
    learner.learn("continue", completed=False, satisfied=True, measure="0.25", objectives={"quiz": {"measure": "0"}})
    tracking = learner.course.tracking
    again = Tracking.from_json(tracking.as_json())
    again.objectives = tracking.objectives
    assert again == tracking
