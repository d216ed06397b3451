"""What holds in every tree and on every walk: what is offered is followed, attempts nest, looking changes nothing."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.learning.scorm.sequencing.activities import Action, Activity, Randomisation, Timing
from lms.learning.scorm.sequencing.outlook import outlook
from lms.learning.scorm.sequencing.reports import outcome
from lms.learning.scorm.sequencing.tracking import Tracking
from tests.learning.scorm.sequencing.trees import Learner, leaf, node, when

RULES = [
    when(Action.SKIP, "satisfied"),
    when(Action.DISABLED, "attempted"),
    when(Action.HIDDEN_FROM_CHOICE, "completed"),
    when(Action.STOP_FORWARD_TRAVERSAL, "not completed"),
    when(Action.EXIT, "satisfied"),
]
AFTER = [when(Action.EXIT_PARENT, "satisfied"), when(Action.RETRY, "not satisfied"), when(Action.EXIT_ALL, "completed")]
flags = st.booleans()


@st.composite
def trees(draw: st.DrawFn, *, after: bool = False) -> Activity:
    """A course of up to three levels with controls, rules, limits and order drawn at random."""
    numbers = iter(range(100))
    possible = RULES + AFTER if after else RULES

    def options() -> dict[str, Any]:
        rules = tuple(draw(st.lists(st.sampled_from(possible), max_size=1)))
        return {"rules": rules, "attempt_limit": draw(st.sampled_from([None, None, 1, 2]))}

    def level(depth: int) -> list[Activity]:
        return [activity(depth) for _ in range(draw(st.integers(1, 3)))]

    def activity(depth: int) -> Activity:
        name = f"a{next(numbers)}"
        if depth == 0 or draw(flags):
            return leaf(name, **options())
        return cluster(name, depth)

    def cluster(name: str, depth: int) -> Activity:
        chosen = draw(st.sampled_from([None, None, 1, 2]))
        order = Randomisation(
            selection=Timing.ONCE, select_count=chosen, order=Timing.ON_EACH_NEW_ATTEMPT, reorder=draw(flags)
        )
        controls = {name: draw(flags) for name in ("choice_exit", "forward_only", "prevents_activation")}
        return node(
            name,
            *level(depth - 1),
            flow=draw(st.sampled_from([True, True, False])),
            choice=draw(st.sampled_from([True, True, False])),
            constrains_choice=draw(st.sampled_from([False, False, True])),
            randomisation=order,
            **controls,
            **options(),
        )

    return cluster("course", 2)


requests = st.sampled_from(["start", "continue", "previous", "suspendAll", "resumeAll", "exitAll", "exit", "choice"])
said = st.fixed_dictionaries(
    {"completed": st.sampled_from([True, False, None]), "satisfied": st.sampled_from([True, False, None])}
)
walks = st.lists(st.tuples(requests, st.integers(0, 20), said, flags), max_size=8)


def take(learner: Learner, step: tuple[str, int, dict[str, Any], bool]) -> None:
    word, number, report, suspends = step
    current = learner.course.current
    if current is not None and current.is_leaf and learner.course.is_active(current):
        learner.report(**report, suspended=suspends)
    names = list(learner.course.tree.by_id)
    learner.ask(f"choice {names[number % len(names)]}" if word == "choice" else word)


@settings(deadline=None, max_examples=150)
@given(trees(), walks)
def test_what_is_offered_is_followed_and_nothing_else(root: Activity, walk: list[Any]) -> None:
    learner = Learner(root)
    for step in walk:
        take(learner, step)
    ahead = outlook(learner.course)
    course = learner.course
    for name in course.tree.by_id:
        trial = Learner(root)
        trial.course = course.copy()
        shown = trial.ask(f"choice {name}")
        is_followed = shown in course.tree.by_id
        # An exit rule may end a cluster on the way out, and then has the last word.
        if not any(rule.action is Action.EXIT for activity in root.walk() for rule in activity.rules):
            assert (name in ahead.choices) is is_followed, name
    trial.course = course.copy()
    assert ahead.may_continue is (trial.ask("continue") in {*course.tree.by_id, "end"})


@settings(deadline=None, max_examples=150)
@given(trees(after=True), walks)
def test_attempts_nest(root: Activity, walk: list[Any]) -> None:
    """A leaf is active only with all above it; nothing else is, and what is current exists."""
    learner = Learner(root)
    for step in walk:
        take(learner, step)
        course, result = learner.course, learner.result
        active = {activity.id for activity in root.walk() if course.is_active(activity)}
        if result.delivered:
            assert active == {place.id for place in course.tree.up(result.delivered)}
            assert course.current is result.delivered
            assert course.is_available(result.delivered)
            limit = result.delivered.attempt_limit
            assert limit is None or course.of(result.delivered).attempts <= limit
        if result.has_ended:
            assert course.current is None
            assert not active


@settings(deadline=None, max_examples=100)
@given(trees(after=True), walks)
def test_keeping_and_looking_change_nothing(root: Activity, walk: list[Any]) -> None:
    learner = Learner(root)
    for step in walk:
        take(learner, step)
    tracking = learner.course.tracking
    before = tracking.as_json()
    outlook(learner.course)
    outcome(learner.course)
    assert tracking.as_json() == before
    again = Tracking.from_json(before)
    again.objectives = tracking.objectives
    assert again.as_json() == before
