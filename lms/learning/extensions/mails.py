"""What a learner is told about a wish for more time; mails are in Japanese."""

from django.template.loader import render_to_string
from django.urls import reverse

from lms.learning.extensions.models import ExtensionRequest
from lms.learning.notices.models import Notice
from lms.learning.notices.services import Message
from lms.lib.calendar import wareki


def answer_message(request: ExtensionRequest) -> Message:
    enrolment = request.enrolment
    is_granted = request.state == ExtensionRequest.State.GRANTED
    course = enrolment.course_version.title
    context = {
        "name": enrolment.learner.name,
        "course": course,
        "is_granted": is_granted,
        "due": wareki(request.granted_on or request.due_on),
        "answer": request.answer,
        "answered_by": request.answered_by.name if request.answered_by else "",
    }
    return Message(
        person_id=enrolment.learner_id,
        kind=Notice.Kind.EXTENSION,
        key=f"extension:{request.pk}",
        subject=f"【期限の相談】{course}({'期限を延ばしました' if is_granted else '期限は変わりません'})",
        body=render_to_string("learning/extensions/answer.txt", context).strip(),
        url=reverse("learning:extension", args=[enrolment.uuid]),
        has_mailbox=bool(enrolment.learner.email),
        enrolment_id=enrolment.pk,
    )
