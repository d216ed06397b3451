"""Reading a lesson: keeping the place, and finishing."""

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import ngettext

from curriculum.models import LessonContent, Module
from lms.learning.lessons.bookmarks import Bookmark, parse
from lms.learning.lessons.watching import merged, unfinished
from lms.learning.record.models import Enrolment, ModuleProgress
from lms.learning.record.outcomes import Outcome
from lms.learning.record.services import lock_progress, record_outcome, save_place
from lms.learning.record.states import Completion
from lms.people.models import User

# The longest a single visit can count as learning time; a page left open all day is not a day of learning.
LONGEST_VISIT = 2 * 60 * 60
MEDIA = frozenset({"video", "audio"})


@transaction.atomic
def keep_place(
    enrolment: Enrolment, module: Module, bookmark: Bookmark, *, visit: str, seconds: int, at: datetime
) -> ModuleProgress:
    """Keep the reading place and what was played, and count the time this visit has taken so far."""
    before = parse(lock_progress(enrolment, module).bookmark)
    kept = replace(bookmark, watched=merged(before.watched, bookmark.watched))
    return save_place(
        enrolment,
        module,
        bookmark=kept.dump(),
        attempt=f"lesson:{visit}",
        seconds=min(seconds, LONGEST_VISIT),
        at=at,
    )


def finish_lesson(enrolment: Enrolment, module: Module, *, by: User, at: datetime) -> ModuleProgress:
    """Record that the learner read the lesson to its end; pressing the button twice records it once.

    A lesson is not finished while something that must be played was not: the refusal counts what is left.
    """
    left = unplayed(enrolment, module)
    if left:
        raise ValidationError(
            ngettext(
                "%(number)s video or recording has not been played to its end yet. Play it, then finish the lesson.",
                "%(number)s videos or recordings have not been played to their end yet. Play them, then finish"
                " the lesson.",
                left,
            )
            % {"number": left},
            code="unplayed",
        )
    outcome = Outcome(completion=Completion.COMPLETED)
    return record_outcome(enrolment, module, outcome, source=f"lesson:{module.uuid}", by=by, at=at)


def unplayed(enrolment: Enrolment, module: Module) -> int:
    """Count the videos and recordings of a lesson that must be played and were not; a finished lesson has none."""
    body = LessonContent.objects.get(module=module).body.get_prep_value()
    required = [block["id"] for block in body if block["type"] in MEDIA and (block["value"] or {}).get("must_watch")]
    if not required:
        return 0
    progress = ModuleProgress.objects.filter(enrolment=enrolment, module=module).first()
    if progress and progress.completed_at:
        return 0
    return len(unfinished(required, parse(progress.bookmark if progress else "").watched))
