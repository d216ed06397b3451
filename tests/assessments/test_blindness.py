"""Neither view shows in the other's pages before its time: asserted on the HTML that leaves the server."""

from collections.abc import Iterator
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse

from assessments.levels import choices_for
from assessments.models import Assessment
from assessments.services import attach_evidence, rate, return_rating, save_self
from lms.people.models import AuditEvent, User
from tests.cast import Cast
from tests.factories.assessments import AT, assessment_of, confirm_at, hand_in, open_cycle_for, rate_at

# レベル5(定着) stands on no page of these but as somebody's level: the buttons say "5" and "定着" apart.
SELF_LEVEL = "レベル5(定着)"
NOTE = "案内表示を全課に展開した"
keys: Iterator[int] = count()


@pytest.fixture
def assessment(cast: Cast) -> Assessment:
    open_cycle_for(cast)
    return assessment_of(cast.alice)


def page(client: Client, user: User, name: str, *args: object) -> str:
    client.force_login(user)
    return client.get(reverse(f"assessments:{name}", args=args)).content.decode()


def fragment(client: Client, user: User, name: str, *args: object) -> str:
    client.force_login(user)
    response = client.get(reverse(f"assessments:{name}", args=args), headers={"HX-Request": "true"})
    return response.content.decode()


def press(client: Client, cast: Cast, assessment: Assessment, level: str, *, comment: str = "") -> str:
    client.force_login(cast.supervisor)
    response = client.post(
        reverse("assessments:rate_one", args=["R8-3", assessment.uuid]),
        {"level": level, "comment": comment, "request_key": f"press-{next(keys)}"},
        headers={"HX-Request": "true"},
    )
    assert response.status_code == 200
    return response.content.decode()


def seen_by_first_rater(client: Client, cast: Cast, assessment: Assessment) -> str:
    return (
        page(client, cast.supervisor, "rate", "R8-3")
        + page(client, cast.supervisor, "team")
        + page(client, cast.supervisor, "home")
    )


def test_first_rater_learns_that_it_is_handed_in_and_not_what(
    client: Client, cast: Cast, assessment: Assessment
) -> None:
    assert "未提出" in page(client, cast.supervisor, "rate", "R8-3")
    hand_in(assessment, 5)
    html = seen_by_first_rater(client, cast, assessment)
    assert "提出済み" in html
    assert SELF_LEVEL not in html


def test_detail_does_not_tell_before_the_rating(client: Client, cast: Cast, assessment: Assessment) -> None:
    hand_in(assessment, 2)
    html = fragment(client, cast.supervisor, "rate_detail", "R8-3", assessment.uuid)
    assert "デジタル活用による業務改善を継続的に実践している" in html
    assert "<td" not in html


def test_detail_is_the_same_whatever_was_answered(client: Client, cast: Cast, assessment: Assessment) -> None:
    hand_in(assessment, 0, key="a")
    low = fragment(client, cast.supervisor, "rate_detail", "R8-3", assessment.uuid)
    hand_in(assessment, 5, key="b")
    assert fragment(client, cast.supervisor, "rate_detail", "R8-3", assessment.uuid) == low


def test_draft_and_its_evidence_are_the_persons_own(client: Client, cast: Cast, assessment: Assessment) -> None:
    save_self(assessment, choices_for(5), request_key="d", by=cast.alice, at=AT, draft=True)
    attach_evidence(assessment, level=5, note=NOTE, happened_on=AT.date(), request_key="e", by=cast.alice, at=AT)
    rate_at(assessment, 3, by=cast.supervisor)
    html = seen_by_first_rater(client, cast, assessment) + page(client, cast.second, "confirm", "R8-3")
    assert SELF_LEVEL not in html.replace(f'<th scope="col" class="num">{SELF_LEVEL}', "")
    assert NOTE not in html
    for details in (
        fragment(client, cast.supervisor, "rate_detail", "R8-3", assessment.uuid),
        page(client, cast.second, "return", "R8-3", assessment.uuid),
    ):
        assert "自己評価</th>" not in details
        assert NOTE not in details
    assert "未提出" in html


