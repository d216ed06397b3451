"""What a learner is told about a wish for more time."""

from django.urls import reverse

from lms.learning.extensions.models import ExtensionRequest
from lms.learning.notices.models import Notice
from lms.learning.notices.services import Message
from lms.learning.texts.kinds import TextKind
from lms.learning.texts.rules import Values
from lms.learning.texts.wording import wording_of
from lms.lib.calendar import wareki

KINDS = {
    ExtensionRequest.State.GRANTED: TextKind.EXTENSION_GRANTED,
    ExtensionRequest.State.DECLINED: TextKind.EXTENSION_KEPT,
}


def answer_message(request: ExtensionRequest) -> Message:
    enrolment = request.enrolment
    wording, values = wording_of(KINDS[ExtensionRequest.State(request.state)]), answer_values(request)
    return Message(
        person_id=enrolment.learner_id,
        kind=Notice.Kind.EXTENSION,
        key=f"extension:{request.pk}",
        subject=wording.subject_for(values),
        body=wording.body_for(values),
        url=reverse("learning:extension", args=[enrolment.uuid]),
        has_mailbox=bool(enrolment.learner.email),
        enrolment_id=enrolment.pk,
    )


def answer_values(request: ExtensionRequest) -> Values:
    return {
        "name": request.enrolment.learner.name,
        "course": request.enrolment.course_version.title,
        "due": wareki(request.granted_on or request.due_on),
        "answer": request.answer,
        "answered_by": request.answered_by.name if request.answered_by else "",
    }
