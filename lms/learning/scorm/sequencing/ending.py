"""Ending attempts: what a leaf reports, UP.3, UP.4, and the termination behaviour TB.2."""

from dataclasses import dataclass

from lms.learning.scorm.sequencing.activities import Action, Activity
from lms.learning.scorm.sequencing.course import Course
from lms.learning.scorm.sequencing.requests import Denied, Request, Word
from lms.learning.scorm.sequencing.rollup import roll_up
from lms.learning.scorm.sequencing.tracking import ObjectiveProgress, Report

AFTER = (
    *(Action.RETRY, Action.CONTINUE, Action.PREVIOUS),
    *(Action.EXIT_PARENT, Action.EXIT_ALL, Action.RETRY_ALL),
)


def take_report(course: Course, activity: Activity, report: Report) -> None:
    """Take over what the run-time data of a leaf says (SN 4.2.1); nothing from an activity that is not tracked."""
    kept = course.of(activity)
    kept.is_suspended = report.is_suspended
    if not activity.is_tracked:
        return
    course.write_progress(activity, completed=report.completed, progress=report.progress)
    _take_objective(course, activity, "", report.primary)
    for identifier, values in report.objectives.items():
        if identifier and identifier != activity.primary.id:
            _take_objective(course, activity, identifier, values)


def _take_objective(course: Course, activity: Activity, identifier: str, values: ObjectiveProgress) -> None:
    objective = activity.objective(identifier)
    if objective is None:
        return  # the package's own affair: no rule can ask for it
    said = {name: getattr(values, name) for name in ObjectiveProgress.__slots__}
    course.write(activity, objective, **said)
    if objective.is_satisfied_by_measure and values.measure is not None:
        course.write(activity, objective, satisfied=values.measure >= objective.minimum_measure)


def end_attempt(course: Course, activity: Activity) -> None:
    """End the attempt on an activity, with what is assumed of content that says nothing, and roll up [UP.4]."""
    kept = course.of(activity)
    if not activity.is_leaf:
        kept.is_suspended = any(course.of(child).is_suspended for child in course.children(activity))
    elif activity.is_tracked and not kept.is_suspended:
        _assume(course, activity)
    kept.is_active = False
    roll_up(course, activity)
    course.arrange(activity)


def _assume(course: Course, activity: Activity) -> None:
    kept = course.of(activity)
    if not activity.is_completion_set_by_content and kept.completed is None and not activity.is_completed_by_measure:
        course.write_progress(activity, completed=True, progress=kept.progress)
    if not activity.is_objective_set_by_content:
        primary = course.local(activity, activity.primary)
        if primary.satisfied is None and not activity.primary.is_satisfied_by_measure:
            course.write(activity, activity.primary, satisfied=True)


def end_descendants(course: Course, activity: Activity) -> None:
    """End the attempts between the current activity and the ancestor it shares with another [UP.3]."""
    current = course.current
    if current is None:
        return
    ancestor = course.tree.common_ancestor(current, activity)
    for place in course.tree.between(current, ancestor)[1:]:
        end_attempt(course, place)


@dataclass(frozen=True, slots=True)
class Asked:
    """What post-condition rules ask for [TB.2.2]."""

    sequencing: Word | None = None
    termination: Word | None = None


def terminate(course: Course, word: Word) -> Request | None:
    """End what a termination request ends; return the sequencing request that follows from rules, if any [TB.2.3]."""
    current = course.current
    if current is None:
        raise Denied("TB.2.3-1")
    if word in (Word.EXIT, Word.ABANDON) and not course.is_active(current):
        raise Denied("TB.2.3-2")
    match word:
        case Word.EXIT:
            return _exit(course, current)
        case Word.EXIT_ALL:
            return _exit_all(course, None)
        case Word.SUSPEND_ALL:
            return _suspend_all(course, current)
        case Word.ABANDON:
            course.of(current).is_active = False
            return None
        case Word.ABANDON_ALL:
            for place in course.tree.up(current):
                course.of(place).is_active = False
            course.current = course.root
            return Request(word=Word.EXIT)
    raise Denied("TB.2.3-7")


def _exit(course: Course, current: Activity) -> Request | None:
    end_attempt(course, current)
    current = _exit_by_rule(course, current)
    while True:
        asked = _after(course, current)
        if asked.termination is Word.EXIT_ALL:
            return _exit_all(course, asked.sequencing)
        if asked.termination is None:
            break
        parent = course.parent(current)
        if parent is None:
            raise Denied("TB.2.3-4")
        course.current = current = parent
        end_attempt(course, current)
    if current is course.root and asked.sequencing is not Word.RETRY:
        return Request(word=Word.EXIT)
    return Request(word=asked.sequencing) if asked.sequencing else None


def _exit_by_rule(course: Course, current: Activity) -> Activity:
    """End the highest ancestor whose exit rule applies; it becomes the current activity [TB.2.1]."""
    for place in course.tree.down(current)[:-1]:
        if course.action(place, Action.EXIT):
            end_descendants(course, place)
            end_attempt(course, place)
            course.current = place
            return place
    return current


def _after(course: Course, current: Activity) -> Asked:
    """Return what the post-condition rules of an activity that has ended, not suspended, ask for [TB.2.2]."""
    if course.of(current).is_suspended:
        return Asked()
    match course.action(current, *AFTER):
        case Action.RETRY:
            return Asked(sequencing=Word.RETRY)
        case Action.CONTINUE:
            return Asked(sequencing=Word.CONTINUE)
        case Action.PREVIOUS:
            return Asked(sequencing=Word.PREVIOUS)
        case Action.EXIT_PARENT:
            return Asked(termination=Word.EXIT)
        case Action.EXIT_ALL:
            return Asked(termination=Word.EXIT_ALL)
        case Action.RETRY_ALL:
            return Asked(termination=Word.EXIT_ALL, sequencing=Word.RETRY)
    return Asked()


def _exit_all(course: Course, follows: Word | None) -> Request:
    current = course.current or course.root
    if course.is_active(current):
        end_attempt(course, current)
    end_descendants(course, course.root)
    end_attempt(course, course.root)
    course.current = course.root
    return Request(word=follows or Word.EXIT)


def _suspend_all(course: Course, current: Activity) -> Request:
    if course.is_active(current) or course.of(current).is_suspended:
        roll_up(course, current)
        place = current
    else:
        parent = course.parent(current)
        if parent is None:
            raise Denied("TB.2.3-3")
        place = parent
    course.tracking.suspended = place.id
    for above in course.tree.up(place):
        kept = course.of(above)
        kept.is_active, kept.is_suspended = False, True
    course.current = course.root
    return Request(word=Word.EXIT)
