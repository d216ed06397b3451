from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from lms.learning.extensions import services
from lms.learning.extensions.models import ExtensionRequest
from lms.learning.extensions.rules import Problem
from lms.learning.models import Enrolment, Notice
from lms.people.models import AuditEvent, RoleGrant
from tests.cast import Cast
from tests.factories import EnrolmentFactory

AT = datetime(2026, 11, 24, 1, tzinfo=UTC)
DUE = date(2026, 11, 30)
WISH = date(2026, 12, 12)  # a Saturday


def asked(cast: Cast, key: str = "k") -> ExtensionRequest:
    enrolment = Enrolment.objects.filter(learner=cast.alice).first() or EnrolmentFactory(learner=cast.alice, due_on=DUE)
    return services.ask(enrolment, reason="busy", words="窓口の繁忙期", wished_on=WISH, request_key=key, at=AT)


def test_a_wish_sent_twice_is_one_wish(cast: Cast) -> None:
    assert asked(cast) == asked(cast)
    assert ExtensionRequest.objects.count() == 1


def test_a_second_wish_waits_for_the_first_answer(cast: Cast) -> None:
    asked(cast)
    with pytest.raises(services.Refusal) as refusal:
        asked(cast, key="other")
    assert refusal.value.problem is Problem.WAITING


def test_granting_moves_the_date_to_an_open_day_tells_the_learner_and_keeps_the_trail(cast: Cast) -> None:
    request = services.grant(asked(cast), on=WISH, answer="承知しました", by=cast.supervisor, at=AT)
    request.enrolment.refresh_from_db()
    assert request.enrolment.due_on == request.granted_on == date(2026, 12, 14)
    assert request.due_on == DUE
    notice = Notice.objects.get(person=cast.alice)
    assert "令和8年12月14日(月)" in notice.body
    assert notice.mail == Notice.Mail.NONE
    events = AuditEvent.objects.filter(subject=cast.alice, target=str(request.uuid)).order_by("sequence")
    assert [event.action for event in events] == ["extension.asked", "extension.granted"]


def test_an_answered_wish_is_not_answered_again(cast: Cast) -> None:
    request = services.decline(asked(cast), answer="窓口は交代できます", by=cast.supervisor, at=AT)
    assert Enrolment.objects.get(pk=request.enrolment_id).due_on == DUE
    with pytest.raises(services.Refusal) as refusal:
        services.grant(request, on=WISH, answer="", by=cast.hr, at=AT)
    assert refusal.value.problem is Problem.ANSWERED
    assert Enrolment.objects.get(pk=request.enrolment_id).due_on == DUE


def test_a_wish_taken_back_makes_room_for_another(cast: Cast) -> None:
    services.withdraw(asked(cast), at=AT)
    assert asked(cast, key="other").state == ExtensionRequest.State.ASKED


def test_no_time_is_given_for_a_course_completed_meanwhile(cast: Cast) -> None:
    request = asked(cast)
    Enrolment.objects.filter(pk=request.enrolment_id).update(state="completed", completed_at=AT)
    with pytest.raises(services.Refusal) as refusal:
        services.grant(request, on=WISH, answer="", by=cast.hr, at=AT)
    assert refusal.value.problem is Problem.NOT_OPEN


def test_hr_of_some_departments_meets_the_wishes_of_their_people_alone(cast: Cast, client: Client) -> None:
    asked(cast)
    grant = RoleGrant.objects.get(person=cast.hr)
    client.force_login(cast.hr)
    for department, names in ((cast.charlie.postings.get().department, 0), (cast.department, 1), (None, 1)):
        grant.department = department
        grant.save()
        page = client.get(reverse("learning:extensions")).content.decode()
        assert page.count(cast.alice.name) == names
