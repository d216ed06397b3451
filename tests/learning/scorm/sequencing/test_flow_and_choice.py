"""Navigation and sequencing requests against the pseudo-code of SCORM 2004 4th ed. SN appendix C."""

import pytest

from lms.learning.scorm.sequencing.activities import Action, Activity, Randomisation, Timing
from tests.learning.scorm.sequencing.trees import Learner, flowing, leaf, node, when

SKIP, DISABLED = when(Action.SKIP, "always"), when(Action.DISABLED, "always")
HIDDEN, STOP = when(Action.HIDDEN_FROM_CHOICE, "always"), when(Action.STOP_FORWARD_TRAVERSAL, "always")
STOP_UNTIL_PASSED = when(Action.STOP_FORWARD_TRAVERSAL, "not satisfied", "not objectiveStatusKnown", any_of=True)


def chapters(**first: object) -> Activity:
    """Two chapters of two pages in a course that flows and lets choose."""
    return flowing(
        "course",
        flowing("one", leaf("a"), leaf("b"), **first),
        flowing("two", leaf("c"), leaf("d")),
    )


# What is asked, one after the other, and what is shown at the end.
FLOW: list[tuple[str, Activity, list[str], str]] = [
    ("starts at the first page", chapters(), ["start"], "a"),
    ("goes on", chapters(), ["start", "continue"], "b"),
    ("goes on into the next chapter", chapters(), ["start", "continue", "continue"], "c"),
    ("goes back into the chapter before", chapters(), ["start", "choice c", "previous"], "b"),
    ("ends after the last page", chapters(), ["start", "choice d", "continue"], "end"),
    ("no page before the first", chapters(), ["start", "previous"], "SB.2.1-3"),
    ("nothing starts without flow", node("course", leaf("a")), ["start"], "SB.2.2-1"),
    ("continue needs flow", node("course", leaf("a"), leaf("b")), ["choice a", "continue"], "NB.2.1-4"),
    ("continue needs a place", chapters(), ["continue"], "NB.2.1-2"),
    (
        "previous in forward only",
        flowing("course", leaf("a"), leaf("b"), forward_only=True),
        ["start", "continue", "previous"],
        "NB.2.1-5",
    ),
    (
        "previous into forward only enters at its start",
        chapters(forward_only=True),
        ["start", "choice c", "previous"],
        "a",
    ),
    (
        "backwards past a forward only cluster whose pages are skipped",
        flowing(
            "course",
            leaf("z"),
            flowing("one", leaf("a", rules=(SKIP,)), leaf("b", rules=(SKIP,)), forward_only=True),
            leaf("c"),
        ),
        ["start", "choice c", "previous"],
        "z",
    ),
    ("skips forward", flowing("course", leaf("a"), leaf("b", rules=(SKIP,)), leaf("c")), ["start", "continue"], "c"),
    (
        "skips backward",
        flowing("course", leaf("a"), leaf("b", rules=(SKIP,)), leaf("c")),
        ["start", "choice c", "previous"],
        "a",
    ),
    (
        "skips a whole chapter",
        flowing("course", leaf("z"), flowing("one", leaf("a"), rules=(SKIP,)), leaf("c")),
        ["start", "continue"],
        "c",
    ),
    (
        "skipping the last page ends",
        flowing("course", leaf("a"), leaf("b", rules=(SKIP,))),
        ["start", "continue"],
        "end",
    ),
    (
        "disabled stops the flow",
        flowing("course", leaf("a"), leaf("b", rules=(DISABLED,)), leaf("c")),
        ["start", "continue"],
        "SB.2.2-2",
    ),
    (
        "hidden from choice does not stop the flow",
        flowing("course", leaf("a"), leaf("b", rules=(HIDDEN,))),
        ["start", "continue"],
        "b",
    ),
    (
        "stop forward is no matter of flow",
        flowing("course", leaf("a", rules=(STOP,)), leaf("b")),
        ["start", "continue"],
        "b",
    ),
    (
        "a chapter without flow stops the flow",
        flowing("course", leaf("z"), node("one", leaf("a"))),
        ["start", "continue"],
        "SB.2.2-1",
    ),
    (
        "an empty selection leads nowhere",
        flowing(
            "course",
            leaf("z"),
            flowing("one", leaf("a"), randomisation=Randomisation(selection=Timing.ONCE, select_count=0)),
            leaf("c"),
        ),
        ["start", "continue"],
        "SB.2.1-2",
    ),
]


