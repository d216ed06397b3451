"""What a learner is told about a wish for more time."""

from django.urls import reverse

from lms.learning.extensions.models import ExtensionRequest
from lms.learning.notices.models import Notice
from lms.learning.notices.services import Message
from lms.learning.texts.kinds import TextKind
from lms.learning.texts.rules import Values
from lms.learning.texts.wording import wordings_of
from lms.templatetags.ui import day

KINDS = {
    ExtensionRequest.State.GRANTED: TextKind.EXTENSION_GRANTED,
    ExtensionRequest.State.DECLINED: TextKind.EXTENSION_KEPT,
}


def answer_message(request: ExtensionRequest) -> Message:
    enrolment = request.enrolment
    kind = KINDS[ExtensionRequest.State(request.state)]
    language = enrolment.learner.language
    subject, body = wordings_of([kind]).written(kind, language, lambda: answer_values(request))
    return Message(
        person_id=enrolment.learner_id,
        kind=Notice.Kind.EXTENSION,
        key=f"extension:{request.pk}",
        subject=subject,
        body=body,
        url=reverse("learning:extension", args=[enrolment.uuid]),
        has_mailbox=bool(enrolment.learner.email),
        enrolment_id=enrolment.pk,
    )


def answer_values(request: ExtensionRequest) -> Values:
    return {
        "name": request.enrolment.learner.name,
        "course": request.enrolment.course_version.name,
        "due": day(request.granted_on or request.due_on),
        "answer": request.answer,
        "answered_by": request.answered_by.name if request.answered_by else "",
    }
