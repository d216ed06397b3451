"""Due dates, notices, rules and reminders in Chromium: a phone for the learner, a desk and the keyboard for HR."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.site import Site
from tests.browser.visits import look, look_everywhere, visit

pytestmark = pytest.mark.browser
TOKYO = ZoneInfo("Asia/Tokyo")
HR, LEARNER, SUPERVISOR = "HR", "Learner", "Supervisor (first rater)"


def test_a_learner_asks_for_more_time_and_the_supervisor_answers(browser: Browser, city: Site) -> None:
    with visit(browser, city, LEARNER) as learner:
        page = learner.open("/learn/a09/")
        page.get_by_role("link", name="期限の相談").click()
        look_everywhere(page)
        page.get_by_label("いつまでに終えられますか").fill("2099-01-05")
        page.get_by_label("所属の繁忙期").press("Space")
        learner.refusals.add(422)
        page.get_by_role("button", name="相談を送る").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("半年より先")
        look_everywhere(page)
        in_a_month = datetime.now(TOKYO).date() + timedelta(days=30)
        page.get_by_label("いつまでに終えられますか").fill(in_a_month.isoformat())
        page.get_by_role("button", name="相談を送る").press("Enter")
        expect(page.locator("main")).to_contain_text("相談は回答待ちです")
    with visit(browser, city, SUPERVISOR) as supervisor:
        page = supervisor.open("/team/learning/")
        look_everywhere(page)
        page.get_by_role("link", name=city.facts["people"][LEARNER]["name"]).first.press("Enter")
        look_everywhere(page)
        page.get_by_role("button", name="期限を延ばす").press("Enter")
        expect(page.locator("main")).to_contain_text("知らせました")
    with visit(browser, city, LEARNER) as learner:
        page = learner.open("/notices/")
        look_everywhere(page)
        expect(page.locator("main")).to_contain_text("期限の相談への回答")


def test_hr_drills_down_checks_and_reminds(browser: Browser, city: Site) -> None:
    with visit(browser, city, HR) as hr:
        page = hr.open("/hr/")
        page.get_by_role("link", name="未受講").click()
        look_everywhere(page)
        page.locator("summary.bar-row").first.press("Enter")
        look(page)
        page.get_by_role("link", name="全員の氏名").first.press("Enter")
        look_everywhere(page)
        page.get_by_role("link", name="督促する").press("Enter")
        look_everywhere(page)
        expect(page.locator("main")).to_contain_text("修了済み")
        page.get_by_role("button", name="督促を送る").press("Enter")
        expect(page.locator("main")).to_contain_text("督促を受け付けました")
        look_everywhere(page)


def test_hr_words_a_message_in_both_languages(browser: Browser, city: Site) -> None:
    with visit(browser, city, HR) as hr:
        page = hr.open("/hr/reminders/")
        page.get_by_role("link", name="メールの文面").press("Enter")
        look_everywhere(page)
        page.get_by_role("link", name="【{urgency}】{course}").press("Enter")
        look_everywhere(page)
        page.get_by_label("件名").fill("お早めに: {couse}")
        hr.refusals.add(422)
        page.get_by_role("button", name="実際の例で確かめる").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("{couse}")
        look_everywhere(page)
        page.get_by_label("件名").fill("お早めに: {course}")
        page.get_by_role("button", name="実際の例で確かめる").press("Enter")
        expect(page.get_by_role("heading", name="送られる文面")).to_be_visible()
        expect(page.locator(".card")).to_contain_text("お早めに: ")
        page.get_by_role("button", name="この文面を使う").press("Enter")
        expect(page.locator("main")).to_contain_text("この文面で送ります")
        page.get_by_role("link", name="English").press("Enter")
        expect(page.locator("main")).to_contain_text("日本語の文面が変わっています")
        look_everywhere(page)
        page.get_by_role("link", name="日本語").press("Enter")
        page.get_by_role("button", name="最初からの文面に戻す").press("Enter")
        page.get_by_role("dialog").get_by_role("button", name="最初からの文面に戻す").press("Enter")
        expect(page.get_by_label("件名")).to_have_value("【{urgency}】{course}")


def test_hr_looks_at_rules_and_previews_a_draft(browser: Browser, city: Site) -> None:
    with visit(browser, city, HR) as hr:
        page = hr.open("/hr/assignments/")
        look_everywhere(page)
        page.get_by_role("link", name="WG活動に従事する職員").press("Enter")
        expect(page.locator("main")).to_contain_text("WG")
        look_everywhere(page)
        for address in ("/hr/assignments/new/", "/hr/exemptions/", "/hr/extensions/", "/hr/closed-days/"):
            page.goto(city.lms + address)
            look_everywhere(page)
