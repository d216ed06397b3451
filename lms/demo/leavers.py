"""People who left years ago, so that the page of deletions is not empty: some due, some next April, one held."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from curriculum.models import CourseVersion
from lms.learning.certificates.services import issue_certificate
from lms.learning.models import Enrolment, Notice
from lms.lib.calendar import fiscal_year
from lms.operations.models import Hold
from lms.operations.retention import services
from lms.people.models import Posting, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaver:
    """One who left at the end of a fiscal year, so many terms ago; names are those of nobody."""

    staff_no: str
    family: str
    given: str
    kana: str
    # Fiscal years between the one of the last day and today's.
    years_ago: int


LEAVERS = (
    Leaver(staff_no="000011", family="赤松", given="清", kana="アカマツ キヨシ", years_ago=7),
    Leaver(staff_no="000012", family="𠮷岡", given="節子", kana="ヨシオカ セツコ", years_ago=6),
    Leaver(staff_no="000013", family="榎本", given="久美", kana="エノモト クミ", years_ago=6),
    Leaver(staff_no="000014", family="小笠原", given="勝", kana="オガサワラ マサル", years_ago=6),
    Leaver(staff_no="000015", family="梶原", given="和子", kana="カジワラ カズコ", years_ago=5),
    Leaver(staff_no="000016", family="髙見澤", given="実", kana="タカミザワ ミノル", years_ago=5),
    Leaver(staff_no="000017", family="根岸", given="光男", kana="ネギシ ミツオ", years_ago=3),
)
HELD = "000014"


def remember_leavers(version: CourseVersion, *, by: User, today: date) -> None:
    """Put the leavers into the register, where others sit today, with a course each once took."""
    desks = list(Posting.objects.filter(kind=Posting.Kind.MAIN, title="主任", valid_to=None).order_by("pk"))
    for number, leaver in enumerate(LEAVERS):
        left_on = date(fiscal_year(today) - leaver.years_ago + 1, 4, 1)
        person = remember(leaver, desks[number * 11], left_on)
        took_course(person, version, on=left_on - timedelta(days=100))
    held = User.objects.get(staff_no=HELD)
    at = timezone.make_aware(datetime.combine(today, time(9)))
    services.place_hold(held, reason=Hold.Reason.DISCLOSURE, note="職第48号(デモ)", by=by, at=at)


def took_course(person: User, version: CourseVersion, *, on: date) -> None:
    """Record a completed course with its certificate, and the notice that told of it."""
    at = timezone.make_aware(datetime.combine(on, time(15)))
    enrolment = Enrolment.objects.create(
        learner=person,
        course_version=version,
        source=Enrolment.Source.ASSIGNED,
        enrolled_at=at - timedelta(days=30),
        state="completed",
        started_at=at - timedelta(hours=1),
        last_activity_at=at,
        completed_at=at,
    )
    issue_certificate(enrolment, at=at)
    Notice.objects.create(
        person=person,
        kind=Notice.Kind.ASSIGNED,
        key=f"demo-leaver:{person.staff_no}",
        enrolment=enrolment,
        on=on - timedelta(days=30),
        at=enrolment.enrolled_at,
        subject=f"{version.title}の受講について",
        body=f"{person.name} 様\n\n受講をお願いします(デモ)。",
        url="/learn/",
    )


def remember(leaver: Leaver, desk: Posting, left_on: date) -> User:
    person = User.objects.create_user(
        leaver.staff_no,
        name=f"{leaver.family} {leaver.given}",
        family_name=leaver.family,
        given_name=leaver.given,
        kana=leaver.kana,
        email=f"s{leaver.staff_no}@city.example.jp",
        joined_on=date(1988, 4, 1),
        left_on=left_on,
    )
    Posting.objects.create(
        person=person,
        department=desk.department,
        title=desk.title,
        rank=desk.rank,
        valid_from=left_on - timedelta(days=365),
        valid_to=left_on,
    )
    return person
