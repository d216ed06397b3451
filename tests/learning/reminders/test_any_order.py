"""Whatever happens in whatever order, wherever the worker dies: one mail a day for a course, none once it is over."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lms.learning.models import Enrolment, Notice, ReminderRun
from lms.learning.notices import services as notices
from lms.learning.reminders import services
from tests.cast import Cast
from tests.factories import EnrolmentFactory, ModuleFactory

DUE = date(2026, 11, 30)
# Ten in the morning in the city, on an open Tuesday six days before the due date.
BEGIN = datetime(2026, 11, 24, 1, tzinfo=UTC)


def die(*args: object, **kwargs: object) -> None:
    raise MemoryError


def send_and_die(notice: Notice) -> None:
    DELIVER(notice)
    raise MemoryError


DELIVER = notices.deliver
DEATHS = {
    "deciding": (services.queries, "decisions", die),
    "telling": (services, "tell", die),
    "noting the round": (ReminderRun, "save", die),
    "claiming": (notices, "still_wanted", die),
    "before the mail left": (notices, "deliver", die),
    "after the mail left": (notices, "deliver", send_and_die),
}
EVENTS = ("wake", "wake", "wake", "next day", "next day", "hand", "later", "complete", "retire")
lives = st.lists(st.tuples(st.sampled_from(EVENTS), st.sampled_from(["", "", *DEATHS])), min_size=4, max_size=25)


class Life:
    """One course of one person; `over_after` is how many mails had gone out when it was completed or retired."""

    def __init__(self, enrolment: Enrolment, by: object) -> None:
        self.enrolment, self.by, self.at = enrolment, by, BEGIN
        self.days: Counter[date] = Counter()
        self.over_after: int | None = None

    @property
    def row(self):
        return Enrolment.objects.filter(pk=self.enrolment.pk)

    def happen(self, event: str) -> None:
        self.at += timedelta(minutes=11)
        before = len(mail.outbox)
        try:
            self._do(event)
        finally:
            self.days[self.at.date()] += len(mail.outbox) - before

    def _do(self, event: str) -> None:
        match event:
            case "wake":
                services.tick(at=self.at)
            case "next day":
                self.at = (self.at + timedelta(days=1)).replace(hour=1, minute=0)
                services.tick(at=self.at)
            case "hand":
                key = str(self.at)
                services.remind_by_hand(self.row, selection={}, request_key=key, by=self.by, at=self.at)
                services.tick(at=self.at)
            case "later":
                self.row.update(due_on=self.at.date() + timedelta(days=7))
            case "complete":
                self.row.update(state="completed", completed_at=self.at)
            case "retire":
                type(self.enrolment.course_version.course).objects.update(live=False)
        if event in ("complete", "retire") and self.over_after is None:
            self.over_after = len(mail.outbox)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([("wake", "after the mail left"), ("wake", "")])
@given(lives)
def test_one_mail_a_day_and_none_once_it_is_over(cast: Cast, events: list[tuple[str, str]]) -> None:
    mail.outbox.clear()
    with transaction.atomic():
        type(cast.alice).objects.filter(pk=cast.alice.pk).update(email="hanako@city.example")
        enrolment = EnrolmentFactory(learner=cast.alice, due_on=DUE, course_version__course__live=True)
        ModuleFactory(course_version=enrolment.course_version)
        life = Life(enrolment, cast.hr)
        for event, death in events:
            with pytest.MonkeyPatch.context() as patch, suppress(MemoryError):
                if death:
                    patch.setattr(*DEATHS[death])
                life.happen(event)
        assert max(life.days.values(), default=0) <= 1
        assert life.over_after is None or len(mail.outbox) == life.over_after
        transaction.set_rollback(True)
