"""What a learner may do from where they are, tried on a copy (SN 5.6.1, adl.nav.request_valid)."""

from dataclasses import dataclass

from lms.learning.scorm.sequencing.activities import Action, Activity
from lms.learning.scorm.sequencing.course import Course
from lms.learning.scorm.sequencing.ending import end_attempt
from lms.learning.scorm.sequencing.process import check_delivery, check_navigation, choose, process
from lms.learning.scorm.sequencing.requests import Denied, Request, Result, Word, choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Which requests are valid. `choices` and `jumps` are ids of targets; `hidden` may not even be shown."""

    may_continue: bool = False
    may_go_back: bool = False
    ends_by_continuing: bool = False
    choices: frozenset[str] = frozenset()
    jumps: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()

    def as_json(self) -> dict[str, object]:
        return {
            "continue": self.may_continue,
            "previous": self.may_go_back,
            "choice": sorted(self.choices),
            "jump": sorted(self.jumps),
        }


def outlook(course: Course) -> Outlook:
    """Look ahead as though the current activity ended now."""
    course = course.copy()
    course.prepare()
    after = course.copy()
    current = after.current
    if current is not None and after.is_active(current):
        end_attempt(after, current)
    following = _tried(course, Word.CONTINUE)
    return Outlook(
        may_continue=_leads_on(following),
        ends_by_continuing=following.has_ended,
        may_go_back=_leads_on(_tried(course, Word.PREVIOUS)),
        choices=frozenset(activity.id for activity in course.root.walk() if _may_choose(course, after, activity)),
        jumps=frozenset(activity.id for activity in course.root.walk() if _may_jump(course, after, activity)),
        hidden=frozenset(activity.id for activity in course.root.walk() if is_hidden(course, activity)),
    )


def is_hidden(course: Course, activity: Activity) -> bool:
    """Tell whether a table of contents leaves an activity out: not on offer, not visible, or hidden by a rule."""
    return any(
        place not in course.siblings(place) or course.action(place, Action.HIDDEN_FROM_CHOICE) is not None
        for place in course.tree.up(activity)
    )


def _tried(course: Course, word: Word) -> Result:
    return process(course.copy(), Request(word=word))


def _leads_on(result: Result) -> bool:
    return result.delivered is not None or result.has_ended


def _may_choose(course: Course, after: Course, activity: Activity) -> bool:
    try:
        check_navigation(course, choice(activity.id))
        check_delivery(after, choose(after, activity.id, is_tried=True))
    except Denied:
        return False
    return True


def _may_jump(course: Course, after: Course, activity: Activity) -> bool:
    try:
        check_navigation(course, Request(word=Word.JUMP, target=activity.id))
        check_delivery(after, activity)
    except Denied:
        return False
    return True
