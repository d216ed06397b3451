"""What a manifest says about a course's activities: an immutable tree (IMS SS 1.0, SCORM 2004 4th ed. SN chapter 3).

Names follow the standard's sequencing definition model. Defaults are the standard's, so an activity that says nothing
about sequencing is simply `Activity(id=…)`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property


class Action(StrEnum):
    """What a sequencing rule does when it applies (SN 3.4.7)."""

    SKIP = "skip"
    DISABLED = "disabled"
    HIDDEN_FROM_CHOICE = "hiddenFromChoice"
    STOP_FORWARD_TRAVERSAL = "stopForwardTraversal"
    EXIT = "exit"
    EXIT_PARENT = "exitParent"
    EXIT_ALL = "exitAll"
    RETRY = "retry"
    RETRY_ALL = "retryAll"
    CONTINUE = "continue"
    PREVIOUS = "previous"


class RollupAction(StrEnum):
    SATISFIED = "satisfied"
    NOT_SATISFIED = "notSatisfied"
    COMPLETED = "completed"
    INCOMPLETE = "incomplete"


class Timing(StrEnum):
    NEVER = "never"
    ONCE = "once"
    ON_EACH_NEW_ATTEMPT = "onEachNewAttempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of a rule; `objective` names a local objective, empty for the primary one."""

    name: str
    is_negated: bool = False
    objective: str = ""
    threshold: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A pre-condition, post-condition or exit rule."""

    action: Action
    conditions: tuple[Condition, ...]
    needs_all: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RollupRule:
    """How the states of children become the state of their parent (SN 3.7)."""

    action: RollupAction
    conditions: tuple[Condition, ...]
    needs_all: bool = False
    children: str = "all"
    minimum_count: int = 0
    minimum_percent: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlMode:
    choice: bool = True
    choice_exit: bool = True
    flow: bool = False
    forward_only: bool = False
    use_current_attempt_objectives: bool = True
    use_current_attempt_progress: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveMap:
    """A link of a local objective to a global one; what is read and written of it (SN 3.10.3, adlseq:objectives)."""

    target: str
    reads: frozenset[str] = frozenset({"satisfied", "measure"})
    writes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    id: str = ""
    is_satisfied_by_measure: bool = False
    minimum_measure: Decimal = Decimal(1)
    maps: tuple[ObjectiveMap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Randomisation:
    """SN 3.11 and 3.12: which children are offered, and in which order."""

    selection: Timing = Timing.NEVER
    select_count: int | None = None
    order: Timing = Timing.NEVER
    reorder: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RollupControls:
    """What an activity gives to its parent (SN 3.8), and when it is asked (adlseq:rollupConsiderations, SN 3.9)."""

    objective_satisfied: bool = True
    progress_completion: bool = True
    measure_weight: Decimal = Decimal(1)
    progress_weight: Decimal = Decimal(1)
    required_for: dict[RollupAction, str] = field(default_factory=dict)
    measure_satisfaction_if_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One node of the tree: a cluster with children, or a leaf that is delivered."""

    id: str
    title: str = ""
    children: tuple["Activity", ...] = ()
    is_visible: bool = True
    controls: ControlMode = ControlMode()
    rules: tuple[Rule, ...] = ()
    rollup_rules: tuple[RollupRule, ...] = ()
    rollup: RollupControls = RollupControls()
    primary: Objective = Objective()
    objectives: tuple[Objective, ...] = ()
    attempt_limit: int | None = None
    randomisation: Randomisation = Randomisation()
    is_tracked: bool = True
    is_completion_set_by_content: bool = False
    is_objective_set_by_content: bool = False
    prevents_activation: bool = False
    constrains_choice: bool = False
    is_completed_by_measure: bool = False
    minimum_progress: Decimal = Decimal(1)
    hidden_controls: frozenset[str] = frozenset()

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @property
    def all_objectives(self) -> tuple[Objective, ...]:
        return (self.primary, *self.objectives)

    def objective(self, identifier: str) -> Objective | None:
        """Return a local objective; "" is the primary one."""
        if not identifier:
            return self.primary
        return next((objective for objective in self.all_objectives if objective.id == identifier), None)

    def walk(self) -> Iterator["Activity"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, kw_only=True)
class Tree:
    """An activity tree with the ways through it."""

    root: Activity
    are_objectives_global: bool = True

    @cached_property
    def by_id(self) -> dict[str, Activity]:
        return {activity.id: activity for activity in self.root.walk()}

    @cached_property
    def _parents(self) -> dict[str, Activity]:
        return {child.id: activity for activity in self.root.walk() for child in activity.children}

    def parent(self, activity: Activity) -> Activity | None:
        return self._parents.get(activity.id)

    def up(self, activity: Activity) -> Iterator[Activity]:
        """Yield the activity, its parent, … to the root."""
        place: Activity | None = activity
        while place is not None:
            yield place
            place = self.parent(place)

    def down(self, activity: Activity) -> list[Activity]:
        """Return the path from the root to the activity."""
        return list(self.up(activity))[::-1]

    def common_ancestor(self, one: Activity, other: Activity) -> Activity:
        """Return the lowest activity that holds both; an activity holds itself."""
        above = {activity.id for activity in self.up(one)}
        return next(activity for activity in self.up(other) if activity.id in above)

    def between(self, activity: Activity, ancestor: Activity) -> list[Activity]:
        """Return the path up from the activity, itself included, to the ancestor, which is not."""
        path = []
        for place in self.up(activity):
            if place is ancestor:
                break
            path.append(place)
        return path

    @cached_property
    def readers(self) -> dict[str, tuple[Activity, ...]]:
        """Which activities read which global objective into their primary one, which is what rollup asks of them."""
        found: dict[str, list[Activity]] = {}
        for activity in self.root.walk():
            for link in activity.primary.maps:
                if link.reads:
                    found.setdefault(link.target, []).append(activity)
        return {target: tuple(activities) for target, activities in found.items()}

    @cached_property
    def global_ids(self) -> frozenset[str]:
        objectives = (objective for activity in self.root.walk() for objective in activity.all_objectives)
        return frozenset(link.target for objective in objectives for link in objective.maps)
