"""Rules, reminders and the not-done list are HR's; a due date is asked for by its learner and answered by few."""

from collections.abc import Mapping
from datetime import date, timedelta

from lms.learning.assignments import services as assignments
from lms.learning.extensions import services as extensions
from lms.lib import clock
from tests.access.rows import Row
from tests.cast import Cast
from tests.factories import CourseFactory, EnrolmentFactory
from tests.factories.assigning import RuleFactory

HR = {"hr": 200}


def own_enrolment(cast: Cast) -> Mapping[str, object]:
    return {"enrolment": EnrolmentFactory(learner=cast.alice, due_on=clock.today() + timedelta(days=3)).uuid}


def wish(cast: Cast) -> Mapping[str, object]:
    enrolment = EnrolmentFactory(learner=cast.alice, due_on=clock.today() + timedelta(days=3))
    wished_on = clock.today() + timedelta(days=20)
    asked = extensions.ask(enrolment, reason="busy", words="", wished_on=wished_on, request_key="k", at=clock.now())
    return {"extension": asked.uuid}


def rule(cast: Cast) -> Mapping[str, object]:
    return {"rule": RuleFactory().uuid}


def draft(cast: Cast) -> Mapping[str, object]:
    return {"rule": RuleFactory(state="draft", activated_at=None).uuid}


def exemption(cast: Cast) -> Mapping[str, object]:
    granted = assignments.exempt(
        cast.alice, CourseFactory(), reason="県の研修を受講済み", until=None, by=cast.hr, at=clock.now()
    )
    return {"exemption": granted.uuid}


def a_day(cast: Cast) -> Mapping[str, object]:
    on = date(2027, 1, 4)
    return {"year": on.year, "month": on.month, "day": on.day}


def digest(cast: Cast) -> Mapping[str, object]:
    return {"kind": "digest", "language": "en"}


ROWS = [
    Row(url="learning:notices", others=200),
    Row(url="learning:notices-read", method="POST", others=302),
    Row(url="learning:extension", build=own_enrolment, others=404, roles={"alice": 200}),
    Row(url="learning:extension", build=own_enrolment, method="POST", others=404, roles={"alice": 422}),
    Row(url="learning:extension-withdraw", build=wish, method="POST", others=404, roles={"alice": 302}),
    # The second rater rates Alice too, but a due date is the first rater's matter.
    Row(
        url="learning:extension-answer",
        build=wish,
        others=403,
        roles={"supervisor": 200, "hr": 200, "second": 404},
    ),
    Row(url="learning:extensions", others=403, roles=HR),
    Row(url="learning:assignments", others=403, roles=HR),
    Row(url="learning:assignment-new", others=403, roles=HR),
    Row(url="learning:assignment-new", method="POST", others=403, roles={"hr": 422}),
    Row(url="learning:assignments-compute", method="POST", others=403, roles={"hr": 302}),
    Row(url="learning:assignment-rule", build=rule, others=403, roles=HR),
    Row(url="learning:assignment-edit", build=draft, others=403, roles=HR),
    Row(url="learning:assignment-activate", build=rule, method="POST", others=403, roles={"hr": 302}),
    Row(url="learning:assignment-discard", build=draft, method="POST", others=403, roles={"hr": 302}),
    Row(url="learning:assignment-end", build=rule, method="POST", others=403, roles={"hr": 302}),
    Row(url="learning:assignment-renew", build=rule, method="POST", others=403, roles={"hr": 302}),
    Row(url="learning:assignment-copies", build=rule, method="POST", others=403, roles={"hr": 302}),
    Row(url="learning:exemptions", others=403, roles=HR),
    Row(url="learning:exemptions", method="POST", others=403, roles={"hr": 422}),
    Row(url="learning:exemption-withdraw", build=exemption, method="POST", others=403, roles={"hr": 302}),
    Row(url="learning:not-done", others=403, roles=HR),
    Row(url="learning:not-done-below", others=403, roles={"hr": 404}),
    Row(url="learning:not-done-names", others=403, roles=HR),
    Row(url="learning:not-done-export", method="POST", others=403, roles={"hr": 422}),
    Row(url="learning:not-done-slips", others=403, roles={"hr": 302}),
    Row(url="learning:not-done-remind", others=403, roles=HR),
    Row(url="learning:reminders", others=403, roles=HR),
    Row(url="learning:reminder-settings", others=403, roles=HR),
    Row(url="learning:message-texts", others=403, roles=HR),
    Row(url="learning:message-text", build=digest, others=403, roles=HR),
    Row(url="learning:message-text-restore", build=digest, method="POST", others=403, roles={"hr": 302}),
    Row(url="learning:closed-days", others=403, roles=HR),
    Row(url="learning:closed-day-remove", build=a_day, method="POST", others=403, roles={"hr": 404}),
    Row(url="learning:team-learning", others=403, roles={"supervisor": 200, "second": 200}),
]
