from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import queries
from assessments.cycles import close_cycle, open_cycle
from assessments.models import Answer, Assessment, Confirmation, Cycle, Evidence
from assessments.services import return_rating
from assessments.states import AssessmentState, CycleState, View
from lms.people.models import DepartmentPeriod, RaterAssignment, User
from tests.cast import Cast
from tests.factories import (
    CourseFactory,
    CourseVersionFactory,
    EnrolmentFactory,
    PostingFactory,
    RankFactory,
    RaterAssignmentFactory,
    UserFactory,
)
from tests.factories.assessments import (
    AT,
    CycleFactory,
    assessment_of,
    confirm_at,
    hand_in,
    open_cycle_for,
    rate_at,
)

HTMX = {"HX-Request": "true"}
ANSWERS = {f"answer-{level}": "yes" for level in range(1, 4)} | {"answer-4": "partly", "answer-5": "not_yet"}


@pytest.fixture
def assessment(cast: Cast) -> Assessment:
    open_cycle_for(cast)
    return assessment_of(cast.alice)


def url(name: str, *args: object) -> str:
    return reverse(f"assessments:{name}", args=args)


def give_reports(cast: Cast, number: int) -> list[User]:
    """Give the supervisor and the second rater this many more people."""
    rank = RankFactory(key="staff")
    people = [UserFactory() for _ in range(number)]
    for person in people:
        PostingFactory(person=person, department=cast.department, rank=rank)
        RaterAssignmentFactory(person=person, rater=cast.supervisor)
        RaterAssignmentFactory(person=person, rater=cast.second, role=RaterAssignment.Role.SECOND)
    return people


# Self-assessment


def test_self_assessment_shows_the_five_sentences_of_ones_own_group(
    client: Client, cast: Cast, assessment: Assessment
) -> None:
    client.force_login(cast.alice)
    html = client.get(url("self", assessment.uuid)).content.decode()
    for sentence in queries.ladder(assessment.group_id):
        assert sentence.text in html
    assert "現場の制度・慣習の課題に気づき" not in html
    assert html.count('type="radio"') == 20
    assert "給与・昇任の判定(人事評価)には使いません" in html
    assert "井上 一郎" in html
    assessment.refresh_from_db()
    assert assessment.notice_shown_at is not None


def test_handing_in_by_form_alone(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.alice)
    response = client.post(url("self", assessment.uuid), ANSWERS | {"request_key": "k"}, follow=True)
    assert "この回答では レベル3(知識) です。" in response.content.decode()
    assessment.refresh_from_db()
    assert assessment.self_level == 3


def test_double_click_hands_in_once(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.alice)
    for _ in range(2):
        client.post(url("self", assessment.uuid), ANSWERS | {"request_key": "k"})
    assert Answer.objects.count() == 1


def test_missing_sentence_is_named_and_nothing_is_lost(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.alice)
    some = {key: value for key, value in ANSWERS.items() if key != "answer-5"}
    response = client.post(url("self", assessment.uuid), some | {"request_key": "k"})
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#answer-5"' in html
    assert html.count("checked") == 4
    assessment.refresh_from_db()
    assert assessment.self_submitted_at is None


def test_draft_says_the_level_and_the_reason(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.alice)
    response = client.post(
        url("draft", assessment.uuid), {"answer-1": "yes", "answer-2": "partly", "request_key": "k"}, headers=HTMX
    )
    html = response.content.decode()
    assert "この回答では レベル1(認識) です。" in html
    assert "2つ目の文(意欲)が「一部できている」です。" in html
    assert "下書き保存済み" in html
    assert client.get(url("self", assessment.uuid)).content.decode().count("checked") == 2


def test_submit_after_a_draft_with_the_same_page_key_is_not_taken_for_the_draft(
    client: Client, cast: Cast, assessment: Assessment
) -> None:
    client.force_login(cast.alice)
    client.post(url("draft", assessment.uuid), ANSWERS | {"request_key": "k"}, headers=HTMX)
    client.post(url("self", assessment.uuid), ANSWERS | {"request_key": "k"})
    assessment.refresh_from_db()
    assert assessment.self_level == 3


