"""Rollup: from the states of children to the state of their parent, up to the root (SN 4.6, RB.1.1-RB.1.5)."""

from collections.abc import Iterable
from decimal import Decimal

from lms.learning.scorm.sequencing.activities import Activity, Condition, RollupAction, RollupRule
from lms.learning.scorm.sequencing.course import Course

EXACT = Decimal("0.000001")
ROLLS_UP_PROGRESS = frozenset({RollupAction.COMPLETED, RollupAction.INCOMPLETE})


def roll_up(course: Course, activity: Activity) -> None:
    """Roll up from an activity to the root, and from every activity that reads a global objective changed by it.

    A map is followed at most once per rollup, so that objectives written in a circle come to rest [RB.1.5].
    """
    _roll_up_path(course, activity)
    done: set[str] = set()
    while waiting := course.changed - done:
        done |= waiting
        course.changed.clear()
        for target in sorted(waiting):
            for reader in course.tree.readers.get(target, ()):
                if parent := course.parent(reader):
                    _roll_up_path(course, parent)
    course.changed.clear()


def _roll_up_path(course: Course, activity: Activity) -> None:
    for place in course.tree.up(activity):
        if not place.is_leaf:
            _measure(course, place)
            _progress_measure(course, place)
            _objective(course, place)
            _progress(course, place)


def _measure(course: Course, activity: Activity) -> None:
    """The weighted mean of the children's measures; a child without one keeps its weight [RB.1.1 a]."""
    children = [child for child in course.children(activity) if child.is_tracked]
    pairs = [(course.measure(child), child.rollup.measure_weight) for child in children]
    course.write(activity, activity.primary, measure=_weighted(pairs))


def _progress_measure(course: Course, activity: Activity) -> None:
    """The weighted mean of the children's progress [RB.1.1 b]."""
    children = [child for child in course.children(activity) if child.is_tracked]
    pairs = [(course.progress(child), child.rollup.progress_weight) for child in children]
    kept = course.of(activity)
    course.write_progress(activity, completed=kept.completed, progress=_weighted(pairs))


def _weighted(pairs: Iterable[tuple[Decimal | None, Decimal]]) -> Decimal | None:
    known, weights = Decimal(0), Decimal(0)
    is_known = False
    for value, weight in pairs:
        weights += weight
        if value is not None:
            known += value * weight
            is_known = True
    return (known / weights).quantize(EXACT) if is_known and weights > 0 else None


def _objective(course: Course, activity: Activity) -> None:
    """Satisfaction of a cluster: by measure, else by its rules, else by the standard's defaults [RB.1.2]."""
    if activity.primary.is_satisfied_by_measure:
        course.write(activity, activity.primary, satisfied=course.satisfied(activity))
        return
    found = _judged(course, activity, RollupAction.NOT_SATISFIED, RollupAction.SATISFIED, "objectiveStatusKnown")
    if found is not None:
        course.write(activity, activity.primary, satisfied=found)


def _progress(course: Course, activity: Activity) -> None:
    """Completion of a cluster: by progress, else by its rules, else by the standard's defaults [RB.1.3]."""
    kept = course.of(activity)
    found = _judged(course, activity, RollupAction.INCOMPLETE, RollupAction.COMPLETED, "activityProgressKnown")
    if found is not None:
        course.write_progress(activity, completed=found, progress=kept.progress)


def _judged(
    course: Course, activity: Activity, negative: RollupAction, positive: RollupAction, known: str
) -> bool | None:
    """Return what the rules decide, the positive action having the last word; None leaves the state as it is."""
    rules = [rule for rule in activity.rollup_rules if rule.action in (negative, positive)]
    if not rules:
        default = "satisfied" if positive is RollupAction.SATISFIED else "completed"
        rules = [
            RollupRule(action=negative, conditions=(Condition(name=known),)),
            RollupRule(action=positive, conditions=(Condition(name=default),)),
        ]
    found = None
    for action, verdict in ((negative, False), (positive, True)):
        if any(_fires(course, activity, rule) for rule in rules if rule.action is action):
            found = verdict
    return found


def _fires(course: Course, activity: Activity, rule: RollupRule) -> bool:
    """Tell whether a rollup rule applies; over no contributing child none does [RB.1.4]."""
    values = [
        course.combined(child, rule.conditions, needs_all=rule.needs_all)
        for child in course.children(activity)
        if child.is_tracked and _contributes(course, child, rule.action)
    ]
    if not values:
        return False
    true = values.count(True)
    match rule.children:
        case "any":
            return true > 0
        case "none":
            return true == 0 and None not in values
        case "atLeastCount":
            return true >= rule.minimum_count
        case "atLeastPercent":
            return Decimal(true) / len(values) >= rule.minimum_percent
    return true == len(values)


def _contributes(course: Course, child: Activity, action: RollupAction) -> bool:
    """Tell whether a child has a say, by its rollup controls and considerations [RB.1.4.2]."""
    controls = child.rollup
    if not (controls.progress_completion if action in ROLLS_UP_PROGRESS else controls.objective_satisfied):
        return False
    kept = course.of(child)
    match controls.required_for.get(action, "always"):
        case "ifNotSuspended":
            return not (kept.is_known and kept.is_suspended)
        case "ifAttempted":
            return kept.is_known
        case "ifNotSkipped":
            return not course.is_skipped(child)
    return True
