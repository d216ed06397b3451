"""Handing in, and saying whether it is enough."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from curriculum.models import HandinContent, Module
from lms.learning.handed_in import shown_name
from lms.learning.handins import mails
from lms.learning.handins.models import HandIn, HandInReview
from lms.learning.notices.services import tell
from lms.learning.record.models import Enrolment, ModuleProgress
from lms.learning.record.outcomes import Outcome
from lms.learning.record.services import record_outcome, save_place
from lms.learning.record.states import Completion, Success
from lms.learning.rubric import missing_criteria
from lms.people import audit
from lms.people.models import RaterAssignment, User


class Refusal(Exception):
    """A step that is not possible now; `code` says why, in `words.REFUSALS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def keep_draft(enrolment: Enrolment, module: Module, text: str, *, at: datetime) -> None:
    """Keep what a learner has written so far, where any module keeps its place; the reviewer does not see it."""
    save_place(enrolment, module, bookmark=text, attempt="draft", seconds=0, at=at)


@transaction.atomic
def hand_in(
    enrolment: Enrolment, module: Module, *, text: str, file: "File[bytes] | None", request_key: str, at: datetime
) -> HandIn:
    """Hand in the next version; a form sent twice hands in once. Raises Refusal once a version is accepted."""
    locked = Enrolment.objects.select_for_update(no_key=True).select_related("learner").get(pk=enrolment.pk)
    versions = HandIn.objects.filter(enrolment=locked, module=module)
    repeated = versions.filter(request_key=request_key).first()
    if repeated:
        return repeated
    if versions.filter(review__verdict=HandInReview.Verdict.ACCEPTED).exists():
        raise Refusal("accepted_already")
    if not text.strip() and not file:
        raise Refusal("nothing")
    ModuleProgress.objects.filter(enrolment=locked, module=module).update(bookmark="")
    return HandIn.objects.create(
        enrolment=locked,
        module=module,
        number=versions.count() + 1,
        text=text.strip(),
        file=file or "",
        filename=shown_name(file.name) if file else "",
        reviewer=reviewer_for(locked.learner, module, timezone.localdate(at)),
        request_key=request_key,
        at=at,
    )


def reviewer_for(learner: User, module: Module, on: date) -> User | None:
    """Return who looks at a learner's hand-in: their first rater on a date, else the course's owner, else nobody.

    Nobody reviews their own work, so an owner who takes the course leaves it to HR.
    """
    raters = RaterAssignment.objects.filter(person=learner, role=RaterAssignment.Role.FIRST).on(on)
    first = raters.select_related("rater").first()
    if first:
        return first.rater
    owner: User | None = module.course_version.course.owner
    return owner if owner != learner else None


@transaction.atomic
def review(
    version: HandIn,
    *,
    verdict: HandInReview.Verdict,
    comment: str,
    by: User,
    at: datetime,
    scores: Mapping[str, int] | None = None,
) -> HandInReview:
    """Accept or return the newest version, with a level for each criterion; accepting completes the module.

    The learner is told either way.

    A version is reviewed once; a second review returns the first. Raises Refusal for an older version, for
    returning without a word on what to change, and for accepting with a criterion left open.
    """
    Enrolment.objects.select_for_update(no_key=True).get(pk=version.enrolment_id)
    existing = HandInReview.objects.filter(hand_in=version).first()
    if existing:
        return existing
    versions = HandIn.objects.filter(enrolment_id=version.enrolment_id, module_id=version.module_id)
    if versions.filter(number__gt=version.number).exists():
        raise Refusal("older_version")
    if verdict == HandInReview.Verdict.RETURNED and not comment.strip():
        raise Refusal("comment_missing")
    scores = dict(scores or {})
    if verdict == HandInReview.Verdict.ACCEPTED and missing_criteria(rubric_of(version.module), scores):
        raise Refusal("criteria_missing")
    made = HandInReview.objects.create(
        hand_in=version, verdict=verdict, comment=comment.strip(), scores=scores, by=by, at=at
    )
    if verdict == HandInReview.Verdict.ACCEPTED:
        outcome = Outcome(completion=Completion.COMPLETED, success=Success.PASSED)
        source = f"handin:{version.uuid}:{made.pk}"
        record_outcome(version.enrolment, version.module, outcome, source=source, by=by, at=at)
    tell([mails.review_message(made)], at=at)
    return made


def rubric_of(module: Module) -> Sequence[Mapping[str, Any]]:
    """Return what a hand-in is judged by; nothing where the author gave no rubric."""
    rubrics = HandinContent.objects.filter(module=module).values_list("rubric", flat=True)
    return rubrics.first() or []


@transaction.atomic
def hand_over(version: HandIn, *, to: User, by: User, at: datetime) -> HandIn:
    """Give a version to another reviewer while it waits. Raises Refusal once reviewed, and for its own author."""
    locked = HandIn.objects.select_for_update(no_key=True, of=("self",)).get(pk=version.pk)
    if HandInReview.objects.filter(hand_in=locked).exists():
        raise Refusal("reviewed_already")
    learner: User = version.enrolment.learner
    if to == learner:
        raise Refusal("own_work")
    if locked.reviewer_id == to.pk:
        return locked
    locked.reviewer = to
    locked.save(update_fields=["reviewer"])
    audit.record(
        "handin.handed_over", actor=by, at=at, subject=learner, target=str(locked.uuid), details={"to": to.staff_no}
    )
    return locked