def test_answers_can_be_corrected_until_the_rating(client: Client, cast: Cast, assessment: Assessment) -> None:
    hand_in(assessment, 3)
    client.force_login(cast.alice)
    assert "答えを直す" in client.get(url("self", assessment.uuid)).content.decode()
    assert 'type="radio"' in client.get(url("self", assessment.uuid) + "?edit=1").content.decode()
    rate_at(assessment, 2, by=cast.supervisor)
    html = client.get(url("self", assessment.uuid) + "?edit=1").content.decode()
    assert "答えを直す" not in html
    assert 'type="radio"' not in html


def test_evidence_by_note_with_script(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.alice)
    note = {"note-4": "様式を一つにした", "happened_on-4": "2026-11-02", "evidence_key-4": "e", "request_key": "k"}
    html = client.post(url("attach", assessment.uuid, 4), note, headers=HTMX).content.decode()
    assert "様式を一つにした" in html
    item = Evidence.objects.get()
    html = client.post(url("withdraw", item.uuid), headers=HTMX).content.decode()
    assert "様式を一つにした" not in html
    item.refresh_from_db()
    assert item.withdrawn_by == cast.alice


def test_evidence_without_script_keeps_the_answers_given_so_far(
    client: Client, cast: Cast, assessment: Assessment
) -> None:
    client.force_login(cast.alice)
    note = {"note-4": "様式を一つにした", "happened_on-4": "2026-11-02", "evidence_key-4": "e"}
    response = client.post(url("attach", assessment.uuid, 4), note | ANSWERS | {"request_key": "k"}, follow=True)
    html = response.content.decode()
    assert "様式を一つにした" in html
    assert html.count("checked") == 5


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"note-4": "様式を一つにした"}, "それがあった日を入れてください。"),
        ({"note-4": "様式を一つにした", "happened_on-4": "きのう"}, "日付は年月日で入れてください。"),
        ({"happened_on-4": "2026-11-02"}, "したことを書くか、修了した学習を選んでください。"),
    ],
)
def test_evidence_that_lacks_something_says_what(
    client: Client, cast: Cast, assessment: Assessment, sent: dict[str, str], words: str
) -> None:
    client.force_login(cast.alice)
    html = client.post(url("attach", assessment.uuid, 4), sent | {"evidence_key-4": "e"}, headers=HTMX)
    assert words in html.content.decode()
    assert sent.get("note-4", "") in html.content.decode()
    assert not Evidence.objects.exists()


def test_picker_offers_learning_that_leads_to_the_level(client: Client, cast: Cast, assessment: Assessment) -> None:
    for title, level in [("生成AIの基本", 3), ("改善ミニ実践", 4)]:
        version = CourseVersionFactory(course=CourseFactory(title=title, supports_level_to=level))
        EnrolmentFactory(
            learner=cast.alice, course_version=version, state="completed", completed_at=AT - timedelta(days=3)
        )
    client.force_login(cast.alice)
    html = client.get(url("self", assessment.uuid)).content.decode()
    for_3, for_4 = (html.split(f'id="source-{level}"')[1].split("</select>")[0] for level in (3, 4))
    assert "生成AIの基本" in for_3
    assert "改善ミニ実践" in for_3
    assert "生成AIの基本" not in for_4
    assert "改善ミニ実践" in for_4


def test_somebody_elses_learning_cannot_be_attached(client: Client, cast: Cast, assessment: Assessment) -> None:
    other = EnrolmentFactory(learner=cast.charlie, state="completed", completed_at=AT)
    client.force_login(cast.alice)
    response = client.post(
        url("attach", assessment.uuid, 3), {"source-3": f"completion:{other.uuid}", "evidence_key-3": "e"}, headers=HTMX
    )
    assert response.status_code == 404


# Rating


def press(client: Client, assessment: Assessment, **sent: str) -> str:
    sent.setdefault("request_key", "k")
    response = client.post(url("rate_one", "R8-3", assessment.uuid), sent, headers=HTMX)
    return unescape(response.content.decode())


def test_rating_screen_shows_everyone_in_kana_order(client: Client, cast: Cast) -> None:
    give_reports(cast, 11)
    open_cycle_for(cast)
    client.force_login(cast.supervisor)
    html = client.get(url("rate", "R8-3")).content.decode()
    assert html.count("data-rate-row") >= 12
    assert "0/12人" in html
    cycle = Cycle.objects.get()
    mine = Assessment.objects.filter(first_rater=cast.supervisor)
    names = [row.person_kana for row in queries.rating_rows(mine, cycle)]
    assert names == sorted(names)
    assert html.index("青木 花子") < html.index("職員 ")


