"""The whole house in one walk: a roster comes in, a course is written, learned and passed, people are assessed, and the
city sees where it stands. One test a step, each as the person whose step it is, all in one demo city.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import cache, partial
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect, sync_playwright
from pypdf import PdfReader

from lms.demo import city as demo_city
from lms.demo.catalogue import read_lessons
from lms.demo.city import Member
from lms.demo.package import make_package
from lms.demo.roster import HEADER, roster_csv
from tests.browser.chromium import WAIT, chromium
from tests.browser.site import Site
from tests.browser.visits import PHONE, Visit, choose, look, look_behind, look_everywhere, visit

pytestmark = pytest.mark.browser

SEED = 8
NOTE = "離席するときは必ず画面をロックする"
SECURITY = "情報セキュリティ研修"

type Visiting = Callable[..., AbstractContextManager[Visit]]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with sync_playwright() as playwright, chromium(playwright, tmp_path_factory.mktemp("profile")) as (browser, _pid):
        yield browser


@pytest.fixture
def visiting(browser: Browser, city: Site) -> Visiting:
    return partial(visit, browser, city)


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def navigation(page: Page) -> Locator:
    return page.get_by_role("navigation", name="主なメニュー").first


# Step 3: a roster


@cache
def autumn() -> tuple[Member, ...]:
    return tuple(demo_city.after_autumn(demo_city.build_city(SEED), SEED))


def joiner() -> Member:
    """A new colleague whose name has a character that only CP932's own extension holds."""
    neighbour = next(member for member in autumn() if member.title == "主事")
    return replace(neighbour, staff_no="009001", family="髙﨑", given="花", kana="タカサキ ハナ")


def promoted() -> Member:
    """A senior clerk outside the demo section who becomes section chief."""
    before = next(member for member in autumn() if member.title == "主査" and member.place.section[1] != "窓口係")
    return replace(before, title="係長")


def november() -> bytes:
    """The roster of today: everyone of autumn, one promoted, one who joined."""
    chief = promoted()
    return roster_csv([chief if member.staff_no == chief.staff_no else member for member in autumn()] + [joiner()])


def upload_roster(page: Page, name: str, body: bytes, *, form: str = "全職員") -> None:
    page.set_input_files("[name=file]", {"name": name, "mimeType": "text/csv", "buffer": body})
    choose(page.get_by_role("radio", name=re.compile(form)))
    page.get_by_role("button", name="受け付けて点検する").click()


def test_hr_is_told_what_is_wrong_with_a_file(visiting: Visiting) -> None:
    with visiting("HR") as hr:
        hr.refusals.add(422)
        page = hr.open()
        navigation(page).get_by_role("link", name="人事").click()
        look(page)
        main(page).get_by_role("link", name="名簿取込").click()
        look(page)

        upload_roster(page, "名簿.xlsx", b"PK\x03\x04")
        expect(main(page)).to_contain_text("Excel")
        look(page)
        upload_roster(page, "名簿.pdf", b"%PDF-1.7")
        expect(main(page)).to_contain_text("CSV ファイルではありません")

        unknown = "\r\n".join([",".join([*HEADER, "血液型"]), "009002,山川 緑" + "," * (len(HEADER) - 1) + "A", ""])
        upload_roster(page, "血液型つき.csv", unknown.encode("cp932"), form="異動分だけ")
        expect(main(page)).to_contain_text("列「血液型」")
        look(page)


def test_hr_sees_the_problem_of_a_line(visiting: Visiting) -> None:
    nameless = replace(joiner(), staff_no="")
    with visiting("HR") as hr:
        page = hr.open("/hr/roster/")
        upload_roster(page, "異動_誤り.csv", roster_csv([promoted(), nameless]), form="異動分だけ")
        problem = main(page).get_by_role("row").filter(has_text="職員番号がありません")
        expect(problem).to_contain_text("3")
        expect(problem).to_contain_text("職員番号を入れるか")
        expect(page.get_by_role("button", name="この差分を適用する")).to_have_count(0)
        look(page)


