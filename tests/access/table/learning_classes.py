"""Seats are the learner's own; dates and attendance belong to HR, authors and administrators."""

from collections.abc import Mapping
from datetime import timedelta

from lms.learning.classes import services, tickets
from lms.lib import clock
from tests.access.rows import Row
from tests.cast import Cast
from tests.factories.classes import class_date, class_module, enrolled


def seat(cast: Cast) -> Mapping[str, object]:
    enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=clock.now() + timedelta(days=7))
    return {"application": services.apply(enrolment, date, at=clock.now()).uuid}


def free_date(cast: Cast) -> Mapping[str, object]:
    enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=clock.now() + timedelta(days=7))
    return {"enrolment": enrolment.uuid, "module": module.uuid, "session": date.uuid}


def module(cast: Cast) -> Mapping[str, object]:
    return {"module": class_module().uuid}


def date(cast: Cast) -> Mapping[str, object]:
    return {"session": class_date(class_module(), starts_at=clock.now() + timedelta(days=7)).uuid}


def past_date(cast: Cast) -> Mapping[str, object]:
    return {"session": class_date(class_module(), starts_at=clock.now() - timedelta(days=7)).uuid}


def asked(cast: Cast) -> Mapping[str, object]:
    """Alice's application at a date that wants her supervisor's consent."""
    enrolment, module = enrolled(cast)
    date = class_date(module, starts_at=clock.now() + timedelta(days=7), needs_consent=True)
    return {"application": services.apply(enrolment, date, at=clock.now()).uuid}


def code(cast: Cast) -> Mapping[str, object]:
    date = class_date(class_module(), starts_at=clock.now())
    return {"token": tickets.ticket_for(date.uuid, at=clock.now()).token}


def organisers(status: int) -> dict[str, int]:
    return {"hr": status, "author": status, "admin": status}


# Her raters, and organisers for who has none.
ANSWERED = {"supervisor": 302, "second": 302} | organisers(302)

ROWS = [
    Row(url="learning:class-apply", build=free_date, method="POST", others=404, roles={"alice": 302}),
    Row(url="learning:class-cancel", build=seat, method="POST", others=404, roles={"alice": 302}),
    Row(url="learning:class-calendar", build=seat, others=404, roles={"alice": 200}),
    Row(url="learning:class-check-in", build=code, others=200),
    # Nobody of the cast has a seat there.
    Row(url="learning:class-check-in", build=code, method="POST", others=409),
    Row(url="learning:class-team", others=403, roles={"supervisor": 200, "second": 200}),
    Row(url="learning:class-team", method="POST", others=403, roles={"supervisor": 422, "second": 422}),
    Row(url="learning:class-consent", build=asked, method="POST", others=404, roles=ANSWERED),
    Row(url="learning:class-decline", build=asked, others=404, roles=dict.fromkeys(ANSWERED, 200)),
    Row(url="learning:class-decline", build=asked, method="POST", others=404, roles=dict.fromkeys(ANSWERED, 422)),
    Row(url="learning:class-substitute", build=seat, others=404, roles=dict.fromkeys(ANSWERED, 200)),
    Row(url="learning:class-substitute", build=seat, method="POST", others=404, roles=dict.fromkeys(ANSWERED, 422)),
    Row(url="learning:class-take-off", build=seat, method="POST", others=404, roles=ANSWERED),
    Row(url="learning:classes", others=403, roles=organisers(200)),
    Row(url="learning:class-sessions", build=module, others=403, roles=organisers(200)),
    Row(url="learning:class-sessions", build=module, method="POST", others=403, roles=organisers(422)),
    Row(url="learning:class-session", build=date, others=403, roles=organisers(200)),
    Row(url="learning:class-session", build=past_date, method="POST", others=403, roles=organisers(302)),
    Row(url="learning:class-change", build=date, others=403, roles=organisers(200)),
    Row(url="learning:class-change", build=date, method="POST", others=403, roles=organisers(422)),
    Row(url="learning:class-door", build=date, others=403, roles=organisers(200)),
    Row(url="learning:class-paper", build=date, method="POST", others=403, roles=organisers(422)),
    Row(url="learning:class-add-people", build=date, method="POST", others=403, roles=organisers(422)),
    Row(url="learning:class-call-off", build=date, method="POST", others=403, roles=organisers(302)),
]
