"""A tree with its tracking: reading and writing states through objective maps, and the rules asked of them (UP.1-UP.5).

Clauses in brackets are those of the pseudo-code, SCORM 2004 4th ed. SN appendix C.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from decimal import Decimal
from typing import Any

from lms.learning.scorm.sequencing.activities import (
    Action,
    Activity,
    Condition,
    Objective,
    ObjectiveMap,
    Rule,
    Timing,
    Tree,
)
from lms.learning.scorm.sequencing.tracking import ActivityProgress, ObjectiveProgress, Tracking


@dataclass(slots=True, kw_only=True)
class Course:
    """One learner's course. Random order and selection follow from `seed`, so that they can be repeated."""

    tree: Tree
    tracking: Tracking
    seed: str = ""
    changed: set[str] = field(default_factory=set)

    def copy(self) -> "Course":
        """Return a course to try things on."""
        return replaced(self, tracking=self.tracking.copy(), changed=set())

    # Where the learner is

    @property
    def root(self) -> Activity:
        return self.tree.root

    @property
    def current(self) -> Activity | None:
        return self.tree.by_id.get(self.tracking.current)

    @current.setter
    def current(self, activity: Activity | None) -> None:
        self.tracking.current = activity.id if activity else ""

    @property
    def suspended(self) -> Activity | None:
        return self.tree.by_id.get(self.tracking.suspended)

    def of(self, activity: Activity) -> ActivityProgress:
        return self.tracking.of(activity.id)

    def is_active(self, activity: Activity) -> bool:
        return self.of(activity).is_active

    def parent(self, activity: Activity) -> Activity | None:
        return self.tree.parent(activity)

    # The children on offer

    def children(self, activity: Activity) -> list[Activity]:
        """Return the available children: all, or those selected, in the order decided."""
        chosen = self.of(activity).children
        if chosen is None:
            return list(activity.children)
        return [self.tree.by_id[name] for name in chosen]

    def siblings(self, activity: Activity) -> list[Activity]:
        parent = self.parent(activity)
        return [activity] if parent is None else self.children(parent)

    def is_available(self, activity: Activity) -> bool:
        return all(place in self.siblings(place) for place in self.tree.up(activity))

    def leaves(self) -> list[Activity]:
        """Return the available leaves in the order in which a learner meets them."""
        return [activity for activity in self.preorder() if activity.is_leaf]

    def preorder(self, top: Activity | None = None) -> list[Activity]:
        top = top or self.root
        return [top, *(below for child in self.children(top) for below in self.preorder(child))]

    @property
    def last(self) -> Activity:
        """Return the last available activity of the tree."""
        place = self.root
        while children := self.children(place):
            place = children[-1]
        return place

    def prepare(self) -> None:
        """Decide selection and order of every cluster before the first attempt [SR.1, SR.2]."""
        if not self.tracking.is_prepared:
            self.tracking.is_prepared = True
            for activity in self.root.walk():
                self.arrange(activity, is_first=True)

    def arrange(self, activity: Activity, *, is_first: bool = False) -> None:
        """Select and put in order the children of a cluster whose next attempt has yet to begin [SR.1, SR.2]."""
        asked = activity.randomisation
        progress = self.of(activity)
        if activity.is_leaf or progress.is_active or progress.is_suspended:
            return
        due = {Timing.ONCE, Timing.ON_EACH_NEW_ATTEMPT} if is_first else {Timing.ON_EACH_NEW_ATTEMPT}
        source = random.Random(f"{self.seed}/{activity.id}/{progress.attempts}")  # noqa: S311  # an order, no secret
        names = [child.id for child in self.children(activity)]
        if asked.selection in due and asked.select_count is not None:
            everything = [child.id for child in activity.children]
            chosen = set(source.sample(everything, min(asked.select_count, len(everything))))
            names = [name for name in everything if name in chosen]
            progress.children = tuple(names)
        if asked.order in due and asked.reorder:
            source.shuffle(names)
            progress.children = tuple(names)

    # States, read through the maps

    def local(self, activity: Activity, objective: Objective) -> ObjectiveProgress:
        return self.of(activity).objectives.setdefault(objective.id, ObjectiveProgress())

    def satisfied(self, activity: Activity, objective: Objective | None = None) -> bool | None:
        """Return whether an objective is satisfied; by its measure where the manifest says so."""
        objective = objective or activity.primary
        if objective.is_satisfied_by_measure:
            measure = self.measure(activity, objective)
            if measure is not None:
                return None if self._awaits_end(activity) else measure >= objective.minimum_measure
        found: bool | None = self._read(activity, objective, "satisfied")
        return found

    def _awaits_end(self, activity: Activity) -> bool:
        """A running attempt on a cluster is judged at its end where adlseq says so [RB.1.2 a]."""
        return not activity.is_leaf and self.is_active(activity) and not activity.rollup.measure_satisfaction_if_active

    def measure(self, activity: Activity, objective: Objective | None = None) -> Decimal | None:
        found: Decimal | None = self._read(activity, objective or activity.primary, "measure")
        return found

    def completed(self, activity: Activity) -> bool | None:
        """Return whether an activity's attempt is completed; by its progress where the manifest says so."""
        if activity.is_completed_by_measure:
            progress = self.progress(activity)
            return None if progress is None else progress >= activity.minimum_progress
        shared: bool | None = self._shared(activity.primary, "completed")
        return self.of(activity).completed if shared is None else shared

    def progress(self, activity: Activity) -> Decimal | None:
        shared: Decimal | None = self._shared(activity.primary, "progress")
        return self.of(activity).progress if shared is None else shared

    def seen(self, activity: Activity, objective: Objective) -> ObjectiveProgress:
        """Return an objective as content sees it at launch."""
        values = {name: self._read(activity, objective, name) for name in ObjectiveProgress.__slots__}
        found = ObjectiveProgress(**values)
        found.satisfied = self.satisfied(activity, objective)
        return found

    def _read(self, activity: Activity, objective: Objective, name: str) -> Any:
        shared = self._shared(objective, name)
        return getattr(self.local(activity, objective), name) if shared is None else shared

    def _shared(self, objective: Objective, name: str) -> Any:  # parts of an objective differ in type
        for link in objective.maps:
            if name in link.reads and link.target in self.tracking.objectives:
                value = getattr(self.tracking.objectives[link.target], name)
                if value is not None:
                    return value
        return None

    # Writing, through the maps

    def write(self, activity: Activity, objective: Objective, **values: object) -> None:
        """Set parts of an objective, and what its maps write of them; an unknown value is not passed on."""
        kept = self.local(activity, objective)
        for name, value in values.items():
            setattr(kept, name, value)
            if value is not None:
                self._pass_on(objective.maps, name, value)

    def _pass_on(self, maps: Iterable[ObjectiveMap], name: str, value: object) -> None:
        for link in maps:
            if name in link.writes:
                shared = self.tracking.objectives.setdefault(link.target, ObjectiveProgress())
                if getattr(shared, name) != value:
                    setattr(shared, name, value)
                    self.changed.add(link.target)

    def write_progress(self, activity: Activity, *, completed: bool | None, progress: Decimal | None = None) -> None:
        """Set an activity's completion; the 4th edition's maps of the primary objective pass it on."""
        kept = self.of(activity)
        kept.completed, kept.progress = completed, progress
        if progress is not None:
            self._pass_on(activity.primary.maps, "progress", progress)
        if (judged := self.completed(activity)) is not None and (completed is not None or progress is not None):
            self._pass_on(activity.primary.maps, "completed", judged)

    def forget(self, activity: Activity, *, objectives: bool = True, progress: bool = True) -> None:
        """Begin with nothing known, as a new attempt does; global objectives stay."""
        kept = self.of(activity)
        if objectives:
            kept.objectives = {}
        if progress:
            kept.completed = kept.progress = None

    # Rules

    def evaluate(self, activity: Activity, condition: Condition) -> bool | None:
        """Return what a condition says, None for unknown [UP.2.1, RB.1.4.1]."""
        value = self._value(activity, condition)
        return value if value is None or not condition.is_negated else not value

    def _value(self, activity: Activity, condition: Condition) -> bool | None:
        objective = activity.objective(condition.objective)
        kept = self.of(activity)
        if objective is None:
            return None
        match condition.name:
            case "always":
                return True
            case "satisfied":
                return self.satisfied(activity, objective) if activity.is_tracked else None
            case "objectiveStatusKnown":
                return activity.is_tracked and self.satisfied(activity, objective) is not None
            case "objectiveMeasureKnown":
                return activity.is_tracked and self.measure(activity, objective) is not None
            case "objectiveMeasureGreaterThan":
                measure = self.measure(activity, objective) if activity.is_tracked else None
                return None if measure is None else measure > condition.threshold
            case "objectiveMeasureLessThan":
                measure = self.measure(activity, objective) if activity.is_tracked else None
                return None if measure is None else measure < condition.threshold
            case "completed":
                return self.completed(activity) if activity.is_tracked else None
            case "activityProgressKnown" | "progressKnown":
                return activity.is_tracked and self.completed(activity) is not None
            case "attempted":
                return activity.is_tracked and kept.attempts > 0
            case "attemptLimitExceeded":
                return self._is_attempt_limit_reached(activity)
            case "timeLimitExceeded" | "outsideAvailableTimeRange":
                return False  # SCORM does not track them (SN 3.5)
        return None

    def combined(self, activity: Activity, conditions: tuple[Condition, ...], *, needs_all: bool) -> bool | None:
        """Join conditions by all or any, with unknown as the third value; no condition is unknown."""
        values = [self.evaluate(activity, condition) for condition in conditions]
        if not values:
            return None
        decisive = not needs_all  # one of these settles it
        if decisive in values:
            return decisive
        return None if None in values else not decisive

    def applies(self, activity: Activity, rule: Rule) -> bool:
        return self.combined(activity, rule.conditions, needs_all=rule.needs_all) is True

    def action(self, activity: Activity, *actions: Action) -> Action | None:
        """Return the action of the first rule that applies [UP.2]."""
        wanted = frozenset(actions)
        rules = (rule for rule in activity.rules if rule.action in wanted)
        return next((rule.action for rule in rules if self.applies(activity, rule)), None)

    def is_limit_violated(self, activity: Activity) -> bool:
        """Tell whether a limit forbids a new attempt; a running or suspended one goes on [UP.1]."""
        kept = self.of(activity)
        if not activity.is_tracked or kept.is_active or kept.is_suspended:
            return False
        return self._is_attempt_limit_reached(activity)

    def _is_attempt_limit_reached(self, activity: Activity) -> bool:
        kept, limit = self.of(activity), activity.attempt_limit
        return activity.is_tracked and limit is not None and kept.is_known and kept.attempts >= limit

    def is_barred(self, activity: Activity) -> bool:
        """Tell whether an activity may not be delivered: disabled by rule, or over a limit [UP.5]."""
        return self.action(activity, Action.DISABLED) is not None or self.is_limit_violated(activity)

    def is_skipped(self, activity: Activity) -> bool:
        return self.action(activity, Action.SKIP) is not None