def test_hr_applies_a_roster(visiting: Visiting, city: Site) -> None:
    with visiting("HR") as hr:
        page = hr.open("/hr/roster/")
        upload_roster(page, "名簿_20261123.csv", november())
        tiles = page.get_by_role("navigation", name="変わること")
        expect(tiles).to_be_visible(timeout=4 * WAIT)
        look(page)
        tiles.get_by_role("link", name="昇任").click()
        expect(main(page).get_by_role("row").filter(has_text=promoted().staff_no)).to_contain_text("係長")
        tiles.get_by_role("link", name="入庁").click()
        expect(main(page).get_by_role("row").filter(has_text="009001")).to_contain_text("髙﨑 花")
        page.get_by_role("button", name="この差分を適用する").click()
        look(page)
        page.get_by_role("dialog").get_by_role("button", name="適用").click()
        expect(main(page)).to_contain_text("名簿を適用しました", timeout=4 * WAIT)
        look(page)
    assert city.rows("select family_name from people_user where staff_no = '009001'") == [("髙﨑",)]


# Step 4: a course


ROWS_OF_PACKAGE = [
    {"title": "机の上", "text": "離席するときは書類を引き出しに戻します。", "point": "机に何も残しません。"},
    {"title": "画面", "text": "席を離れる前に画面をロックします。", "point": "ロックは2つのキーで済みます。"},
]
COURSE = "クリアデスクの基本"
CHOICES = "選択(正解は1つ、または複数)"
QUESTION = "席を離れるとき、最初にすることはどれですか。"
RIGHT, WRONG = "画面をロックする", "照明を消す"


def test_author_imports_a_package(visiting: Visiting) -> None:
    with visiting("course author") as author:
        page = author.open()
        page.get_by_role("link", name="編集").first.click()
        look_behind(page)
        page.get_by_role("link", name="教材を取り込む").click()
        package = make_package("K99", COURSE, ROWS_OF_PACKAGE)
        page.set_input_files(
            "[type=file]", {"name": "clear-desk.zip", "mimeType": "application/zip", "buffer": package}
        )
        look_behind(page)
        page.get_by_role("button", name="送って取り込む").click()
        expect(main(page)).to_contain_text("教材を取り込みました", timeout=4 * WAIT)
        expect(main(page)).to_contain_text("SCORM 1.2")
        look_behind(page)


def add_part(page: Page, within: Locator, kind: str) -> None:
    """Add a block at the end of a stream."""
    within.get_by_role("button", name="部品を追加").last.click()
    page.get_by_role("option", name=kind, exact=True).click()


def write_lesson(page: Page, modules: Locator) -> None:
    add_part(page, modules, "読み物")
    page.fill("#modules-0-value-title", "なぜ机を片づけるのか")
    body = modules.locator("[data-contentpath=body]").last
    add_part(page, body, "本文")
    body.get_by_role("textbox").last.click()
    page.keyboard.type("机の上の書類は、通りかかった人の目に入ります。")


def choose_package(page: Page, modules: Locator) -> None:
    add_part(page, modules, "eラーニング教材")
    page.fill("#modules-1-value-title", "場面で学ぶ")
    modules.get_by_role("button", name="教材を選ぶ").click()
    page.get_by_role("dialog").get_by_role("link", name=COURSE).click()
    expect(modules.locator("[data-contentpath=package]")).to_contain_text(COURSE)


def write_quiz(page: Page, modules: Locator) -> None:
    add_part(page, modules, "確認テスト")
    page.fill("#modules-2-value-title", "確かめる")
    add_part(page, modules.locator("[data-contentpath=questions]").last, CHOICES)
    question = "#modules-2-value-questions-0-value"
    page.fill(f"{question}-text", QUESTION)
    page.fill(f"{question}-choices-0-value-text", RIGHT)
    page.check(f"{question}-choices-0-value-is_correct")
    page.fill(f"{question}-choices-1-value-text", WRONG)


def test_author_writes_a_course_and_hands_it_on(visiting: Visiting) -> None:
    with visiting("course author") as author:
        page = author.open("/admin/")
        page.get_by_role("link", name="コースを作る").click()
        page.fill("#id_title", COURSE)
        page.fill("#id_purpose", "机と画面から情報を漏らさない習慣を身につけます。")
        look_behind(page)
        page.get_by_role("tab", name="単元").click()
        modules = page.get_by_role("tabpanel", name="単元")
        write_lesson(page, modules)
        choose_package(page, modules)
        write_quiz(page, modules)
        look_behind(page)
        page.get_by_role("tab", name="点検").click()
        look_behind(page)
        page.get_by_role("button", name="下書きを保存").click()
        page.wait_for_url("**/edit/**")
        page.get_by_role("button", name="プレビューを開閉").click()
        preview = page.frame_locator("iframe#w-preview-iframe")
        expect(preview.get_by_role("heading", level=1)).to_have_text(COURSE)
        page.get_by_role("button", name="他のアクション").click()
        page.get_by_role("button", name="公開前の確認に提出する").click()
        expect(main(page)).to_contain_text(f"コース「{COURSE}」を確認に出しました。")