def test_self_level_appears_with_the_gap_once_the_row_is_saved(
    client: Client, cast: Cast, assessment: Assessment
) -> None:
    hand_in(assessment, 5)
    html = press(client, cast, assessment, "4", comment="改善シートで確認")
    assert SELF_LEVEL in html
    assert "あなたの評価より1段階高い" in html
    assert SELF_LEVEL in page(client, cast.supervisor, "rate", "R8-3")


def test_comment_alone_lifts_no_blindfold(client: Client, cast: Cast, assessment: Assessment) -> None:
    hand_in(assessment, 5)
    html = press(client, cast, assessment, "", comment="まだ考え中")
    assert SELF_LEVEL not in html + seen_by_first_rater(client, cast, assessment)


def test_person_does_not_see_the_rating_before_it_is_confirmed(
    client: Client, cast: Cast, assessment: Assessment
) -> None:
    hand_in(assessment, 2)
    rate_at(assessment, 5, by=cast.supervisor, comment="全課に展開した")
    for _ in range(2):
        html = page(client, cast.alice, "self", assessment.uuid) + page(client, cast.alice, "home")
        assert "全課に展開した" not in html
        assert "この回答では レベル2(意欲)" in html
        return_rating(assessment, reason="いつのことか書いてください", by=cast.second, at=AT)
        assert "いつのことか" not in page(client, cast.alice, "self", assessment.uuid)


def test_person_sees_level_comment_and_names_once_confirmed(client: Client, cast: Cast, assessment: Assessment) -> None:
    hand_in(assessment, 3)
    confirm_at(assessment, 2, cast=cast, comment="様式を一つにまとめた")
    html = page(client, cast.alice, "self", assessment.uuid)
    assert "レベル2(意欲)" in html
    assert "様式を一つにまとめた" in html
    assert "井上 一郎" in html
    assert "自己評価のほうが1段階高くなっています" in html


def test_second_rater_sees_neither_before_the_rating_is_finished(
    client: Client, cast: Cast, assessment: Assessment
) -> None:
    hand_in(assessment, 5)
    rate(assessment, choices_for(4), comment="", request_key="held", by=cast.supervisor, at=AT)
    html = page(client, cast.second, "return", "R8-3", assessment.uuid)
    assert SELF_LEVEL not in html.replace("レベル5(定着)</span> デジタル活用", "")
    row = page(client, cast.second, "confirm", "R8-3").split("青木 花子")[1]
    assert SELF_LEVEL not in row
    assert "レベル4(能力)" not in row
    assert "一次評価のあとに表示" in row


def test_second_rater_sees_both_after(client: Client, cast: Cast, assessment: Assessment) -> None:
    hand_in(assessment, 5)
    rate_at(assessment, 4, by=cast.supervisor, comment="改善シートで確認")
    row = page(client, cast.second, "confirm", "R8-3").rsplit("青木 花子", 2)[1]
    assert SELF_LEVEL in row
    assert "レベル4(能力)" in row


def test_a_look_at_an_assessment_is_on_the_trail_once(client: Client, cast: Cast, assessment: Assessment) -> None:
    page(client, cast.supervisor, "rate", "R8-3")
    assert not AuditEvent.objects.filter(action="assessment.viewed").exists()
    for _ in range(2):
        fragment(client, cast.supervisor, "rate_detail", "R8-3", assessment.uuid)
    event = AuditEvent.objects.get(action="assessment.viewed")
    assert (event.actor, event.subject, event.target) == (cast.supervisor, cast.alice, "R8-3")


def test_second_raters_look_is_on_the_trail(client: Client, cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 3, by=cast.supervisor)
    page(client, cast.second, "confirm", "R8-3")
    looks = AuditEvent.objects.filter(action="assessment.viewed", actor=cast.second)
    assert [event.subject for event in looks] == [cast.alice]


def test_ones_own_page_leaves_no_trail(client: Client, cast: Cast, assessment: Assessment) -> None:
    page(client, cast.alice, "self", assessment.uuid)
    assert not AuditEvent.objects.filter(action="assessment.viewed").exists()