@pytest.mark.parametrize(("root", "asked", "shown"), [case[1:] for case in FLOW], ids=[case[0] for case in FLOW])
def test_flow(root: Activity, asked: list[str], shown: str) -> None:
    assert Learner(root).ask(*asked) == shown


CHOICE: list[tuple[str, Activity, list[str], str]] = [
    ("any page", chapters(), ["start", "choice d"], "d"),
    ("a page before anything was opened", chapters(), ["choice d"], "d"),
    ("a chapter leads to its first page", chapters(), ["start", "choice two"], "c"),
    ("the root leads to the first page", chapters(), ["start", "choice course"], "a"),
    ("the page that is open", chapters(), ["start", "choice a"], "a"),
    (
        "a chapter without flow leads nowhere",
        flowing("course", leaf("z"), node("one", leaf("a"))),
        ["start", "choice one"],
        "SB.2.9-9",
    ),
    ("but its pages may be chosen", flowing("course", leaf("z"), node("one", leaf("a"))), ["start", "choice a"], "a"),
    ("nothing of that name", chapters(), ["start", "choice x"], "NB.2.1-11"),
    ("no choice in this chapter", chapters(choice=False), ["start", "choice b"], "NB.2.1-10"),
    ("no choice within does not forbid choice from without", chapters(choice=False), ["start", "choice c"], "c"),
    ("hidden page", flowing("course", leaf("a"), leaf("b", rules=(HIDDEN,))), ["start", "choice b"], "SB.2.9-3"),
    (
        "page of a hidden chapter",
        flowing("course", leaf("a"), flowing("one", leaf("b"), rules=(HIDDEN,))),
        ["start", "choice b"],
        "SB.2.9-3",
    ),
    ("disabled page", flowing("course", leaf("a"), leaf("b", rules=(DISABLED,))), ["start", "choice b"], "DB.1.1-3"),
    (
        "page of a disabled chapter",
        flowing("course", leaf("a"), flowing("one", leaf("b"), rules=(DISABLED,))),
        ["start", "choice b"],
        "DB.1.1-3",
    ),
    (
        "a skipped page may be chosen",
        flowing("course", leaf("a"), leaf("b", rules=(SKIP,))),
        ["start", "choice b"],
        "b",
    ),
    (
        "a chapter past its skipped page",
        flowing("course", leaf("z"), flowing("one", leaf("a", rules=(SKIP,)), leaf("b"))),
        ["start", "choice one"],
        "b",
    ),
    (
        "stop forward on the open page",
        flowing("course", leaf("a", rules=(STOP,)), leaf("b")),
        ["start", "choice b"],
        "SB.2.4-1",
    ),
    (
        "stop forward in between",
        flowing("course", leaf("a"), leaf("b", rules=(STOP,)), leaf("c")),
        ["start", "choice c"],
        "SB.2.4-1",
    ),
    (
        "stop forward does not stop the way back",
        flowing("course", leaf("a"), leaf("b", rules=(STOP,)), leaf("c")),
        ["start", "choice b", "choice a"],
        "a",
    ),
    (
        "stop forward on the target itself",
        flowing("course", leaf("a"), leaf("b", rules=(STOP,))),
        ["start", "choice b"],
        "b",
    ),
    (
        "backward choice in forward only",
        flowing("course", leaf("a"), leaf("b"), forward_only=True),
        ["start", "continue", "choice a"],
        "SB.2.4-2",
    ),
    (
        "forward choice in forward only",
        flowing("course", leaf("a"), leaf("b"), forward_only=True),
        ["start", "choice b"],
        "b",
    ),
    ("choice exit of the chapter", chapters(choice_exit=False), ["start", "choice c"], "NB.2.1-8"),
    ("choice exit does not bind within the chapter", chapters(choice_exit=False), ["start", "choice b"], "b"),
    ("choice exit does not bind continue", chapters(choice_exit=False), ["start", "continue", "continue"], "c"),
    (
        "an unvisited chapter that prevents activation",
        flowing("course", leaf("z"), flowing("one", leaf("a"), leaf("b"), prevents_activation=True)),
        ["start", "choice b"],
        "SB.2.9-6",
    ),
    (
        "continue activates it",
        flowing("course", leaf("z"), flowing("one", leaf("a"), leaf("b"), prevents_activation=True)),
        ["start", "continue", "choice b"],
        "b",
    ),
    (
        "a neighbour that prevents activation may be chosen",
        flowing("course", leaf("z"), flowing("one", leaf("a"), prevents_activation=True)),
        ["start", "choice one"],
        "a",
    ),
    ("constrained choice: the next chapter", chapters(constrains_choice=True), ["start", "choice c"], "c"),
    ("constrained choice: within", chapters(constrains_choice=True), ["start", "choice b"], "b"),
    (
        "constrained choice: beyond the next",
        flowing("course", *chapters(constrains_choice=True).children, flowing("three", leaf("e"))),
        ["start", "choice e"],
        "SB.2.9-8",
    ),
    ("constrained choice: the chapter itself", chapters(constrains_choice=True), ["start", "choice one"], "a"),
]