def test_administrator_approves_and_the_course_is_offered(visiting: Visiting) -> None:
    with visiting("administrator") as administrator:
        page = administrator.open("/admin/")
        look_behind(page)
        main(page).get_by_role("link", name=COURSE).first.click()
        page.get_by_role("button", name="他のアクション").click()
        page.get_by_role("button", name="承認と公開", exact=True).click()
        expect(main(page).get_by_role("row").filter(has_text=COURSE)).to_contain_text("公開")
        look_behind(page)
    with visiting("Learner") as learner:
        page = learner.open("/learn/")
        page.get_by_role("link", name="すべてのコース").click()
        look_everywhere(page)
        main(page).get_by_role("searchbox").fill("クリアデスク")
        main(page).get_by_role("button", name="検索").click()
        main(page).get_by_role("link", name=COURSE).click()
        expect(main(page)).to_contain_text("場面で学ぶ")
        look_everywhere(page)


# Step 5: learning


def course_in(page: Page) -> FrameLocator:
    """The package's own window inside the player."""
    return page.frame_locator("iframe.player-frame").frame_locator("iframe")


def right_answers(code: str) -> dict[str, str]:
    """Return each question of a demo course with its right answer, which the lessons name first."""
    return {lesson["q"]: lesson["a"][0] for lesson in read_lessons()[code] if "q" in lesson}


def test_learner_resumes_where_the_tab_was_closed(visiting: Visiting, city: Site) -> None:
    with visiting("Learner") as learner:
        page = learner.open()
        next_up = main(page).get_by_role("region", name=SECURITY)
        expect(next_up).to_contain_text("次に学ぶこと")
        expect(next_up).to_contain_text("あと3日")
        look_everywhere(page)
        next_up.get_by_role("link", name="始める").click()
        course = course_in(page)
        expect(course.locator("#place")).to_have_text("1 / 5 ページ")
        look_everywhere(page)
        course.get_by_role("button", name="次へ").click()
        course.get_by_role("button", name="次へ").click()
        expect(course.locator("#place")).to_have_text("3 / 5 ページ")
        course.get_by_role("textbox").fill(NOTE)
        page.close()

        sent: list[tuple[str, str | None]] = []
        learner.context.on("request", lambda request: sent.append((request.url, request.all_headers().get("cookie"))))
        page = learner.open()
        page.get_by_role("link", name="続きから").first.click()
        course = course_in(page)
        expect(course.locator("#place")).to_have_text("3 / 5 ページ")
        expect(course.get_by_role("textbox")).to_have_value(NOTE)
        for _page in range(3):
            course.get_by_role("button", name=re.compile("次へ|修了する")).click()
        page.wait_for_url("**/end/")
        expect(main(page)).to_contain_text("この単元を完了しました")
        look_everywhere(page)

    to_content = [(url, cookie) for url, cookie in sent if url.startswith(city.content)]
    assert len(to_content) > 5
    assert [url for url, cookie in to_content if cookie] == []
    assert any(cookie for url, cookie in sent if url.startswith(city.lms))


def test_learner_passes_the_quiz_and_gets_the_certificate(visiting: Visiting, city: Site) -> None:
    answers = right_answers("A02")
    with visiting("Learner") as learner:
        page = learner.open("/learn/a02/")
        look_everywhere(page)
        page.get_by_role("link", name="続きから").click()
        look_everywhere(page)
        page.get_by_role("button", name="テストを始める").click()
        questions = page.locator("fieldset.question")
        expect(questions.first).to_be_visible()
        for question in questions.all():
            right = answers[question.locator(".question-text").inner_text()]
            choose(question.get_by_role("radio", name=right, exact=True))
        total = questions.count()
        expect(page.locator("#kept")).to_contain_text(f"{total}問中{total}問")
        look_everywhere(page)
        page.get_by_role("button", name="回答を提出する").click()
        expect(main(page)).to_contain_text(f"{total}問中{total}問正解")
        look_everywhere(page)
        page.get_by_role("link", name="次へ").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("修了")
        look_everywhere(page)

        number = main(page).locator("dd.nums").last.inner_text()
        with page.expect_download() as downloading:
            page.get_by_role("link", name="修了証(PDF)").click()
        paper = PdfReader(BytesIO(downloading.value.path().read_bytes()))
        page.goto(f"{city.lms}/me/")
        expect(main(page)).to_contain_text(number)
        look_everywhere(page)
    text = spaceless(paper.pages[0].extract_text())
    assert re.fullmatch(r"R8-\d{6}", number)
    assert number in text
    assert spaceless(city.facts["people"]["Learner"]["name"]) in text
    assert "BIZUDPGothic-Regular" in fonts_within(paper)


