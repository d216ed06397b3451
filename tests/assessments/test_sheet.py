"""面談シート: one page a person, as blind as the rating screen, printing is recorded."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from assessments.services import attach_evidence
from lms.people.models import AuditEvent
from tests.cast import Cast
from tests.factories import PostingFactory, RankFactory, RaterAssignmentFactory, UserFactory
from tests.factories.assessments import AT, assessment_of, hand_in, open_cycle_for, rate_at


@pytest.fixture
def supervisor(client: Client, cast: Cast) -> Client:
    client.force_login(cast.supervisor)
    return client


def pages(client: Client, cast: Cast) -> list[str]:
    response = client.get(f"/assess/rate/{open_cycle_for(cast).code}/sheets.pdf")
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(response.content)).pages]


def test_full_page_stays_one_page_and_shows_nothing_blind(supervisor: Client, cast: Cast) -> None:
    open_cycle_for(cast)
    row = assessment_of(cast.alice)
    for number in range(9):
        note = f"事実{number} " + "窓口の様式と案内文を課の全員で作り直した。" * 4
        attach_evidence(row, level=4, note=note, happened_on=AT.date(), request_key=str(number), by=cast.alice, at=AT)
    hand_in(row, 4)
    (before,) = pages(supervisor, cast)
    assert "青木花子" in before
    assert "事実5" in before
    assert "ほか3件" in before
    assert "できている" not in before.replace("実現している", "")
    rate_at(row, 4, by=cast.supervisor, comment="確認した")
    (after,) = pages(supervisor, cast)
    assert "できている" in after
    assert "あなたの評価と同じ" in after
    assert AuditEvent.objects.filter(action="assessment.printed", subject=cast.alice).count() == 2


def test_more_people_take_more_pages_and_no_more_queries(supervisor: Client, cast: Cast) -> None:
    rank = RankFactory(key="staff")

    def queries(code: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            supervisor.get(f"/assess/rate/{code}/sheets.pdf")
        return len(captured)

    cycle = open_cycle_for(cast)
    queries(cycle.code)
    few = queries(cycle.code)
    from assessments.cycles import open_cycle

    for _ in range(6):
        person = UserFactory()
        PostingFactory(person=person, department=cast.department, rank=rank)
        RaterAssignmentFactory(person=person, rater=cast.supervisor)
    open_cycle(cycle, by=cast.hr, at=AT)
    assert queries(cycle.code) == few
    assert len(pages(supervisor, cast)) == 7


def test_somebody_elses_person_has_no_sheet_for_me(supervisor: Client, cast: Cast) -> None:
    cycle = open_cycle_for(cast)
    other = assessment_of(cast.charlie).uuid
    assert supervisor.get(f"/assess/rate/{cycle.code}/sheets.pdf?person={other}").status_code == 404
    assert supervisor.get(f"/assess/rate/{cycle.code}/sheets.pdf?person=x").status_code == 404
    mine = assessment_of(cast.alice).uuid
    assert supervisor.get(f"/assess/rate/{cycle.code}/sheets.pdf?person={mine}").status_code == 200
