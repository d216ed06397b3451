"""Walking the tree: by flow (SB.2.1-SB.2.3) and by choice (SB.2.4, SB.2.9.1, SB.2.9.2). Nothing is changed here."""

from dataclasses import dataclass
from enum import Enum

from lms.learning.scorm.sequencing.activities import Action, Activity
from lms.learning.scorm.sequencing.course import Course
from lms.learning.scorm.sequencing.requests import Denied


class Way(Enum):
    FORWARD = 1
    BACKWARD = -1


class WalkedOff(Exception):
    """The flow has left the tree by its end: the sequencing session is over [SB.2.1, 3.1]."""


@dataclass(frozen=True, slots=True)
class Step:
    activity: Activity
    way: Way


def flow(course: Course, start: Activity, way: Way, *, into_children: bool) -> Activity:
    """Return the activity that flow delivers from here; raise Denied or WalkedOff when it finds none [SB.2.3]."""
    step = _next(course, start, way, into_children=into_children)
    return _deliverable(course, step.activity, way, None)


def _next(course: Course, activity: Activity, way: Way, *, into_children: bool, before: Way | None = None) -> Step:
    """Return the next activity in a direction [SB.2.1].

    A forward-only cluster that is entered from behind is walked forward; when that finds nothing, the walk goes on
    backward from before its first child.
    """
    siblings = course.siblings(activity)
    is_turned = before is Way.BACKWARD and activity is siblings[-1]
    if is_turned:
        way, activity = Way.BACKWARD, siblings[0]
    if not activity.is_leaf and into_children:
        return _first_child(course, activity, way)
    parent = course.parent(activity)
    if way is Way.FORWARD:
        if parent is None or activity is course.last:
            raise WalkedOff
        if activity is siblings[-1]:
            return _next(course, parent, way, into_children=False)
        return Step(siblings[siblings.index(activity) + 1], way)
    if parent is None:
        raise Denied("SB.2.1-3")
    if parent.controls.forward_only and not is_turned:
        raise Denied("SB.2.1-4")
    if activity is siblings[0]:
        return _next(course, parent, way, into_children=False)
    return Step(siblings[siblings.index(activity) - 1], way)


def _first_child(course: Course, activity: Activity, way: Way) -> Step:
    children = course.children(activity)
    if not children:
        raise Denied("SB.2.1-2")
    if way is Way.FORWARD:
        return Step(children[0], way)
    if activity.controls.forward_only:
        return Step(children[0], Way.FORWARD)
    return Step(children[-1], way)


def _deliverable(course: Course, activity: Activity, way: Way, before: Way | None) -> Activity:
    """Return the leaf that a candidate leads to: past what is skipped, down into clusters [SB.2.2]."""
    parent = course.parent(activity)
    if parent is not None and not parent.controls.flow:
        raise Denied("SB.2.2-1")
    if course.is_skipped(activity):
        step = _next(course, activity, way, into_children=False, before=before)
        is_back = before is Way.BACKWARD and step.way is Way.BACKWARD
        return _deliverable(course, step.activity, step.way if is_back else way, None if is_back else before)
    if course.is_barred(activity):
        raise Denied("SB.2.2-2")
    if activity.is_leaf:
        return activity
    step = _next(course, activity, way, into_children=True)
    has_turned = way is Way.BACKWARD and step.way is Way.FORWARD
    return _deliverable(course, step.activity, step.way, Way.BACKWARD if has_turned else None)


def check_choice_step(course: Course, activity: Activity, way: Way) -> None:
    """Raise Denied when choice may not pass an activity in a direction [SB.2.4]."""
    if way is Way.FORWARD:
        if course.action(activity, Action.STOP_FORWARD_TRAVERSAL):
            raise Denied("SB.2.4-1")
        return
    parent = course.parent(activity)
    if parent is None:
        raise Denied("SB.2.4-3")
    if parent.controls.forward_only:
        raise Denied("SB.2.4-2")


def neighbour(course: Course, activity: Activity, way: Way) -> Activity:
    """Return the activity next to a constrained one, or itself at the edge of the tree [SB.2.9.1, SB.2.9.2]."""
    place = activity
    while (parent := course.parent(place)) is not None:
        siblings = course.siblings(place)
        index = siblings.index(place) + way.value
        if 0 <= index < len(siblings):
            return siblings[index]
        place = parent
    return activity