def spaceless(text: str) -> str:
    return re.sub(r"\s+", "", text)


def fonts_within(paper: PdfReader) -> set[str]:
    """Return the names of the fonts a paper carries; Helvetica stands in every file of ours, and sets no letter."""
    fonts = [font.get_object() for font in paper.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]
    names = {font["/BaseFont"] for font in fonts if "/FontFile2" not in font.get("/FontDescriptor", {})}
    assert names <= {"/Helvetica"}
    return {font["/BaseFont"].split("+")[-1] for font in fonts} - {"/Helvetica"}


# Step 6: an assessment


def person(city: Site, part: str) -> str:
    name: str = city.facts["people"][part]["name"]
    return name


def test_learner_assesses_themselves_on_a_phone(visiting: Visiting) -> None:
    with visiting("Learner") as learner:
        page = learner.open()
        page.set_viewport_size(PHONE)
        page.get_by_role("link", name="評価", exact=True).last.click()
        look(page)
        page.get_by_role("link", name="自己評価を始める").click()
        look(page)
        outcome = page.locator("#outcome")
        for level, choice in enumerate(["yes", "yes", "yes", "partly", "not_yet"], start=1):
            choose(page.locator(f"[name=answer-{level}][value={choice}]"))
        expect(outcome).to_contain_text("レベル3(知識)")
        expect(outcome).to_contain_text("下書き保存済み")

        for level, fill in ((3, choose_completed_course), (4, write_note)):
            evidence = page.locator(f"#evidence-{level}")
            if not evidence.count():
                continue
            evidence.get_by_text("根拠を加える").click()
            fill(evidence)
            evidence.get_by_role("button", name="加える", exact=True).click()
            expect(evidence.get_by_role("listitem")).to_have_count(1)
        look_everywhere(page)
        page.get_by_role("button", name="提出する", exact=True).click()
        expect(main(page)).to_contain_text("自己評価を提出しました。")
        look_everywhere(page)


def choose_completed_course(evidence: Locator) -> None:
    evidence.get_by_role("combobox").select_option(index=1)


def write_note(evidence: Locator) -> None:
    evidence.get_by_role("textbox").first.fill("窓口の案内文を作り直し、待ち時間を測った")
    evidence.locator("[type=date]").fill("2026-11-02")


def test_supervisor_rates_without_seeing_the_self_assessment(visiting: Visiting, city: Site) -> None:
    with visiting("Supervisor (first rater)") as supervisor:
        page = supervisor.open("/assess/")
        look(page)
        main(page).get_by_role("link", name="職員を評価する").click()
        row = page.locator("[data-rate-row]").filter(has_text=person(city, "Learner"))
        expect(row.locator(".self-cell")).to_have_text("提出済み")
        row.locator("[data-row-name]").focus()
        expect(row.locator("[data-evidence]")).to_contain_text("待ち時間を測った")
        assert "できている" not in row.inner_html()
        assert "gap" not in row.inner_html()
        look(page)

        page.keyboard.press("2")
        expect(row.locator("[data-saved]")).to_contain_text("保存済み")
        expect(row.locator(".self-cell")).to_contain_text("レベル3(知識)")
        expect(row.locator(".gap")).to_contain_text("1段階")
        expect(row.locator("[data-detail]")).to_contain_text("できている")
        look(page)


