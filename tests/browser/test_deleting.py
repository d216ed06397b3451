"""A deletion in Chromium, from the proposal to the record: two people sign, and the leaver's page has no name."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.site import Site
from tests.browser.visits import look_everywhere, visit

pytestmark = pytest.mark.browser
HR, ADMINISTRATOR = "HR", "administrator"
LEAVER, HELD = "赤松 清", "小笠原 勝"


def said(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("main")).to_contain_text(words)


def test_two_people_delete_a_leavers_records(browser: Browser, city: Site) -> None:
    with visit(browser, city, ADMINISTRATOR) as administrator, visit(browser, city, HR) as hr:
        learner = hr.open(f"/learn/support/?q={LEAVER}")
        learner.get_by_role("rowheader", name=LEAVER).get_by_role("link").press("Enter")
        said(learner, LEAVER)
        proposal = administrator.open("/ops/retention/")
        look_everywhere(proposal)
        proposal.get_by_label("文書番号").fill("総第41号")
        proposal.get_by_role("button", name="起案する").press("Enter")
        said(proposal, "別の担当者か管理者の承認が必要です")
        look_everywhere(proposal)

        page = hr.open(proposal.url)
        expect(page.get_by_role("button", name="承認して廃棄する")).to_have_count(0)
        page.get_by_role("link", name="氏名が残る文章を調べる").press("Enter")
        look_everywhere(page)
        page.get_by_role("button", name="調べたことを記録する").press("Enter")
        said(page, "件に氏名がありました")
        page.get_by_text("氏名を表示する").press("Enter")
        said(page, LEAVER)
        expect(page.get_by_text(HELD)).to_have_count(0)
        look_everywhere(page)
        page.get_by_role("button", name="承認して廃棄する").press("Enter")
        page.get_by_role("dialog").get_by_role("button", name="承認して廃棄する").press("Enter")
        expect(page.get_by_role("link", name="廃棄記録(PDF)")).to_be_visible()
        look_everywhere(page)

        [sheet] = PdfReader(BytesIO(administrator.get(f"{proposal.url}record.pdf"))).pages
        words = "".join(sheet.extract_text().split())
        assert all(part in words for part in ("廃棄記録", "総第41号", "ディスクから消えたことを確認"))
        assert LEAVER.replace(" ", "") not in words
        learner.reload()
        said(learner, re.compile("退職者[0-9A-Z]{10}"))
        expect(learner.get_by_role("main")).not_to_contain_text(LEAVER)
        learner.goto(f"{city.lms}/learn/support/?q={LEAVER}")
        expect(learner.get_by_text(LEAVER)).to_have_count(0)
        page.goto(f"{city.lms}/ops/retention/people/")
        said(page, HELD)
        expect(page.get_by_text(LEAVER)).to_have_count(0)