@pytest.mark.parametrize("name", ["rate", "confirm"])
def test_lists_take_the_same_queries_for_one_and_twelve(
    client: Client, cast: Cast, name: str, django_assert_num_queries
) -> None:
    def prepared(code: str) -> None:
        cycle = CycleFactory(code=code)
        open_cycle(cycle, by=cast.hr, at=AT)
        for row in Assessment.objects.filter(cycle=cycle, first_rater=cast.supervisor).select_related("person"):
            hand_in(row, 2)
            rate_at(row, 2, by=cast.supervisor)

    viewer = cast.supervisor if name == "rate" else cast.second
    prepared("R8-3")
    client.force_login(viewer)
    client.get(url(name, "R8-3"))
    with CaptureQueriesContext(connection) as for_one:
        client.get(url(name, "R8-3"))
    expected = len(for_one)
    give_reports(cast, 11)
    prepared("R8-4")
    client.get(url(name, "R8-4"))
    with django_assert_num_queries(expected):
        html = client.get(url(name, "R8-4")).content.decode()
    assert "12人" in html


def test_row_is_saved_with_a_tick_and_the_tally_moves(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.supervisor)
    html = press(client, assessment, level="2")
    assert "保存済み" in html
    assert "1/1人" in html
    assert f'id="self-{assessment.uuid}" hx-swap-oob="true"' in html


def test_missing_comment_is_asked_for_beside_the_field(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.supervisor)
    html = press(client, assessment, level="4")
    assert "レベル4(能力)以上にはコメントが必要です。" in html
    assert "コメント待ち" in html
    assert "data-unfinished" in html
    assert "0/1人" in html
    html = press(client, assessment, level="4", comment="改善シートで確認", request_key="k2")
    assert "data-unfinished" not in html
    assert "1/1人" in html


@pytest.mark.parametrize(("sent", "level"), [("none", None), ("below1", 0), ("5", 5)])
def test_every_button_means_its_level(
    client: Client, cast: Cast, assessment: Assessment, sent: str, level: int | None
) -> None:
    client.force_login(cast.supervisor)
    press(client, assessment, level=sent, comment="見たこと")
    assessment.refresh_from_db()
    assert assessment.supervisor_level == level
    assert assessment.supervisor_saved_at is not None
    html = client.get(url("rate", "R8-3")).content.decode()
    assert f'value="{sent}" form="form-{assessment.uuid}" checked' in html


def test_nonsense_is_refused_beside_the_row(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.supervisor)
    press(client, assessment, level="7")
    assert not Answer.objects.exists()


def test_saving_without_script_leads_back_to_the_row(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.supervisor)
    response = client.post(url("rate_one", "R8-3", assessment.uuid), {"level": "2", "request_key": "k"})
    assert response["Location"] == f"{url('rate', 'R8-3')}#row-{assessment.uuid}"


def test_detail_opens_without_script(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.supervisor)
    html = client.get(url("rate", "R8-3") + f"?open={assessment.uuid}").content.decode()
    assert "デジタル活用による業務改善を継続的に実践している" in html


def test_stranger_cannot_be_opened_by_the_address(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.supervisor)
    stranger = Assessment.objects.get(person=cast.charlie)
    assert client.get(url("rate", "R8-3") + f"?open={stranger.uuid}").status_code == 404


def test_returned_row_says_why(client: Client, cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 2, by=cast.supervisor)
    return_rating(assessment, reason="いつのことか書いてください", by=cast.second, at=AT)
    client.force_login(cast.supervisor)
    html = client.get(url("rate", "R8-3")).content.decode()
    assert "いつのことか書いてください" in html


def test_closed_cycle_is_shown_and_cannot_be_changed(client: Client, cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 2, by=cast.supervisor)
    close_cycle(assessment.cycle, by=cast.hr, at=AT)
    client.force_login(cast.supervisor)
    html = client.get(url("rate", "R8-3")).content.decode()
    assert "この評価期間は終了しています" in html
    assert "hx-post" not in html
    assert "受付中ではないため" in press(client, assessment, level="3")
    assert Answer.objects.filter(view=View.SUPERVISOR).count() == 1


# Confirming