def test_second_rater_confirms(visiting: Visiting, city: Site) -> None:
    with visiting("Second rater") as second:
        page = second.open("/assess/")
        main(page).get_by_role("link", name="見て確定する").click()
        row = page.get_by_role("row").filter(has_text=person(city, "Learner"))
        expect(row).to_contain_text("レベル2(意欲)")
        look(page)
        choose(row.get_by_role("checkbox"))
        page.get_by_role("button", name="選んだ評価を確定する").click()
        page.get_by_role("dialog").get_by_role("button", name="確定する", exact=True).click()
        expect(main(page)).to_contain_text("1人のレベルを確定しました。")
        expect(row.get_by_role("checkbox")).to_have_count(0)
        look(page)


def test_learner_reads_the_level_and_who_saw_it(visiting: Visiting, city: Site) -> None:
    with visiting("Learner") as learner:
        page = learner.open("/me/")
        newest = main(page).locator(".my-levels > li").first
        expect(newest).to_contain_text("令和8年度 臨時(デモ)")
        expect(newest).to_contain_text("レベル2(意欲)")
        expect(newest).to_contain_text(person(city, "Second rater"))
        seen = main(page).get_by_role("region", name="私の評価を見た人")
        expect(seen).to_contain_text(person(city, "Supervisor (first rater)"))
        look_everywhere(page)


# Step 7: where the city stands

type Figures = dict[tuple[str, str], str]


def figures_on(page: Page) -> Figures:
    """Return every figure of the page's tables by what it counts and the group."""
    return {
        (label, group): cell
        for table in page.locator("table.figures").all()
        for groups in [table.locator("thead th").all_inner_texts()[1:]]
        for row in table.locator("tbody tr").all()
        for label in [row.locator("th").inner_text()]
        for group, cell in zip(groups, row.locator("td").all_inner_texts(), strict=True)
    }


def figures_in_workbook(body: bytes) -> Figures:
    """Return the workbook's figures as they would be written."""
    found: Figures = {}
    for sheet in load_workbook(BytesIO(body)).worksheets:
        _caption, heads, *rows = [*sheet.iter_rows(values_only=True), (), ()][:99]
        if not heads or heads[0] != "分類":
            continue
        for group, *cells in filter(None, rows):
            found |= {(str(head), str(group)): written(cell) for head, cell in zip(heads[1:], cells, strict=True)}
    return found


def written(value: object) -> str:
    return f"{value:.1%}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def figures_on_paper(body: bytes, groups: list[str]) -> Figures:
    """Return the figures of the printed page: each label is followed by a line for each group."""
    lines = [line.strip() for line in PdfReader(BytesIO(body)).pages[0].extract_text().splitlines()]
    starts = [index for index, line in enumerate(lines) if line and not re.match(r"[\d–]", line)]
    return {
        (lines[start], group): cell
        for start in starts
        for group, cell in zip(groups, lines[start + 1 : start + 1 + len(groups)], strict=False)
    }


def test_figures_are_the_same_on_screen_in_the_workbook_and_on_paper(visiting: Visiting, city: Site) -> None:
    with visiting("HR") as hr:
        page = hr.open("/hr/")
        main(page).get_by_role("link", name="レベルの現状").click()
        look(page)
        shown = figures_on(page)
        workbook = hr.get(page.get_by_role("link", name="Excel(xlsx)").get_attribute("href") or "")
        paper = hr.get(page.get_by_role("link", name="委員会資料(PDF)").get_attribute("href") or "")
    assert len(shown) > 80
    assert shown["対象", "全職員"].replace(",", "").isdigit()
    assert figures_in_workbook(workbook) == shown
    assert figures_on_paper(paper, list(dict.fromkeys(group for _label, group in shown))).items() >= shown.items()


def test_committee_sees_the_figures_and_a_learner_does_not(visiting: Visiting) -> None:
    with visiting("DX committee") as committee:
        page = committee.open()
        page.get_by_role("link", name="レポート").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("レベルの現状")
        look(page)
    with visiting("Learner") as learner:
        learner.refusals.add(403)
        page = learner.open("/reports/")
        expect(page.locator("table.figures")).to_have_count(0)
        look_everywhere(page)
        assert learner.context.request.get(f"{learner.site.lms}/reports/levels.xlsx").status == 403


# Step 8: a project

PROJECT = "転入手続きを30分で終える"


