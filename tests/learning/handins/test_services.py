from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from lms.learning.certificates.models import Certificate
from lms.learning.handins import services
from lms.learning.handins.models import HandIn, HandInReview
from lms.learning.handins.queries import reviews_waiting
from lms.learning.notices.models import Notice
from lms.learning.record.models import ModuleProgress, OutcomeRecord
from lms.people.models import RaterAssignment
from tests.cast import Cast
from tests.factories import RaterAssignmentFactory
from tests.factories.handins import AT, asked, handed_in

TODAY = date(2026, 11, 23)
ACCEPTED, RETURNED = HandInReview.Verdict.ACCEPTED, HandInReview.Verdict.RETURNED


def judge(version: HandIn, cast: Cast, verdict: HandInReview.Verdict = ACCEPTED, comment: str = "良い") -> HandInReview:
    return services.review(version, verdict=verdict, comment=comment, by=cast.supervisor, at=AT)


def test_the_first_rater_of_the_day_is_asked(cast: Cast) -> None:
    assert handed_in(cast.alice).reviewer == cast.supervisor


def test_without_a_rater_the_courses_owner_is_asked_and_hr_when_that_is_the_learner(cast: Cast) -> None:
    _enrolment, module = asked(cast.charlie)
    course = module.course_version.course
    course.owner = cast.author
    assert services.reviewer_for(cast.charlie, module, TODAY) == cast.author
    course.owner = cast.charlie
    assert services.reviewer_for(cast.charlie, module, TODAY) is None
    handed_in(cast.charlie)
    assert reviews_waiting(cast.hr, TODAY).count() == 1
    assert reviews_waiting(cast.author, TODAY).count() == 0


def test_a_new_rater_finds_what_waits(cast: Cast) -> None:
    version = handed_in(cast.alice)
    RaterAssignment.objects.filter(person=cast.alice, role="first").update(valid_to=date(2026, 11, 20))
    RaterAssignmentFactory(person=cast.alice, rater=cast.charlie, valid_from=date(2026, 11, 20))
    assert list(reviews_waiting(cast.charlie, TODAY)) == [version]


def test_versions_are_numbered_and_only_the_newest_waits(cast: Cast) -> None:
    first = handed_in(cast.alice)
    second = services.hand_in(first.enrolment, first.module, text="直した", file=None, request_key="k2", at=AT)
    assert (first.number, second.number) == (1, 2)
    assert list(reviews_waiting(cast.supervisor, TODAY)) == [second]
    with pytest.raises(services.Refusal, match="older_version"):
        judge(first, cast)


def test_a_form_sent_twice_hands_in_once(cast: Cast) -> None:
    first = handed_in(cast.alice)
    again = services.hand_in(first.enrolment, first.module, text="別の文", file=None, request_key="k", at=AT)
    assert again == first
    assert HandIn.objects.get().text == "14分が9分になった"


def test_nothing_cannot_be_handed_in_but_a_file_alone_can(cast: Cast) -> None:
    enrolment, module = asked(cast.alice)
    with pytest.raises(services.Refusal, match="nothing"):
        services.hand_in(enrolment, module, text="  ", file=None, request_key="k", at=AT)
    file = ContentFile(b"x", name="シート.xlsx")
    version = services.hand_in(enrolment, module, text="", file=file, request_key="k", at=AT)
    assert version.filename == "シート.xlsx"


def test_accepting_completes_the_module_and_the_course(cast: Cast) -> None:
    version = handed_in(cast.alice)
    judge(version, cast)
    assert ModuleProgress.objects.get().state == "completed"
    assert OutcomeRecord.objects.get().source.startswith(f"handin:{version.uuid}:")
    assert Certificate.objects.count() == 1
    with pytest.raises(services.Refusal, match="accepted_already"):
        services.hand_in(version.enrolment, version.module, text="もう一つ", file=None, request_key="k2", at=AT)


def test_returning_needs_a_word_and_completes_nothing(cast: Cast) -> None:
    version = handed_in(cast.alice)
    with pytest.raises(services.Refusal, match="comment_missing"):
        judge(version, cast, RETURNED, " ")
    judge(version, cast, RETURNED, "前の時間の測り方を書く")
    assert not OutcomeRecord.objects.exists()


@pytest.mark.parametrize(
    ("verdict", "words"),
    [(ACCEPTED, "承認されました"), (HandInReview.Verdict.RETURNED, "差し戻されました")],
)
def test_the_learner_is_told_of_the_verdict_once(cast: Cast, verdict: HandInReview.Verdict, words: str) -> None:
    version = handed_in(cast.alice)
    judge(version, cast, verdict, "測り方を1行足してください。")
    judge(version, cast, verdict, "測り方を1行足してください。")
    notice = Notice.objects.get(person=cast.alice)
    assert words in notice.subject
    assert "測り方を1行足してください。" in notice.body
    assert notice.url == reverse("learning:module", args=[version.enrolment.uuid, version.module.uuid])


def test_a_version_is_judged_once(cast: Cast) -> None:
    version = handed_in(cast.alice)
    first = judge(version, cast, RETURNED)
    assert judge(version, cast, ACCEPTED) == first
    assert not OutcomeRecord.objects.exists()
