"""A class from the application to the record, and a hand-in from the file to its acceptance, in Chromium."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import chromium
from tests.browser.site import Site, environment_of, facts_from, running_site
from tests.browser.visits import PHONE, Visit, choose, look, look_everywhere, visit

pytestmark = pytest.mark.browser
TOKYO = ZoneInfo("Asia/Tokyo")

type Visiting = Callable[..., AbstractContextManager[Visit]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("classes"), "class_site.py") as site:
        yield site


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with sync_playwright() as playwright, chromium(playwright, tmp_path_factory.mktemp("profile")) as (browser, _pid):
        yield browser


@pytest.fixture
def visiting(browser: Browser, site: Site) -> Visiting:
    return partial(visit, browser, site)


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("main")).to_contain_text(words)


def name_of(site: Site, part: str) -> str:
    return str(site.facts["people"][part]["name"])


def code_on_the_wall(site: Site) -> str:
    """Return what a phone's camera reads from the door's page."""
    return str(facts_from("class_site.py", environment_of(site.var, site.port, demo=False), "code")["address"])


# A class: one test a step


def test_a_learner_applies_by_keyboard(visiting: Visiting, site: Site) -> None:
    with visiting("learner") as learner:
        page = learner.open(site.facts["class"])
        said(page, "上司の同意が必要")
        look_everywhere(page)
        page.get_by_role("button", name="申し込む").press("Enter")
        said(page, "上司の同意待ちです")
        look_everywhere(page)


def test_the_supervisor_consents_by_keyboard(visiting: Visiting, site: Site) -> None:
    with visiting("supervisor") as supervisor:
        page = supervisor.open("/team/classes/")
        said(page, name_of(site, "learner"))
        look_everywhere(page)
        page.get_by_role("button", name="同意する").press("Enter")
        said(page, "席が決まりました")
        look_everywhere(page)
    with visiting("learner") as learner:
        page = learner.open(site.facts["class"])
        expect(page.get_by_role("link", name="カレンダー")).to_be_visible()
        look_everywhere(page)


def test_hr_designates_and_moves_the_date_to_now(visiting: Visiting, site: Site) -> None:
    with visiting("HR") as hr:
        page = hr.open("/hr/classes/")
        look_everywhere(page)
        page.goto(site.lms + site.facts["date"])
        page.get_by_label("職員番号").fill("９９９９９９")
        hr.refusals.add(422)
        page.get_by_role("button", name="名簿に加える").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("職員がいません")
        look_everywhere(page)
        page.get_by_label("職員番号").fill(site.facts["people"]["designated"]["staff_no"])
        page.get_by_role("button", name="名簿に加える").press("Enter")
        said(page, "1人を名簿に載せました")
        look_everywhere(page)
        page.get_by_role("link", name="日程を変更する").press("Enter")
        look_everywhere(page)
        begun = datetime.now(TOKYO) - timedelta(minutes=1)
        for label, value in (
            ("日付", f"{begun:%Y-%m-%d}"),
            ("開始", f"{begun:%H:%M}"),
            ("終了", "23:59"),
        ):
            page.get_by_label(label).fill(value)
        page.get_by_role("button", name="保存").press("Enter")
        said(page, "日程を変更しました")
        said(page, "紙の名簿に署名した人を加える")


def test_a_learner_checks_in_with_the_code_on_the_wall(visiting: Visiting, site: Site) -> None:
    with visiting("HR") as hr:
        page = hr.open(f"{site.facts['date']}door/")
        look_everywhere(page)
        expect(page.get_by_role("img", name="受付用のQRコード")).to_be_visible()
    ticket = code_on_the_wall(site)
    with visiting("learner") as learner:
        page = learner.open(ticket)
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        look(page)
        page.get_by_role("button", name="出席しています").press("Enter")
        said(page, "受付しました")
        look(page)
    with visiting("on paper") as stranger:
        page = stranger.open(ticket)
        stranger.refusals.add(409)
        page.get_by_role("button", name="出席しています").press("Enter")
        said(page, "この日程の席がありません")
        look_everywhere(page)
        stranger.refusals.add(404)
        page.goto(site.lms + "/c/made-up/")
        look_everywhere(page)


def test_hr_enters_the_paper_sheet_and_records_attendance(visiting: Visiting, site: Site) -> None:
    with visiting("HR") as hr:
        page = hr.open(site.facts["date"])
        page.get_by_label("職員番号").fill(site.facts["people"]["on paper"]["staff_no"])
        page.get_by_role("button", name="名簿に加える").press("Enter")
        for part, mark in (("learner", "出席"), ("on paper", "出席"), ("designated", "欠席")):
            line = page.get_by_role("row").filter(has_text=name_of(site, part))
            choose(line.get_by_role("radio", name=mark, exact=True))
        look_everywhere(page)
        page.get_by_role("button", name="出欠を記録する").press("Enter")
        said(page, "出席 2")
        look_everywhere(page)


@pytest.mark.parametrize("part", ["learner", "on paper"])
def test_who_was_there_has_completed_the_course(visiting: Visiting, site: Site, part: str) -> None:
    with visiting(part) as person:
        page = person.open("/me/")
        said(page, site.facts["course"])
        look_everywhere(page)
    states = site.rows(
        "select e.state from learning_enrolment e join people_user u on u.id = e.learner_id "
        "join curriculum_courseversion v on v.id = e.course_version_id where u.staff_no = ? and v.title = ?",
        site.facts["people"][part]["staff_no"],
        site.facts["course"],
    )
    assert states == [("completed",)]


# A hand-in


def test_a_file_of_another_kind_is_refused_and_a_good_one_kept(visiting: Visiting, site: Site) -> None:
    with visiting("learner") as learner:
        page = learner.open(site.facts["hand_in"])
        page.get_by_text("確認の観点").press("Enter")
        look_everywhere(page)
        learner.refusals.add(422)
        page.set_input_files("[name=file]", {"name": "表.exe", "mimeType": "application/pdf", "buffer": b"MZ"})
        page.get_by_role("button", name="提出する").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("表.exe")
        look_everywhere(page)
        page.get_by_label("本文").fill("14分が9分になった")
        page.set_input_files("[name=file]", {"name": "表.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
        page.get_by_role("button", name="提出する").press("Enter")
        said(page, "提出しました")
        said(page, "表.pdf")
        look_everywhere(page)


def review(page: Page, verdict: str, comment: str, *, levels: dict[str, str]) -> None:
    """Judge the hand-in on the page by keyboard."""
    for criterion, level in levels.items():
        choose(page.get_by_role("group", name=criterion).get_by_role("radio", name=level))
    page.get_by_label("コメント").fill(comment)
    choose(page.get_by_role("radio", name=verdict))
    page.get_by_role("button", name="結果を記録する").press("Enter")


def test_the_reviewer_returns_it_with_words(visiting: Visiting, site: Site) -> None:
    with visiting("supervisor") as supervisor:
        page = supervisor.open("/learn/reviews/")
        look_everywhere(page)
        page.get_by_role("link", name=name_of(site, "learner")).first.press("Enter")
        look_everywhere(page)
        supervisor.refusals.add(422)
        review(page, "差し戻す", "", levels={})
        expect(page.get_by_role("alert")).to_contain_text("どこを直すか")
        look_everywhere(page)
        review(page, "差し戻す", "測り方を1行足してください。", levels={"事実": "一部"})
        said(page, "結果を記録しました")


def test_the_learner_mends_it_and_the_reviewer_accepts(visiting: Visiting, site: Site) -> None:
    with visiting("learner") as learner:
        page = learner.open(site.facts["hand_in"])
        said(page, "測り方を1行足してください。")
        look_everywhere(page)
        page.get_by_label("本文").fill("14分が9分になった(20件の平均)")
        page.get_by_role("button", name="提出する").press("Enter")
        said(page, "提出しました")
    with visiting("supervisor") as supervisor:
        page = supervisor.open("/learn/reviews/")
        page.get_by_role("link", name=name_of(site, "learner")).first.press("Enter")
        supervisor.refusals.add(422)
        review(page, "承認する", "", levels={"事実": "ある"})
        expect(page.get_by_role("alert")).to_contain_text("段階")
        review(page, "承認する", "よくできています。", levels={"使い道": "ほかの係"})
        said(page, "結果を記録しました")
    with visiting("learner") as learner:
        page = learner.open(site.facts["hand_in"])
        said(page, "提出が承認され")
        said(page, "よくできています。")
        look_everywhere(page)
