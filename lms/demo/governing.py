"""What HR has on record in the demo: approved settings, an objection answered and one open, activity records."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from assessments.cycles import Approval, decide
from assessments.models import Assessment, Cycle, Objection, Reply
from assessments.objections import object_to, reply_to
from assessments.states import AssessmentState
from assessments.terms import Setting
from lms.learning.activity.models import ActivityRecord
from lms.learning.activity.services import decide as decide_record
from lms.learning.activity.services import prepare
from lms.learning.models import TeamMember
from lms.people.models import User

APPROVAL_NOTICE = timedelta(days=14)
OBJECTED_AFTER = timedelta(days=5)
REPLIED_AFTER = timedelta(days=9)
# What people write, and what HR replies; nobody in it is real.
ANSWERED = (
    "10月に公開した電子申請の受付件数を、面談で説明しきれませんでした。根拠に加えたうえで見直してください。",
    "一次評価者と二次評価者に確かめました。受付は10月末に始まったため、この期の事実としては1件です。レベルはそのままとし、"
    "次の期の根拠として受付件数を残すよう、面談で伝えてもらいます。",
)
OPEN = "手順書を隣の係にも渡していますが、コメントでは触れられていません。確かめていただけますか。"
REMARK = "庁内の別の課にも同じ手順を紹介しました。"


def approve_settings(cycles: Sequence[Cycle], *, by: User) -> None:
    """Record who approved each cycle's settings, two weeks before it opened; the calibration period is not decided."""
    for number, cycle in enumerate(cycles, start=1):
        decided_on = cycle.opens_on - APPROVAL_NOTICE
        approval = Approval(
            decided_by="DX推進委員会", decided_on=decided_on, document_no=f"情政第{100 + number}号(デモ)"
        )
        settings = [setting for setting in Setting if setting is not Setting.CALIBRATION]
        decide(cycle, settings, approval, by=by, at=_moment(decided_on))


def object_and_reply(cycle: Cycle, *, hr: User, passed_over: Collection[User]) -> list[Objection]:
    """Let two people object to their confirmed level: one has a reply, the other waits for it."""
    rows = Assessment.objects.filter(cycle=cycle, state=AssessmentState.CONFIRMED, level__in=(2, 3))
    # Whoever had a part in a rating does not reply; where there is no second rater it was HR who confirmed.
    apart = rows.filter(second_rater__isnull=False).exclude(person__in=passed_over)
    apart = apart.exclude(first_rater=hr).exclude(confirmations__by=hr)
    answered, waiting = apart.select_related("person", "cycle").order_by("person__staff_no")[:2]
    first = _object(answered, ANSWERED[0])
    reply_to(first, Reply.Verdict.UPHELD, ANSWERED[1], by=hr, at=first.at + REPLIED_AFTER - OBJECTED_AFTER)
    return [first, _object(waiting, OPEN)]


def _object(assessment: Assessment, text: str) -> Objection:
    if assessment.confirmed_at is None:
        raise LookupError(f"{assessment} has no confirmed level.")
    at = assessment.confirmed_at + OBJECTED_AFTER
    return object_to(assessment, text, request_key="demo", by=assessment.person, at=at)


def record_activities(*, today: date, hr: User, passed_over: Collection[User]) -> list[ActivityRecord]:
    """Prepare two activity records: one released by its person, one that its person has not looked at yet."""
    teams = TeamMember.objects.exclude(enrolment__learner__in=passed_over)
    ids = teams.values_list("enrolment__learner", flat=True).distinct()
    released, waiting = User.objects.filter(pk__in=ids).order_by("staff_no")[:2]
    first = prepare(released, by=hr, at=_moment(today - timedelta(days=7)))
    decide_record(first, releases=True, remark=REMARK, by=released, at=_moment(today - timedelta(days=5)))
    return [first, prepare(waiting, by=hr, at=_moment(today - timedelta(days=3)))]


def _moment(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(10, 0)))