@pytest.mark.parametrize(("root", "asked", "shown"), [case[1:] for case in CHOICE], ids=[case[0] for case in CHOICE])
def test_choice(root: Activity, asked: list[str], shown: str) -> None:
    assert Learner(root).ask(*asked) == shown


@pytest.mark.parametrize(("root", "asked", "shown"), [case[1:] for case in CHOICE], ids=[case[0] for case in CHOICE])
def test_what_is_offered_is_what_is_followed(root: Activity, asked: list[str], shown: str) -> None:
    """The table of contents never offers a link that would be refused, nor hides one that would not."""
    learner = Learner(root)
    if asked[:-1]:
        learner.ask(*asked[:-1])
    if not asked[-1].startswith("choice"):
        return
    target = asked[-1].removeprefix("choice ")
    assert (target in learner.choices()) is (not shown[:2].isupper())


@pytest.mark.parametrize(("root", "asked", "shown"), [case[1:] for case in FLOW], ids=[case[0] for case in FLOW])
def test_what_may_go_on_goes_on(root: Activity, asked: list[str], shown: str) -> None:
    if asked[-1] not in ("continue", "previous") or len(asked) == 1:
        return
    learner = Learner(root)
    learner.ask(*asked[:-1])
    ahead = learner.outlook()
    may = ahead.may_continue if asked[-1] == "continue" else ahead.may_go_back
    assert may is (not shown[:2].isupper())
    if asked[-1] == "continue":
        assert ahead.ends_by_continuing is (shown == "end")


def test_looking_ahead_changes_nothing() -> None:
    learner = Learner(chapters())
    learner.ask("start")
    before = learner.course.tracking.as_json()
    learner.outlook()
    assert learner.course.tracking.as_json() == before


def test_stop_forward_opens_when_the_page_is_passed() -> None:
    learner = Learner(
        flowing("course", leaf("a", rules=(STOP_UNTIL_PASSED,), is_objective_set_by_content=True), leaf("b"))
    )
    learner.ask("start")
    assert learner.choices() == {"a", "course"}
    learner.report(satisfied=True)
    assert learner.choices() == {"a", "b", "course"}


def test_jump_goes_where_choice_may_not() -> None:
    learner = Learner(chapters(choice=False, choice_exit=False))
    learner.ask("start")
    assert "d" not in learner.choices()
    assert "d" in learner.outlook().jumps
    assert learner.ask("{target=d}jump") == "d"


def test_jump_to_what_was_not_selected() -> None:
    learner = Learner(
        flowing("course", leaf("a"), leaf("b"), randomisation=Randomisation(selection=Timing.ONCE, select_count=1))
    )
    shown = learner.ask("start")
    other = "b" if shown == "a" else "a"
    assert learner.ask(f"{{target={other}}}jump") == "NB.2.1-11"


def test_hidden_pages_are_not_shown_though_flow_may_reach_them() -> None:
    learner = Learner(flowing("course", leaf("a"), flowing("one", leaf("b"), rules=(HIDDEN,)), leaf("c")))
    learner.ask("start")
    assert learner.outlook().hidden == {"one", "b"}


# Attempts and limits


def test_attempt_limit_bars_a_further_attempt() -> None:
    learner = Learner(flowing("course", leaf("a", attempt_limit=1), leaf("b")))
    learner.ask("start", "continue")
    assert learner.ask("choice a") == "DB.1.1-3"
    assert learner.ask("previous") == "SB.2.2-2"
    assert "a" not in learner.choices()


def test_a_running_attempt_on_a_chapter_does_not_count_against_itself() -> None:
    learner = Learner(flowing("course", flowing("one", leaf("a"), leaf("b"), attempt_limit=1)))
    learner.ask("start")
    assert learner.ask("continue") == "b"


