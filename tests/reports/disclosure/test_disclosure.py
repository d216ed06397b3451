import json
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from assessments.models import Answer, Assessment, Cycle
from lms.people.models import AuditEvent, User
from reports.disclosure.held import Fact, held_about
from reports.disclosure.withholding import Ground, UnknownFactError, checked, facts_of, told
from tests.cast import Cast
from tests.factories import RoleGrantFactory, UserFactory

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
ASKED = {"requested_on": "2026-11-01", "document_no": "総人第12号"}


def rated_person(cycles: list[Cycle]) -> User:
    """Return somebody whose rating carries a comment."""
    answer = Answer.objects.filter(assessment__cycle=cycles[1], view="supervisor").exclude(comment="").first()
    assert answer is not None
    return answer.assessment.person


def comment_of(person: User) -> Fact:
    facts = facts_of(held_about(person, at=AT))
    return next(fact for fact in facts if fact.key.endswith("-comment"))


def texts(person: User) -> str:
    return "\n".join(f"{fact.label} {fact.text}" for fact in facts_of(held_about(person, at=AT)))


def file_of(client: Client, person: User, **withheld: str) -> dict[str, bytes]:
    answer = client.post("/hr/disclosure/file/", {"staff_no": person.staff_no, **ASKED, **withheld})
    assert answer.status_code == 200, answer.content.decode()
    with ZipFile(BytesIO(answer.content)) as files:
        return {name: files.read(name) for name in files.namelist()}


# What is held


def test_keys_are_unique_so_that_withholding_one_fact_withholds_one(two_cycles: list[Cycle]) -> None:
    keys = [fact.key for fact in facts_of(held_about(rated_person(two_cycles), at=AT))]
    assert len(keys) == len(set(keys)) > 10


def test_comments_name_their_writer_and_may_be_withheld(two_cycles: list[Cycle], cast: Cast) -> None:
    fact = comment_of(rated_person(two_cycles))
    assert fact.text == "面談で確認"
    assert fact.may_be_withheld
    assert f"({cast.hr.name})" in fact.label or f"({cast.supervisor.name})" in fact.label


def test_ratings_of_an_unconfirmed_assessment_are_left_out(two_cycles: list[Cycle]) -> None:
    person = rated_person(two_cycles)
    assert "面談で確認" in texts(person)
    Assessment.objects.filter(person=person).update(confirmed_at=None)
    with translation.override("en"):
        assert "面談で確認" not in texts(person)
        assert "Not confirmed yet" in texts(person)


def test_looks_of_others_are_held_and_own_are_not(cast: Cast, client: Client) -> None:
    client.force_login(cast.hr)
    client.get("/hr/disclosure/", {"staff_no": cast.alice.staff_no, **ASKED})
    looks = [fact for fact in facts_of(held_about(cast.alice, at=AT)) if fact.key.startswith("look-")]
    assert len(looks) == 1
    assert cast.hr.name in looks[0].text


# Withholding


def test_a_withheld_fact_keeps_its_label_and_loses_its_text() -> None:
    fact = Fact(key="a", label="所見", text="ひみつ", may_be_withheld=True)
    assert told(fact, {"a": Ground.PERSONNEL}).text == ""
    assert told(fact, {"a": Ground.PERSONNEL}).ground is Ground.PERSONNEL
    assert told(fact, {}).text == "ひみつ"


@pytest.mark.parametrize("withheld", [{"person-name": "78-1-2"}, {"nothing": "78-1-2"}])
def test_own_data_cannot_be_withheld(cast: Cast, withheld: dict[str, str]) -> None:
    with pytest.raises(UnknownFactError):
        checked(withheld, held_about(cast.alice, at=AT))


def test_a_ground_the_law_does_not_give_is_refused(two_cycles: list[Cycle]) -> None:
    person = rated_person(two_cycles)
    with pytest.raises(UnknownFactError):
        checked({comment_of(person).key: "because"}, held_about(person, at=AT))


# The file


def test_pdf_and_json_tell_the_same_and_hide_what_is_withheld(
    two_cycles: list[Cycle], cast: Cast, client: Client
) -> None:
    person = rated_person(two_cycles)
    hidden = comment_of(person).key
    client.force_login(cast.hr)
    files = file_of(client, person, **{f"withhold-{hidden}": "78-1-7-he"})
    data = json.loads(files[f"disclosure-{person.staff_no}.json"])
    facts = [fact for chapter in data["chapters"] for entry in chapter["entries"] for fact in entry["facts"]]
    pages = PdfReader(BytesIO(files[f"disclosure-{person.staff_no}.pdf"])).pages
    read = "".join("".join(page.extract_text() for page in pages).split())
    for fact in facts:
        told_text = fact["text"] if fact["withheld"] is None else fact["label"]
        assert "".join(told_text.split()) in read, fact
    assert [fact["key"] for fact in facts if fact["withheld"]] == [hidden]
    assert data["document_no"] == "総人第12号"


def test_the_file_is_noted_with_its_fingerprint(two_cycles: list[Cycle], cast: Cast, client: Client) -> None:
    person = rated_person(two_cycles)
    client.force_login(cast.hr)
    file_of(client, person)
    event = AuditEvent.objects.get(action="disclosure.exported")
    assert (event.actor, event.subject, event.target) == (cast.hr, person, "総人第12号")
    assert len(str(event.details["sha256"])) == 64


def test_what_changed_meanwhile_is_shown_again(cast: Cast, client: Client) -> None:
    client.force_login(cast.hr)
    asked = {"staff_no": cast.alice.staff_no, **ASKED, "withhold-gone": "78-1-2"}
    answer = client.post("/hr/disclosure/file/", asked)
    assert answer.status_code == 409
    assert "もう一度" in answer.content.decode()
    assert not AuditEvent.objects.filter(action="disclosure.exported").exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("staff_no", "999999", "職員番号999999"),
        ("requested_on", "2099-01-01", "まだ来ていない"),
        ("document_no", "", "文書番号"),
    ],
)
def test_a_wrong_request_says_what_to_mend(cast: Cast, client: Client, field: str, value: str, words: str) -> None:
    client.force_login(cast.hr)
    answer = client.get("/hr/disclosure/", {"staff_no": cast.alice.staff_no, **ASKED, field: value})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_hr_of_one_department_may_not(cast: Cast, client: Client) -> None:
    officer = UserFactory()
    RoleGrantFactory(person=officer, role="hr", department=cast.department)
    client.force_login(officer)
    assert client.get("/hr/disclosure/").status_code == 403
