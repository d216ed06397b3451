"""Reading a lesson: keeping the place, and finishing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import ngettext

from curriculum.models import LessonContent, Module
from curriculum.questions.check_questions import CheckQuestion, read_check_questions
from curriculum.questions.marking import kept
from lms.learning.lessons.bookmarks import Bookmark, parse
from lms.learning.lessons.models import CheckAnswer
from lms.learning.lessons.watching import merged, unfinished
from lms.learning.record.models import Enrolment, ModuleProgress
from lms.learning.record.outcomes import Outcome
from lms.learning.record.services import lock_progress, record_outcome, save_place
from lms.learning.record.states import Completion
from lms.people.models import User

# The longest a single visit can count as learning time; a page left open all day is not a day of learning.
LONGEST_VISIT = 2 * 60 * 60
MEDIA = frozenset({"video", "audio"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StillToDo:
    """What keeps a lesson from being finished: blocks to play and blocks to answer, each in the order of the lesson."""

    unplayed: Sequence[str] = ()
    unanswered: Sequence[str] = ()
    first: str = ""

    def __bool__(self) -> bool:
        return bool(self.first)

    @property
    def sentences(self) -> list[str]:
        """What is left and what to do about it, as a learner is told."""
        found = []
        if self.unplayed:
            found.append(_unplayed_words(len(self.unplayed)))
        if self.unanswered:
            found.append(_unanswered_words(len(self.unanswered)))
        return found


def _unplayed_words(number: int) -> str:
    words = ngettext(
        "%(number)s video or recording has not been played to its end yet. Play it, then finish the lesson.",
        "%(number)s videos or recordings have not been played to their end yet. Play them, then finish the lesson.",
        number,
    )
    return words % {"number": number}


def _unanswered_words(number: int) -> str:
    words = ngettext(
        "%(number)s question of this lesson is not answered right yet. Answer it, then finish the lesson.",
        "%(number)s questions of this lesson are not answered right yet. Answer them, then finish the lesson.",
        number,
    )
    return words % {"number": number}


@transaction.atomic
def keep_place(
    enrolment: Enrolment, module: Module, bookmark: Bookmark, *, visit: str, seconds: int, at: datetime
) -> ModuleProgress:
    """Keep the reading place and what was played, and count the time this visit has taken so far."""
    before = parse(lock_progress(enrolment, module).bookmark)
    place = replace(bookmark, watched=merged(before.watched, bookmark.watched))
    return save_place(
        enrolment,
        module,
        bookmark=place.dump(),
        attempt=f"lesson:{visit}",
        seconds=min(seconds, LONGEST_VISIT),
        at=at,
    )


def finish_lesson(enrolment: Enrolment, module: Module, *, by: User, at: datetime) -> ModuleProgress:
    """Record that the learner read the lesson to its end; pressing the button twice records it once.

    A lesson is not finished while something that must be played or answered was not: the refusal counts what is left.
    """
    left = still_to_do(enrolment, module)
    if left:
        raise ValidationError(left.sentences)
    outcome = Outcome(completion=Completion.COMPLETED)
    return record_outcome(enrolment, module, outcome, source=f"lesson:{module.uuid}", by=by, at=at)


@transaction.atomic
def answer_check_question(
    enrolment: Enrolment, module: Module, question: CheckQuestion, given: Sequence[str], *, checks: bool, at: datetime
) -> CheckAnswer:
    """Keep what was chosen, and mark it when the learner asks for that; the same again changes nothing."""
    lock_progress(enrolment, module)
    answer, _made = CheckAnswer.objects.get_or_create(
        enrolment=enrolment, module=module, question=question.key, defaults={"answered_at": at}
    )
    chosen = kept(question.question, given)
    if chosen == answer.chosen and (answer.is_right is not None or not checks):
        return answer
    answer.chosen, answer.answered_at, answer.is_right = chosen, at, None
    if checks and chosen:
        answer.is_right = question.is_right(chosen)
        answer.tries += 1
        answer.right_at = answer.right_at or (at if answer.is_right else None)
    answer.save()
    return answer


def still_to_do(enrolment: Enrolment, module: Module) -> StillToDo:
    """Return what must be played or answered right and was not; of a finished lesson, nothing."""
    body = LessonContent.objects.get(module=module).body.get_prep_value()
    to_play = [block["id"] for block in body if block["type"] in MEDIA and (block["value"] or {}).get("must_watch")]
    to_answer = [question.key for question in read_check_questions(body) if question.must_answer]
    if not to_play and not to_answer:
        return StillToDo()
    progress = ModuleProgress.objects.filter(enrolment=enrolment, module=module).first()
    if progress and progress.completed_at:
        return StillToDo()
    unplayed = unfinished(to_play, parse(progress.bookmark if progress else "").watched)
    right = CheckAnswer.objects.filter(enrolment=enrolment, module=module, right_at__isnull=False)
    answered = set(right.values_list("question", flat=True)) if to_answer else set()
    unanswered = [str(key) for key in to_answer if key not in answered]
    left = {*unplayed, *unanswered}
    first = next((block["id"] for block in body if block["id"] in left), "")
    return StillToDo(unplayed=unplayed, unanswered=unanswered, first=first)
