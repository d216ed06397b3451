"""Rules that gave the demo's mandatory courses, wishes for more time, and the reminders of the past weeks."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone

from curriculum.models import Course, FrameworkVersion, Programme, TalentGroup
from lms.learning.assignments import services as assignments
from lms.learning.assignments.audience import Criterion
from lms.learning.assignments.due import Because
from lms.learning.assignments.models import Assignment, AssignmentRule, AssignmentRun
from lms.learning.extensions import services as extensions
from lms.learning.extensions.models import ExtensionRequest
from lms.learning.models import Enrolment, Notice
from lms.learning.reminders import services as reminders
from lms.learning.reminders.rules import monday_of
from lms.lib.calendar import fiscal_year
from lms.people.models import RaterAssignment, User
from lms.people.working_days import working_days

BATCH = 2000
STARTED = date(2026, 5, 18)
# One in so many works without a PC of their own and has no mailbox.
WITHOUT_MAILBOX = 9
WISHES = (
    ("busy", "年末の繁忙期のため、12月に入ってから受講したいです。", 14),
    ("counter", "窓口を代われる日が来月になります。", 21),
    ("equipment", "", 10),
    ("other", "同じ週に別の研修があります。", 7),
)
ANSWER = "承知しました。窓口の落ち着く時期に受けてください(デモ)。"
NO_ANSWER = "1回5分から進められます。来週の午前に時間をとりましょう(デモ)。"


def give_mailboxes(random: Random) -> None:
    """Give everybody a mailbox but those who have none at work."""
    people = list(User.objects.order_by("staff_no").values_list("pk", flat=True))
    User.objects.update(email=Concat(F("staff_no"), Value("@city.example")))
    User.objects.filter(pk__in=random.sample(people, len(people) // WITHOUT_MAILBOX)).update(email="")


def run_rules(*, framework: FrameworkVersion, by: User, today: date) -> None:
    """Make the rules by which the mandatory courses were given, and drafts to look at."""
    at = moment(STARTED)
    for code, name, is_yearly in (("A02", "情報セキュリティ(全職員)", True), ("A09", "生成AIの基本(全職員)", False)):
        _given(_rule(name, by=by, at=at, is_yearly=is_yearly, takes_everyone=True), code)
    joiners = _rule("新規採用者", by=by, at=at, joined_from=date(2026, 4, 1), due_on=None)
    joiners.courses.set(Course.objects.filter(code__in=("A01", "A05")))
    draft = _rule("WG活動に従事する職員", by=by, at=moment(today), state="draft", starts_on=today, due_on=None)
    draft.programme = Programme.objects.filter(framework=framework, groups__key="leader_wg").order_by("order").first()
    draft.activated_at = None
    draft.save()
    draft.groups.set(TalentGroup.objects.filter(framework=framework, key="leader_wg"))
    assignments.run_rules(trigger=AssignmentRun.Trigger.DAILY, at=moment(today, hour=5), is_told=False)


def _rule(name: str, *, by: User, at: datetime, **fields: object) -> AssignmentRule:
    values = {
        "state": "active",
        "starts_on": timezone.localdate(at),
        "fiscal_year": fiscal_year(timezone.localdate(at)),
        "created_by": by,
        "created_at": at,
        "activated_at": at,
    }
    return AssignmentRule.objects.create(name=name, **values | fields)


def _given(rule: AssignmentRule, code: str) -> None:
    """Note which enrolments a rule stands behind: those that the history gave out."""
    course = Course.objects.get(code=code)
    rule.courses.set([course])
    enrolments = Enrolment.objects.filter(course_version__course=course, due_on__isnull=False)
    rule.due_on = enrolments.order_by("-due_on").values_list("due_on", flat=True).first()
    rule.save(update_fields=["due_on"])
    rows = [
        Assignment(
            rule=rule,
            course=course,
            learner_id=learner,
            enrolment_id=enrolment,
            reached_on=STARTED,
            due_on=due_on,
            because=Because.COMMON,
            criterion=Criterion.EVERYONE,
        )
        for enrolment, learner, due_on in enrolments.values_list("pk", "learner_id", "due_on")
        if due_on
    ]
    Assignment.objects.bulk_create(rows, batch_size=BATCH)


def ask_for_time(people: Sequence[User], *, today: date) -> None:
    """Let four colleagues of the demo learner ask for more time; two wait for an answer."""
    open_ones = (
        Enrolment.objects.open().filter(learner__in=people, due_on__gte=today).order_by("learner__staff_no", "pk")
    )
    by_person = {enrolment.learner_id: enrolment for enrolment in open_ones}
    for number, (enrolment, (reason, words, days)) in enumerate(zip(by_person.values(), WISHES, strict=False)):
        assert enrolment.due_on is not None  # noqa: S101 - filtered above; tells the type checker
        request = extensions.ask(
            enrolment,
            reason=reason,
            words=words,
            wished_on=enrolment.due_on + timedelta(days=days),
            request_key="demo",
            at=moment(today - timedelta(days=4 - number)),
        )
        if number >= 2:
            _answer(request, is_granted=number == 2, today=today)


def _answer(request: ExtensionRequest, *, is_granted: bool, today: date) -> None:
    at = moment(today - timedelta(days=1), hour=11)
    raters = RaterAssignment.objects.filter(person=request.enrolment.learner, role=RaterAssignment.Role.FIRST)
    by = raters.on(today).select_related("rater").get().rater
    if is_granted:
        extensions.grant(request, on=request.wished_on, answer=ANSWER, by=by, at=at)
    else:
        extensions.decline(request, answer=NO_ANSWER, by=by, at=at)


def remind_lately(*, today: date) -> None:
    """Run the reminders of the last week's first and last open day, and take their mails as sent."""
    days = working_days()
    monday = days.on_or_after(monday_of(today - timedelta(days=7)))
    past = (today - timedelta(days=number) for number in range(1, 15))
    for on in sorted({monday, next(day for day in past if days.is_open(day))}):
        at = moment(on, hour=9)
        reminders.remind_today(at=at)
        if reminders.is_digest_day(on, days):
            reminders.send_digests(at=at)
        Notice.objects.filter(on=on, mail=Notice.Mail.QUEUED).update(mail=Notice.Mail.SENT, mailed_at=at)


def moment(on: date, *, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour, 0)))