def test_team_logs_time_and_hands_in(visiting: Visiting) -> None:
    with visiting("Learner") as learner:
        page = learner.open()
        navigation(page).get_by_role("link", name="プロジェクト").click()
        look_everywhere(page)
        main(page).get_by_role("link", name=PROJECT).click()
        look_everywhere(page)
        week = main(page).get_by_role("region", name="今週の活動時間")
        week.get_by_role("button", name="30分", exact=True).click()
        expect(main(page)).to_contain_text("30分を記録しました")
        expect(week.get_by_role("listitem").filter(has_text="30分")).not_to_have_count(0)

        record = {"name": "試行計画.txt", "mimeType": "text/plain", "buffer": "窓口を1つ減らして測る。".encode()}
        page.set_input_files("[name=file]", record)
        main(page).get_by_role("button", name="提出する").click()
        expect(main(page)).to_contain_text("提出しました")
        expect(main(page)).to_contain_text("試行計画.txt")
        look_everywhere(page)


def test_mentor_reviews_against_the_rubric(visiting: Visiting) -> None:
    with visiting("Project mentor") as mentor:
        mentor.refusals.add(422)
        page = mentor.open("/projects/")
        look_everywhere(page)
        main(page).get_by_role("link", name=re.compile(f"講評する.*{PROJECT}", re.DOTALL)).click()
        look_everywhere(page)
        page.get_by_role("button", name="講評を記録する").click()
        expect(page.locator("[data-error-summary]")).to_be_focused()
        look_everywhere(page)
        for criterion in page.locator("fieldset").filter(has=page.locator("[name^=criterion]")).all():
            choose(criterion.get_by_role("radio").nth(2))
        choose(page.get_by_role("radio", name=re.compile("承認する")))
        page.get_by_role("textbox", name=re.compile("コメント")).fill(
            "減らした後の待ち時間も同じ方法で測ってください。"
        )
        page.get_by_role("button", name="講評を記録する").click()
        expect(main(page)).to_contain_text("講評を記録しました")
        look_everywhere(page)
    with visiting("Learner") as learner:
        page = learner.open("/projects/")
        main(page).get_by_role("link", name=PROJECT).click()
        expect(page.get_by_role("region", name="検証")).to_contain_text("未提出")


# In English

# Words of Japanese that stand in English on purpose, and data.
KEPT = re.compile(r"職員課|名簿|基準日|日本語")
SPOKEN = (
    "h1, h2, h3, button, label, legend, summary, th[scope=col], .nav-link, .button, .state, .card-meta, .stat-label"
)


def japanese_left(page: Page, city: Site) -> list[str]:
    """Return the page's headings, labels and buttons that still hold Japanese which is not data."""
    named = ("people_user.name", "people_departmentperiod.name", "people_workinggroup.name", "learning_project.title")
    columns = [place.split(".") for place in named]
    names = [row[0] for table, column in columns for row in city.rows(f"select distinct {column} from {table}")]
    known = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    texts = [known.sub("", text) for text in page.locator(SPOKEN).all_inner_texts()]
    return [text for text in texts if re.search(r"[ぁ-んァ-ヶ一-龠]", KEPT.sub("", text))]


@contextmanager
def in_english(page: Page) -> Iterator[None]:
    """Read in English, and put back the choice, which follows a person to every later visit."""
    choose_language(page, "English", "en")
    yield
    choose_language(page, "日本語", "ja")


def choose_language(page: Page, name: str, code: str) -> None:
    page.locator("details.menu > summary").first.click()
    page.get_by_role("button", name=name).first.click()
    expect(page.locator("html")).to_have_attribute("lang", code)


@pytest.mark.parametrize(
    ("part", "address", "heading"),
    [
        ("Learner", "/", "Home"),
        ("Learner", "/learn/a02/", "Information security"),
        ("Learner", "/me/", "My record"),
        ("Learner", "/projects/", "Projects"),
        ("Supervisor (first rater)", "/assess/rate/R8-demo/", "Rate your people"),
        ("HR", "/reports/", "Where the city stands"),
        ("HR", "/hr/roster/", "Roster loads"),
    ],
)
def test_page_speaks_english(visiting: Visiting, city: Site, part: str, address: str, heading: str) -> None:
    with visiting(part) as reader:
        page = reader.open(address)
        with in_english(page):
            expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
            look(page)
            assert japanese_left(page, city) == []


def test_self_assessment_speaks_english(visiting: Visiting, city: Site) -> None:
    with visiting("HR") as reader:
        page = reader.open("/assess/")
        with in_english(page):
            assert japanese_left(page, city) == []
            page.get_by_role("link", name="Start your self-assessment").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Self-assessment")
            look(page)
            assert japanese_left(page, city) == []
