"""What a learner is told when a hand-in was judged."""

from django.urls import reverse

from lms.learning.handins.models import HandInReview
from lms.learning.notices.models import Notice
from lms.learning.notices.services import Message
from lms.learning.texts.kinds import TextKind
from lms.learning.texts.rules import Values
from lms.learning.texts.wording import wordings_of

KINDS = {
    HandInReview.Verdict.ACCEPTED: TextKind.HANDIN_ACCEPTED,
    HandInReview.Verdict.RETURNED: TextKind.HANDIN_RETURNED,
}


def review_message(review: HandInReview) -> Message:
    enrolment = review.hand_in.enrolment
    kind = KINDS[HandInReview.Verdict(review.verdict)]
    language = enrolment.learner.language
    subject, body = wordings_of([kind]).written(kind, language, lambda: review_values(review))
    return Message(
        person_id=enrolment.learner_id,
        kind=Notice.Kind.HANDIN,
        key=f"handin:{review.pk}",
        subject=subject,
        body=body,
        url=reverse("learning:module", args=[enrolment.uuid, review.hand_in.module.uuid]),
        has_mailbox=bool(enrolment.learner.email),
        enrolment_id=enrolment.pk,
    )


def review_values(review: HandInReview) -> Values:
    return {
        "name": review.hand_in.enrolment.learner.name,
        "course": review.hand_in.enrolment.course_version.name,
        "answer": review.comment,
        "answered_by": review.by.name,
    }
