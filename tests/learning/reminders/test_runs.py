"""Rounds of reminders: once, in office hours, whatever dies on the way; mails, digests, rounds by hand."""

from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from pytest_django import DjangoAssertNumQueries

from lms.learning.extensions import services as extensions
from lms.learning.models import Enrolment, Notice, ReminderPolicy, ReminderRun
from lms.learning.notices import services as notices
from lms.learning.reminders import services
from lms.lib.working_days import WorkingDays
from lms.people.models import ClosedDay, Posting, User
from tests.cast import Cast
from tests.factories import EnrolmentFactory, ModuleFactory, PostingFactory

DUE = date(2026, 11, 30)


def at(month: int, day: int, hour: int = 10, *, minute: int = 0) -> datetime:
    """Return a moment of the city's clock."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=9)


TUESDAY = at(11, 24)


def owes(person: User, due_on: date = DUE, **fields: object) -> Enrolment:
    enrolment = EnrolmentFactory(learner=person, due_on=due_on, course_version__course__live=True, **fields)
    ModuleFactory(course_version=enrolment.course_version, minutes=12)
    return enrolment


@pytest.fixture
def alice(cast: Cast) -> User:
    cast.alice.email = "hanako@city.example"
    cast.alice.save()
    return cast.alice


def sent() -> list[str]:
    return [message.subject for message in mail.outbox]


def test_seven_days_before_a_mail_says_how_much_is_left(alice: User) -> None:
    enrolment = owes(alice)
    services.tick(at=TUESDAY)
    (message,) = mail.outbox
    assert message.subject == f"【あと6日】{enrolment.course_version.title}"
    assert "残りは約12分です(1単元中0単元完了)" in message.body
    assert "令和8年11月30日(月)" in message.body
    assert f"/learn/{enrolment.course_version.course.slug}/" in message.body
    assert message.to == ["hanako@city.example"]


def test_who_reads_english_is_reminded_in_english_beside_a_colleague_in_japanese(alice: User, cast: Cast) -> None:
    alice.language = "en"
    alice.save()
    colleague = PostingFactory(department=cast.department, person__email="jiro@city.example").person
    english = owes(alice)
    english.course_version.title_en = "Information security"
    english.course_version.save()
    owes(colleague)
    services.tick(at=TUESDAY)
    by_person = {message.to[0]: message for message in mail.outbox}
    message = by_person["hanako@city.example"]
    assert message.subject == "[6 days left] Information security"
    assert "Information security is due on Mon 30 Nov 2026." in message.body
    assert "12 minutes are left (0 of 1 modules done)." in message.body
    assert by_person["jiro@city.example"].subject.startswith("【あと6日】")


def test_waking_again_the_same_day_sends_nothing_more(alice: User) -> None:
    owes(alice)
    for minute in range(0, 60, 5):
        services.tick(at=at(11, 24, minute=minute))
    assert len(mail.outbox) == 1
    assert ReminderRun.objects.get(kind="daily").told == 1


@pytest.mark.parametrize("moment", [at(11, 24, 8), at(11, 24, 18), at(11, 23), at(11, 28), at(12, 29)])
def test_nothing_at_night_on_holidays_weekends_and_at_year_end(alice: User, moment: datetime) -> None:
    owes(alice, due_on=date(2026, 12, 30))
    owes(alice, due_on=date(2026, 11, 20))
    assert services.tick(at=moment) == 0
    assert not Notice.objects.exists()


def test_nothing_on_a_day_the_city_closes(alice: User) -> None:
    owes(alice)
    ClosedDay.objects.create(on=date(2026, 11, 24), name="庁舎設備点検")
    services.tick(at=TUESDAY)
    assert not mail.outbox
    services.tick(at=at(11, 25))
    assert len(mail.outbox) == 1


def test_a_schedule_over_weeks(alice: User) -> None:
    owes(alice)
    days = []
    for number in range(40):
        before = len(mail.outbox)
        services.tick(at=at(11, 18) + timedelta(days=number))
        if len(mail.outbox) > before:
            days.append(date(2026, 11, 18) + timedelta(days=number))
    # 23 November is a holiday, 29 November a Sunday; weekly from 1 December.
    assert days == [
        date(2026, 11, 24),
        date(2026, 11, 30),
        date(2026, 12, 1),
        date(2026, 12, 8),
        date(2026, 12, 15),
        date(2026, 12, 22),
    ]


@pytest.mark.parametrize("death", ["decide", "tell", "claim", "deliver", "note"])
def test_a_dead_worker_never_leads_to_a_second_mail(
    alice: User, cast: Cast, monkeypatch: pytest.MonkeyPatch, death: str
) -> None:
    owes(alice)
    owes(alice)
    targets = {
        "decide": (services.queries, "decisions"),
        "tell": (services, "tell"),
        "claim": (notices, "still_wanted"),
        "deliver": (notices, "deliver"),
        "note": (Notice, "save"),
    }
    target, name = targets[death]

    def die(*args: object, **kwargs: object) -> None:
        raise MemoryError

    monkeypatch.setattr(target, name, die)
    with pytest.raises(MemoryError):
        services.tick(at=TUESDAY)
    monkeypatch.undo()
    for minute in range(5, 60, 5):
        services.tick(at=at(11, 24, minute=minute))
    assert len(mail.outbox) == len({message.subject for message in mail.outbox})
    assert Notice.objects.filter(kind="reminder").count() == 2
    lost = 1 if death == "deliver" else 0
    assert len(mail.outbox) == 2 - lost
    assert Notice.objects.filter(mail=Notice.Mail.UNSURE).count() == lost


def test_a_mail_that_waits_is_dropped_once_the_course_is_completed(alice: User) -> None:
    enrolment = owes(alice)
    services.remind_today(at=TUESDAY)
    Enrolment.objects.filter(pk=enrolment.pk).update(state="completed", completed_at=TUESDAY)
    notices.send_waiting(at=TUESDAY)
    assert not mail.outbox
    assert Notice.objects.get().mail == Notice.Mail.DROPPED


def test_the_run_counts_whom_it_leaves_out_and_why(alice: User, cast: Cast) -> None:
    owes(alice)
    owes(cast.charlie, course_version__course__title="引退")
    retired = owes(alice)
    retired.course_version.course.live = False
    retired.course_version.course.save()
    post = Posting.objects.get(person=cast.charlie)
    PostingFactory(person=cast.charlie, department=post.department, rank=post.rank, kind="seconded_out")
    User.objects.filter(pk=cast.author.pk).update(left_on=date(2026, 11, 1))
    owes(cast.author)
    asking = owes(cast.hr)
    extensions.ask(asking, reason="busy", words="", wished_on=date(2026, 12, 20), request_key="k", at=at(11, 20))
    run = services.remind_today(at=TUESDAY)
    assert run.told == 1
    assert run.counts == {"retired": 1, "left_office": 1, "seconded": 1, "asked": 1}


def test_people_without_a_mailbox_find_a_notice(cast: Cast) -> None:
    owes(cast.alice)
    services.tick(at=TUESDAY)
    assert not mail.outbox
    assert Notice.objects.get(person=cast.alice).mail == Notice.Mail.NONE


def test_a_refused_mail_is_noted_and_not_tried_again(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    owes(alice)

    def refuse(message: object) -> None:
        raise SMTPRecipientsRefused({})

    monkeypatch.setattr(notices.EmailMessage, "send", refuse)
    services.tick(at=TUESDAY)
    monkeypatch.undo()
    services.tick(at=at(11, 24, 11))
    assert Notice.objects.get(person=alice).mail == Notice.Mail.FAILED
    assert not mail.outbox


def test_by_hand_hr_reminds_once_and_the_day_stays_the_limit(alice: User, cast: Cast) -> None:
    owes(alice, due_on=date(2026, 12, 25))
    rows = Enrolment.objects.all()

    def press(key: str) -> ReminderRun:
        return services.remind_by_hand(rows, selection={}, request_key=key, by=cast.hr, at=TUESDAY)

    assert press("k") == press("k")
    assert press("other").told == 0
    assert press("other").counts == {"today": 1}
    services.tick(at=TUESDAY)
    assert len(mail.outbox) == 1


def test_the_digest_counts_on_monday_and_only_once(cast: Cast) -> None:
    User.objects.filter(pk=cast.supervisor.pk).update(email="ichiro@city.example")
    owes(cast.alice, due_on=date(2026, 11, 20))
    owes(cast.alice, due_on=DUE)
    # Monday 23 November is a holiday: the digest comes on Tuesday.
    services.tick(at=TUESDAY)
    services.tick(at=at(11, 24, 11))
    services.tick(at=at(11, 25))
    assert sent() == ["【週次】期限超過 1名・今週期限 1名・期限の相談 0件"]
    assert "青木" not in mail.outbox[0].body


@pytest.mark.parametrize(
    ("on", "next_on"),
    [
        # Monday 23 November 2026 is a holiday.
        (date(2026, 11, 21), date(2026, 11, 24)),
        (date(2026, 11, 24), date(2026, 11, 24)),
        (date(2026, 11, 25), date(2026, 11, 30)),
        (date(2026, 12, 29), date(2027, 1, 4)),
    ],
)
def test_the_next_digest_comes_on_the_first_open_day_of_a_week(on: date, next_on: date) -> None:
    assert services.next_digest_day(on, WorkingDays()) == next_on


def test_the_digest_is_in_the_language_of_the_supervisor(cast: Cast) -> None:
    User.objects.filter(pk=cast.supervisor.pk).update(email="ichiro@city.example", language="en")
    owes(cast.alice, due_on=date(2026, 11, 20))
    services.tick(at=TUESDAY)
    assert sent() == ["[This week] past the due date: 1 · due this week: 0 · asking for more time: 0"]
    assert "- People past a due date: 1" in mail.outbox[0].body


def test_switched_off_nothing_happens(alice: User) -> None:
    owes(alice)
    ReminderPolicy.objects.create(pk=1, is_on=False)
    assert services.tick(at=TUESDAY) == 0
    assert not Notice.objects.exists()


def test_queries_do_not_grow_with_people(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(25):
        owes(PostingFactory(department=cast.department).person)
    with django_assert_max_num_queries(17):
        services.remind_today(at=TUESDAY)