def test_ticked_ratings_are_confirmed(client: Client, cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 2, by=cast.supervisor)
    client.force_login(cast.second)
    ticket = f"{assessment.uuid}:{Answer.objects.get().pk}"
    assert ticket in client.get(url("confirm", "R8-3")).content.decode()
    response = client.post(url("confirm", "R8-3"), {"confirm": ticket}, follow=True)
    assert "1人のレベルを確定しました。" in response.content.decode()
    assessment.refresh_from_db()
    assert assessment.level == 2


def test_rating_changed_meanwhile_is_named_and_left(client: Client, cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 2, by=cast.supervisor)
    ticket = f"{assessment.uuid}:{Answer.objects.get().pk}"
    rate_at(assessment, 3, by=cast.supervisor)
    client.force_login(cast.second)
    response = client.post(url("confirm", "R8-3"), {"confirm": [ticket, "nonsense"]}, follow=True)
    assert "確定していません: 青木 花子" in response.content.decode()
    assert not Confirmation.objects.exists()


def test_second_rater_confirms_only_their_own(client: Client, cast: Cast, assessment: Assessment) -> None:
    other = Assessment.objects.get(person=cast.charlie)
    rate_at(other, 2, by=cast.hr)
    client.force_login(cast.second)
    client.post(url("confirm", "R8-3"), {"confirm": f"{other.uuid}:{Answer.objects.get().pk}"})
    other.refresh_from_db()
    assert other.state == AssessmentState.RATED


def test_hr_confirms_who_has_no_second_rater_but_never_themselves(
    client: Client, cast: Cast, assessment: Assessment
) -> None:
    client.force_login(cast.hr)
    html = client.get(url("confirm", "R8-3")).content.decode()
    table = html.split("</header>")[-1]
    assert "千葉 三郎" in table
    assert "青木 花子" not in table
    own = Assessment.objects.get(person=cast.hr)
    assert client.get(url("return", "R8-3", own.uuid)).status_code == 404


def test_distribution_stands_beside_the_other_raters(client: Client, cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 2, by=cast.supervisor)
    lists = queries.confirm_lists(Assessment.objects.filter(second_rater=cast.second), assessment.cycle)
    assert [part.rater_name for part in lists] == ["井上 一郎"]
    [group] = queries.spreads_by_group(lists)
    [spread] = group.spreads
    assert {share.level: share.count for share in spread.shares if share.count} == {2: 1}
    assert (spread.rater_name, spread.unrated) == ("井上 一郎", 0)


def test_distribution_never_adds_up_two_talent_groups(cast: Cast, assessment: Assessment) -> None:
    Assessment.objects.filter(person=cast.supervisor).update(
        first_rater=cast.charlie, second_rater=cast.second, state=AssessmentState.OPEN
    )
    rate_at(assessment, 2, by=cast.supervisor)
    rate_at(assessment_of(cast.supervisor), 2, by=cast.charlie)
    lists = queries.confirm_lists(Assessment.objects.filter(second_rater=cast.second), assessment.cycle)
    groups = queries.spreads_by_group(lists)
    assert len({row.group_name for part in lists for row in part.rows}) == len(groups) == 2
    for group in groups:
        assert sum(share.count for spread in group.spreads for share in spread.shares) == 1


def test_every_open_cycle_waits_on_the_page_the_next_due_first(
    client: Client, cast: Cast, assessment: Assessment
) -> None:
    later = CycleFactory(code="R8-4", closes_on=assessment.cycle.closes_on + timedelta(days=9))
    open_cycle(later, by=cast.hr, at=AT)
    client.force_login(cast.alice)
    mine = client.get("/assess/").context["mine"]
    assert [turn.assessment.cycle.code for turn in mine] == ["R8-3", "R8-4"]
    hand_in(assessment, 2)
    mine = client.get("/assess/").context["mine"]
    assert [(turn.assessment.cycle.code, turn.waits) for turn in mine] == [("R8-4", True), ("R8-3", False)]


def test_returning_asks_for_the_reason(client: Client, cast: Cast, assessment: Assessment) -> None:
    rate_at(assessment, 2, by=cast.supervisor)
    client.force_login(cast.second)
    address = url("return", "R8-3", assessment.uuid)
    response = client.post(address, {"reason": " "})
    assert response.status_code == 422
    assert "差し戻す理由を書いてください。" in response.content.decode()
    response = client.post(address, {"reason": "いつのことですか"}, follow=True)
    assert "井上 一郎 さんへ差し戻しました" in response.content.decode()


# Home, team, my levels