def test_a_suspended_attempt_goes_on_though_the_limit_is_reached() -> None:
    learner = Learner(flowing("course", leaf("a", attempt_limit=1)))
    learner.ask("start", "suspendAll")
    assert learner.ask("resumeAll") == "a"
    assert learner.course.tracking.of("a").attempts == 1


# Ends


def test_exit_all_ends_the_attempt_and_the_next_start_is_a_new_one() -> None:
    learner = Learner(chapters())
    assert learner.ask("start", "exitAll") == "end"
    assert learner.ask("resumeAll") == "NB.2.1-3"
    assert learner.ask("start") == "a"
    assert learner.course.tracking.of("a").attempts == 2
    assert learner.course.tracking.of("course").attempts == 2


def test_suspend_all_is_resumed_where_it_was() -> None:
    learner = Learner(chapters())
    assert learner.ask("start", "choice c", "suspendAll") == "end"
    assert learner.ask("resumeAll") == "c"
    assert learner.course.tracking.of("c").attempts == 1
    assert not learner.course.tracking.suspended


def test_another_choice_lets_go_of_what_was_suspended() -> None:
    learner = Learner(chapters())
    learner.ask("start", "suspendAll")
    assert learner.ask("choice c") == "c"
    assert not learner.course.tracking.suspended
    assert not learner.course.tracking.of("a").is_suspended


def test_abandon_all_ends_without_judging() -> None:
    learner = Learner(chapters())
    learner.ask("start")
    learner.report(completed=None)
    assert learner.ask("abandonAll") == "end"
    assert learner.state("a") == (None, None, None)


def test_exit_waits_for_the_learner() -> None:
    learner = Learner(chapters())
    assert learner.ask("start", "exit") == ""
    assert learner.ask("exit") == "NB.2.1-12"
    assert learner.ask("continue") == "b"


# Order and selection


def pages(count: int) -> list[Activity]:
    return [leaf(f"p{number}") for number in range(count)]


def order(seed: str, randomisation: Randomisation) -> list[str]:
    learner = Learner(flowing("course", *pages(8), randomisation=randomisation), seed=seed)
    learner.ask("start")
    return [activity.id for activity in learner.course.leaves()]


ORDERED = Randomisation(order=Timing.ONCE, reorder=True)
SELECTED = Randomisation(selection=Timing.ONCE, select_count=3)
BOTH = Randomisation(selection=Timing.ONCE, select_count=5, order=Timing.ONCE, reorder=True)


def test_order_follows_the_seed() -> None:
    assert order("one", ORDERED) == order("one", ORDERED)
    assert order("one", ORDERED) != order("two", ORDERED)
    assert sorted(order("one", ORDERED)) == [f"p{number}" for number in range(8)]


def test_selection_keeps_the_manifest_order() -> None:
    found = order("one", SELECTED)
    assert len(found) == 3
    assert found == sorted(found)
    assert len({tuple(order(f"{number}", SELECTED)) for number in range(20)}) > 5


def test_selection_and_order_together() -> None:
    found = order("one", BOTH)
    assert len(found) == len(set(found)) == 5
    assert found != sorted(found)


def test_order_stays_within_an_attempt_and_across_a_suspension() -> None:
    learner = Learner(flowing("course", *pages(8), randomisation=ORDERED))
    learner.ask("start")
    before = [activity.id for activity in learner.course.leaves()]
    learner.ask("continue", "suspendAll", "resumeAll", "previous")
    assert [activity.id for activity in learner.course.leaves()] == before


@pytest.mark.parametrize(
    ("timing", "changes"), [(Timing.ONCE, False), (Timing.ON_EACH_NEW_ATTEMPT, True), (Timing.NEVER, False)]
)
def test_when_the_order_changes(timing: Timing, changes: bool) -> None:
    asked = Randomisation(order=timing, reorder=True)
    learner = Learner(flowing("course", *pages(8), randomisation=asked))
    learner.ask("start")
    before = [activity.id for activity in learner.course.leaves()]
    learner.ask("exitAll", "start")
    assert ([activity.id for activity in learner.course.leaves()] != before) is changes


def test_walk_through_a_random_order_meets_every_page_once() -> None:
    learner = Learner(flowing("course", *pages(8), randomisation=ORDERED))
    met = [learner.ask("start")]
    while (shown := learner.ask("continue")) != "end":
        met.append(shown)
    assert sorted(met) == [f"p{number}" for number in range(8)]
