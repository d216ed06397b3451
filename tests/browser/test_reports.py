"""Reports in Chromium: the committee's pages whole at first opening, and HR's long lists built behind the page."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from tests.browser.site import Site
from tests.browser.visits import look_everywhere, visit

pytestmark = pytest.mark.browser
HR, COMMITTEE = "HR", "DX committee"
LINE = "監査の求めによる一覧"


def test_the_committee_finds_every_page_whole(browser: Browser, city: Site) -> None:
    with visit(browser, city, COMMITTEE) as committee:
        page = committee.open("/reports/")
        look_everywhere(page)
        for link, heading in (("所属別", "部・課別"), ("部・課別の修了状況", "部・課別の修了状況")):
            page.get_by_role("link", name=link, exact=True).press("Enter")
            expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
            expect(page.get_by_role("rowheader", name="全庁")).to_be_visible()
            look_everywhere(page)
            for kind in ("Excel (xlsx)", "CSV", "PDF"):
                address = page.get_by_role("link", name=kind).get_attribute("href")
                assert address
                assert committee.get(city.lms + address)
            page.goto(city.lms + "/reports/")


@pytest.mark.parametrize("kind", ["PDF", "Excel (xlsx)"])
def test_hr_has_a_list_of_everybody_built_and_fetches_it(browser: Browser, city: Site, kind: str) -> None:
    with visit(browser, city, HR) as hr:
        page = hr.open("/reports/learning/audit/")
        hr.refusals.add(422)
        page.get_by_role("button", name=kind).press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("目的")
        look_everywhere(page)
        page.get_by_label("目的").fill(LINE)
        page.get_by_role("button", name=kind).press("Enter")
        expect(page.get_by_role("heading", name="ファイルができました")).to_be_visible()
        look_everywhere(page)
        address = page.get_by_role("link", name="ダウンロード").get_attribute("href")
        assert address
        body = hr.get(city.lms + address)
        if kind == "PDF":
            words = "".join(PdfReader(BytesIO(body)).pages[0].extract_text().split())
            assert LINE in words
        else:
            sheet = load_workbook(BytesIO(body)).worksheets[0]
            assert sheet.max_row > 2400
            assert sheet.freeze_panes
        page.goto(city.lms + "/reports/files/")
        expect(page.get_by_text(LINE).first).to_be_visible()
        look_everywhere(page)
        file = page.url, address
    with visit(browser, city, COMMITTEE) as committee:
        for place in file:
            answer = committee.context.request.get(place if place.startswith("http") else city.lms + place)
            assert answer.status == 403
