"""How a package was answered: counted over those one looks after, on a page, in a workbook and for one learner."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from lms.learning.record.models import Enrolment
from lms.learning.scorm import services
from lms.people.models import RoleGrant, User
from tests.cast import Cast
from tests.factories.learning import EnrolmentFactory
from tests.factories.people import PostingFactory, UserFactory
from tests.factories.scorm import AT, Played, scorm_course
from tests.scorm.generator import Edition, PackageSpec

pytestmark = pytest.mark.django_db


@pytest.fixture
def played(cast: Cast) -> Played:
    return scorm_course(cast.alice, PackageSpec(edition=Edition.V2004_4))


def answer(
    played: Played, enrolment: Enrolment, response: str, result: str, *, latency: str = "PT10S", kind: str = "terminate"
) -> None:
    launched = services.launch(enrolment, played.module, played.item, at=AT)
    question = {
        "id": "q1",
        "type": "choice",
        "description": "=窓口で最初にすることは何ですか",
        "learner_response": response,
        "result": result,
        "latency": latency,
        "correct_responses": [{"pattern": "確認"}],
    }
    objective = {
        "id": "o1",
        "success_status": "passed" if result == "correct" else "failed",
        "score": {"scaled": "0.5"},
    }
    cmi: dict[str, Any] = {"interactions": [question], "objectives": [objective], "exit": "suspend"}
    body = json.dumps({"kind": kind, "cmi": cmi}).encode()
    assert services.commit(launched.token, 1, body, at=AT + timedelta(minutes=1)).status == 200


def colleague(cast: Cast, played: Played, **more: Any) -> Enrolment:
    person = UserFactory()
    PostingFactory(person=person, department=cast.department)
    return EnrolmentFactory(learner=person, course_version=played.enrolment.course_version, **more)


def page(client: Client, person: User, played: Played) -> str:
    client.force_login(person)
    response = client.get(f"/learn/support/packages/{played.version.uuid}/answers/", headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def counted(client: Client, person: User, played: Played) -> list[tuple[int, int, int | None, int | None]]:
    client.force_login(person)
    response = client.get(f"/learn/support/packages/{played.version.uuid}/answers/")
    lines = response.context["answers"].interactions
    return [(line.answers, line.right, line.percent, line.seconds) for line in lines]


def test_answers_are_counted_over_learners(client: Client, cast: Cast, played: Played) -> None:
    answer(played, played.enrolment, "確認", "correct", latency="PT10S")
    answer(played, colleague(cast, played), "挨拶", "incorrect", latency="PT20S")
    answer(played, colleague(cast, played), "挨拶", "unanticipated", latency="PT60S")
    answer(played, colleague(cast, played), "", "neutral", latency="")
    assert counted(client, cast.hr, played) == [(4, 1, 33, 20)]
    text = page(client, cast.hr, played)
    assert "=窓口で最初にすることは何ですか" in text
    assert "33%" in text
    assert "no answer" in text


def test_answers_of_a_session_that_is_open_count_as_they_stand(client: Client, cast: Cast, played: Played) -> None:
    answer(played, played.enrolment, "挨拶", "incorrect")
    answer(played, played.enrolment, "確認", "correct", kind="commit")
    assert counted(client, cast.hr, played) == [(1, 1, 100, 10)]


def test_trials_and_cancelled_enrolments_count_nowhere(client: Client, cast: Cast, played: Played) -> None:
    answer(played, colleague(cast, played, source=Enrolment.Source.TRIAL), "確認", "correct")
    assert counted(client, cast.hr, played) == []
    assert "Nothing has been answered yet" in page(client, cast.hr, played)


def test_each_sees_those_they_look_after(client: Client, cast: Cast, played: Played) -> None:
    answer(played, played.enrolment, "確認", "correct")
    assert len(counted(client, cast.hr, played)) == 1
    assert counted(client, cast.author, played) == []
    course = played.enrolment.course_version.course
    course.owner = cast.author
    course.save()
    assert len(counted(client, cast.author, played)) == 1
    RoleGrant.objects.filter(person=cast.hr).update(department=cast.charlie.postings.get().department)
    assert counted(client, cast.hr, played) == []


def test_workbook_holds_the_same_and_runs_no_formula(client: Client, cast: Cast, played: Played) -> None:
    answer(played, played.enrolment, "=1+1", "incorrect")
    client.force_login(cast.hr)
    response = client.get(f"/learn/support/packages/{played.version.uuid}/answers.xlsx")
    book = load_workbook(BytesIO(response.content))
    questions, given, goals = (list(sheet.values) for sheet in book.worksheets)
    assert questions[1][1:] == ("q1", "選択肢", "'=窓口で最初にすることは何ですか", "確認", 1, 0, 0, 10)
    assert given[1][1:] == ("q1", "'=1+1", "不正解", 1)
    assert goals[1][1:] == ("o1", None, 1, 0, 1, 0, 50)


def test_learner_s_page_shows_their_answers(client: Client, cast: Cast, played: Played) -> None:
    answer(played, played.enrolment, "挨拶", "incorrect")
    client.force_login(cast.hr)
    text = client.get(f"/learn/support/{played.enrolment.uuid}/", headers={"Accept-Language": "en"}).content.decode()
    assert "挨拶" in text
    assert "Right answer: 確認" in text
    assert f"/learn/support/packages/{played.version.uuid}/answers/" in text


def test_ten_learners_ask_no_more_of_the_database_than_one(client: Client, cast: Cast, played: Played) -> None:
    answer(played, played.enrolment, "確認", "correct")
    page(client, cast.hr, played)
    with CaptureQueriesContext(
        connection,
    ) as one:
        page(client, cast.hr, played)
    for _number in range(9):
        answer(played, colleague(cast, played), "確認", "correct")
    with CaptureQueriesContext(connection) as ten:
        page(client, cast.hr, played)
    assert counted(client, cast.hr, played) == [(10, 10, 100, 10)]
    assert len(ten) == len(one)


def test_package_page_leads_there_for_those_who_look_after_learners(client: Client, cast: Cast, played: Played) -> None:
    address = f"/learn/support/packages/{played.version.uuid}/answers/"
    for person, is_offered in ((cast.author, True), (cast.hr, True), (cast.admin, False)):
        client.force_login(person)
        text = client.get(f"/admin/packages/inspect/{played.version.package_id}/").content.decode()
        assert (address in text) is is_offered
