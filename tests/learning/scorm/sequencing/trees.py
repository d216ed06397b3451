"""Small activity trees for the tables of sequencing, and a learner who walks through them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from lms.learning.scorm.sequencing.activities import (
    Action,
    Activity,
    Condition,
    ControlMode,
    Objective,
    ObjectiveMap,
    RollupAction,
    RollupControls,
    RollupRule,
    Rule,
    Tree,
)
from lms.learning.scorm.sequencing.course import Course
from lms.learning.scorm.sequencing.ending import take_report
from lms.learning.scorm.sequencing.outlook import outlook
from lms.learning.scorm.sequencing.process import process
from lms.learning.scorm.sequencing.requests import Request, Result, Word, read
from lms.learning.scorm.sequencing.tracking import ObjectiveProgress, Report, Tracking

CONTROLS = frozenset(ControlMode.__slots__)
ROLLUP = frozenset(RollupControls.__slots__)


def leaf(name: str, **options: Any) -> Activity:
    return node(name, **options)


def node(name: str, *children: Activity, **options: Any) -> Activity:
    """An activity; options of its control mode and its rollup controls may be given beside its own."""
    controls = {key: options.pop(key) for key in CONTROLS & options.keys()}
    rollup = {key: options.pop(key) for key in ROLLUP & options.keys()}
    return Activity(
        id=name, children=children, controls=ControlMode(**controls), rollup=RollupControls(**rollup), **options
    )


def flowing(name: str, *children: Activity, **options: Any) -> Activity:
    return node(name, *children, **{"flow": True, **options})


def when(action: Action, *conditions: str | Condition, any_of: bool = False) -> Rule:
    return Rule(action=action, conditions=tuple(map(condition, conditions)), needs_all=not any_of)


def rolls(action: RollupAction, children: str, *conditions: str | Condition, **options: Any) -> RollupRule:
    return RollupRule(action=action, children=children, conditions=tuple(map(condition, conditions)), **options)


def condition(text: str | Condition) -> Condition:
    """ "not satisfied", "satisfied of quiz", "objectiveMeasureGreaterThan 0.6"."""
    if isinstance(text, Condition):
        return text
    is_negated = text.startswith("not ")
    name, _, objective = text.removeprefix("not ").partition(" of ")
    name, _, threshold = name.partition(" ")
    return Condition(name=name, is_negated=is_negated, objective=objective, threshold=Decimal(threshold or 0))


def mapped(target: str, *, reads: str = "", writes: str = "", objective: str = "", **options: Any) -> Objective:
    link = ObjectiveMap(target=target, reads=frozenset(reads.split()), writes=frozenset(writes.split()))
    return Objective(id=objective, maps=(link,), **options)


class Learner:
    """Walks through a tree: asks, and reports as content does."""

    def __init__(self, root: Activity, *, seed: str = "seed") -> None:
        self.course = Course(tree=Tree(root=root), tracking=Tracking(), seed=seed)
        self.result = Result()

    def ask(self, *requests: str) -> str:
        """Ask for one thing after the other; return what is shown, "end", or the reason for nothing."""
        for text in requests:
            self.result = process(self.course, request(text))
        found = self.result
        return found.delivered.id if found.delivered else "end" if found.has_ended else found.code

    def report(self, **said: Any) -> None:
        """Report about the current activity: completed, satisfied, measure, progress, suspended, or an objective."""
        activity = self.course.current
        assert activity is not None
        take_report(self.course, activity, report_of(**said))

    def learn(self, text: str, **said: Any) -> str:
        """Report, then ask."""
        self.report(**said)
        return self.ask(text)

    def outlook(self) -> Any:
        return outlook(self.course)

    def choices(self) -> set[str]:
        return set(outlook(self.course).choices)

    def state(self, name: str) -> tuple[bool | None, bool | None, Decimal | None]:
        """Completion, satisfaction and measure of an activity."""
        activity = self.course.tree.by_id[name]
        return self.course.completed(activity), self.course.satisfied(activity), self.course.measure(activity)


def request(text: str) -> Request:
    if text in ("start", "resumeAll"):
        return Request(word=Word(text))
    found = read(text) if text.startswith("{") or " " not in text else None
    if found is None:
        word, _, target = text.partition(" ")
        found = Request(word=Word(word), target=target)
    return found


def report_of(
    *,
    completed: bool | None = None,
    satisfied: bool | None = None,
    measure: str | None = None,
    progress: str | None = None,
    suspended: bool = False,
    objectives: dict[str, dict[str, Any]] | None = None,
) -> Report:
    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    return Report(
        completed=completed,
        progress=number(progress),
        primary=ObjectiveProgress(satisfied=satisfied, measure=number(measure)),
        objectives={
            name: replace(ObjectiveProgress(), **{**values, "measure": number(values.get("measure"))})
            for name, values in (objectives or {}).items()
        },
        is_suspended=suspended,
    )