def test_home_puts_my_own_assessment_first(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.alice)
    assert "自己評価を始める" in client.get(url("home")).content.decode()
    client.post(url("draft", assessment.uuid), {"answer-1": "yes", "request_key": "k"}, headers=HTMX)
    assert "下書きの続きから" in client.get(url("home")).content.decode()
    hand_in(assessment, 2)
    assert "提出した内容を見る" in client.get(url("home")).content.decode()


def test_home_shows_raters_their_work(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.supervisor)
    assert "0/1人" in client.get(url("home")).content.decode()
    rate_at(assessment, 2, by=cast.supervisor)
    client.force_login(cast.second)
    assert "1人の評価が確定を待っています" in client.get(url("home")).content.decode()


def test_home_without_a_cycle_says_when_the_next_one_is(client: Client, cast: Cast) -> None:
    CycleFactory()
    client.force_login(cast.alice)
    assert "令和8年11月2日(月)に始まる予定です" in client.get(url("home")).content.decode()


def test_team_counts_who_is_left(client: Client, cast: Cast, assessment: Assessment) -> None:
    hand_in(assessment, 2)
    client.force_login(cast.supervisor)
    html = client.get(url("team")).content.decode()
    assert "提出済み" in html
    assert "未評価" in html


def test_my_levels_template_for_the_record_page(cast: Cast, assessment: Assessment) -> None:
    hand_in(assessment, 2)
    html = render_to_string("assessments/_my_levels.html", {"levels": queries.my_levels(cast.alice)})
    assert "レベル2" not in html
    confirm_at(assessment, 2, cast=cast, comment="様式を一つにまとめた")
    html = render_to_string("assessments/_my_levels.html", {"levels": queries.my_levels(cast.alice)})
    assert "レベル2(意欲)" in html
    assert "様式を一つにまとめた" in html
    assert "業務に必要なデジタルツールの目的や基本的な活用方法を理解している" in html


# HR


def test_hr_opens_a_planned_cycle_in_the_background(
    client: Client, cast: Cast, django_capture_on_commit_callbacks
) -> None:
    cycle = CycleFactory()
    client.force_login(cast.hr)
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        client.post(url("open_cycle", "R8-3"))
    html = client.get(url("cycle", "R8-3")).content.decode()
    assert "評価期間を始めています" in html
    assert 'hx-trigger="every 2s"' in html
    for start in waiting:
        start()
    cycle.refresh_from_db()
    assert cycle.state == CycleState.OPEN
    assert cycle.opened_by == cast.hr
    assert client.get(url("cycle", "R8-3"), headers=HTMX)["HX-Refresh"] == "true"
    live = client.get(url("cycle", "R8-3"), headers=HTMX | {"HX-Target": "progress"}).content.decode()
    assert live.lstrip().startswith("<div")
    assert 'hx-trigger="every 30s"' in live
    assert "時点。30秒ごとに" in live
    assert "評価期間を終了する" in client.get(url("cycle", "R8-3")).content.decode()


def test_hr_sees_counts_by_department(client: Client, cast: Cast, assessment: Assessment) -> None:
    hand_in(assessment, 2)
    rate_at(assessment, 2, by=cast.supervisor)
    rows = queries.department_stages(assessment.cycle)
    citizens = next(row for row in rows if row.name == "市民課")
    assert (citizens.stages.self_done, citizens.stages.first_done, citizens.stages.confirmed) == (1, 1, 0)
    client.force_login(cast.hr)
    html = client.get(url("cycle", "R8-3")).content.decode()
    assert "市民課" in html
    assert "一次評価者のいない職員" in html
    assert client.get(url("cycles")).status_code == 200


def test_departments_come_in_the_organisation_s_order(cast: Cast, assessment: Assessment) -> None:
    """職制順: by the department's code, not by the characters of its name (R03)."""
    DepartmentPeriod.objects.filter(department__postings__person=cast.charlie).update(name="あんしん課")
    rows = queries.department_stages(assessment.cycle)
    assert [row.name for row in rows] == ["市民課", "あんしん課"]


def test_hr_closes_a_cycle(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.hr)
    client.post(url("close_cycle", "R8-3"))
    assessment.cycle.refresh_from_db()
    assert assessment.cycle.state == CycleState.CLOSED


def test_planned_cycle_is_unknown_to_raters(client: Client, cast: Cast) -> None:
    CycleFactory()
    client.force_login(cast.supervisor)
    assert client.get(url("rate", "R8-3")).status_code == 404
