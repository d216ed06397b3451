"""The shell of every page: components, sign-in, error pages, header."""

import re
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings, settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.template import TemplateSyntaxError, engines
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.translation import pgettext
from django.views import defaults
from django.views.csrf import csrf_failure

from lms.templatetags import ui
from tests.cast import Cast

SHELL = Path(settings.BASE_DIR) / "lms"
SPRITE = (SHELL / "static/lms/icons.svg").read_text()
TOKYO = ZoneInfo("Asia/Tokyo")


class Page(HTMLParser):
    """What a test asks of a page: tags with their attributes, and the ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.ids = [attrs["id"] for _tag, attrs in self.tags if "id" in attrs]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def page_of(client: Client, address: str, language: str = "ja") -> str:
    return client.get(address, headers={"accept-language": language}).content.decode()


def rendered(template: str, **context: object) -> str:
    return engines["django"].from_string(template).render(context)


@pytest.fixture
def demo(settings: LazySettings) -> None:
    settings.DEMO = True


# The style page


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.usefixtures("demo", "db")
def test_style_page_shows_every_component(client: Client, language: str) -> None:
    html = page_of(client, "/design/?errors=1", language)
    components = {path.stem for path in (SHELL / "templates/components").glob("*.html")}
    marks = {
        "button": "button-danger", "card": "card-lead", "field": "field-label", "_field_need": "field-required",
        "_field_words": "field-error", "error_summary": "data-error-summary", "choices": "choices",
        "levels": "level-none", "progress": "<progress", "breadcrumbs": "breadcrumbs", "pagination": "page-link",
        "sort_link": "sort-link", "tabs": "aria-current", "dialog": "sample-dialog", "disclosure": "disclosure-body",
        "empty": "empty-title", "notice": "notice-warning", "file_input": "file-drop", "stages": "stage-current",
        "stat": "stat-warning", "bar_row": "bar-row", "bar_legend": "bar-hatch", "save_state": "save-state-failed",
        "site_header": "site-header", "site_footer": "site-footer", "languages": "languages",
        "messages": "notice-line", "hr_crumb": None, "nav_row": None, "phone_bar": None,
        "sections": None,
    }  # fmt: skip
    assert set(marks) == components
    assert [name for name, mark in marks.items() if mark and mark not in html] == []


@pytest.mark.usefixtures("demo", "db")
def test_style_page_keeps_the_strict_policy_and_unique_ids(client: Client) -> None:
    page = Page(page_of(client, "/design/?errors=1"))
    inline = [(tag, name) for tag, attrs in page.tags for name in attrs if name == "style" or name.startswith("on")]
    assert inline == []
    assert [attrs for tag, attrs in page.tags if tag == "style" or (tag == "script" and "src" not in attrs)] == []
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.usefixtures("demo", "db")
def test_labels_and_descriptions_point_at_something(client: Client) -> None:
    page = Page(page_of(client, "/design/?errors=1"))
    pointers = [
        target
        for _tag, attrs in page.tags
        for name in ("for", "aria-describedby", "aria-labelledby", "data-dialog-open")
        for target in (attrs.get(name) or "").split()
    ]
    assert set(pointers) - set(page.ids) == set()


def test_style_page_is_absent_without_demo_data(client: Client, db: None) -> None:
    assert client.get("/design/").status_code == 404


def test_every_icon_named_in_the_shell_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))
    templates = "".join(path.read_text() for path in (SHELL / "templates").rglob("*.html"))
    named = set(re.findall(r'\{% icon "([^"]+)"', templates)) | set(ui.NOTICE_ICONS.values())
    assert named | {f"state-{key}" for key in ui.STATES} <= drawn


# Signing in


@pytest.mark.parametrize(
    ("language", "heading", "label"),
    [("ja", "サインイン", "職員番号"), ("en", "Sign in", "Staff number")],
)
def test_sign_in_asks_for_staff_number(client: Client, db: None, language: str, heading: str, label: str) -> None:
    html = page_of(client, reverse("account_login"), language)
    assert f"<h1>{heading}</h1>" in html
    assert label in html
    assert "職員課" in html


def test_wrong_password_is_said_in_a_summary_that_takes_focus(client: Client, cast: Cast) -> None:
    answer = client.post(
        reverse("account_login"),
        {"login": cast.alice.staff_no, "password": "wrong"},
        headers={"accept-language": "ja"},
    )
    html = answer.content.decode()
    assert "data-error-summary" in html
    assert "職員番号またはパスワードが正しくありません。" in html


@pytest.mark.parametrize("name", ["account_logout", "account_change_password", "account_reauthenticate"])
def test_account_pages_wear_the_product_frame(client: Client, cast: Cast, name: str) -> None:
    client.force_login(cast.alice)
    html = page_of(client, reverse(name))
    assert "site-header" in html
    assert cast.alice.name in html


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_inactive"])
def test_doors_that_are_closed_say_whom_to_ask(client: Client, db: None, name: str) -> None:
    html = page_of(client, reverse(name))
    assert "職員課" in html
    assert 'type="password"' not in html


def test_language_is_chosen_before_signing_in(client: Client, db: None) -> None:
    answer = client.post(reverse("set_language"), {"language": "en", "next": reverse("account_login")})
    assert answer["Location"] == reverse("account_login")
    assert "<h1>Sign in</h1>" in client.get(reverse("account_login")).content.decode()


# Errors


def get_request() -> HttpRequest:
    return RequestFactory().get("/somewhere/")


@pytest.mark.parametrize(
    ("language", "absent", "refused", "broken", "unreadable", "stale"),
    [
        (
            "ja",
            "ページが見つかりません",
            "開く権限がありません",
            "システム側で問題",
            "読み取れません",
            "時間がたちすぎ",
        ),
        ("en", "does not exist", "do not have the right", "went wrong", "could not be read", "open too long"),
    ],
)
def test_error_pages_say_what_happened(
    language: str, absent: str, refused: str, broken: str, unreadable: str, stale: str
) -> None:
    with translation.override(language):
        answers = {
            absent: defaults.page_not_found(get_request(), Http404()),
            refused: defaults.permission_denied(get_request(), PermissionDenied()),
            broken: defaults.server_error(get_request()),
            unreadable: defaults.bad_request(get_request(), ValueError()),
            stale: csrf_failure(get_request(), reason="cookie missing"),
        }
    assert [answer.status_code for answer in answers.values()] == [404, 403, 500, 400, 403]
    for words, answer in answers.items():
        assert words in answer.content.decode()


@pytest.mark.urls("tests.no_such_addresses")
def test_server_error_page_stands_without_addresses_or_database(settings: LazySettings) -> None:
    manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": manifest}}
    answer = defaults.server_error(get_request())
    assert answer.status_code == 500
    assert "lms/css/base.css" in answer.content.decode()


def test_absent_page_wears_the_frame_of_a_signed_in_person(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert cast.alice.name in answer.content.decode()


# Header


def test_header_names_the_person_and_the_department(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    html = page_of(client, reverse("account_logout"))
    assert cast.alice.name in html
    assert "市民課" in html


def test_editing_is_shown_to_authors_only(client: Client, cast: Cast) -> None:
    shown = {}
    for person in (cast.author, cast.charlie):
        client.force_login(person)
        shown[person] = reverse("wagtailadmin_home") in page_of(client, reverse("account_logout"))
    assert shown == {cast.author: True, cast.charlie: False}


def test_demo_band_is_shown_with_demo_data_only(client: Client, db: None, settings: LazySettings) -> None:
    shown = []
    for settings.DEMO in (True, False):
        shown.append("実在の職員・結果ではありません" in page_of(client, reverse("account_login")))
    assert shown == [True, False]


# Words


@pytest.mark.parametrize(
    ("template", "japanese", "english"),
    [
        ("{{ day|day }}", "令和8年11月26日(木)", "Thu 26 Nov 2026"),
        ("{{ day|short_day }}", "11月26日(木)", "Thu 26 Nov"),
        ("{{ at|moment }}", "令和8年11月23日(月) 10:32", "Mon 23 Nov 2026 10:32"),
        ("{{ at|clock_time }}", "10:32", "10:32"),
        ("{{ day|due:today }}", "あと3日・11月26日(木)", "3 days left, Thu 26 Nov"),
        ("{{ today|due:today }}", "今日まで・11月23日(月)", "Due today, Mon 23 Nov"),
        ("{{ today|due:day }}", "3日超過・11月23日(月)", "3 days over, Mon 23 Nov"),
        ("{{ none|due }}", "期限なし", "No due date"),
        ("{{ 15|minutes }}", "15分", "15 min"),
        ("{{ 60|minutes }}", "1時間", "1 h"),
        ("{{ 80|minutes }}", "1時間20分", "1 h 20 min"),
        ("{{ 2500|people }}", "2,500人", "2,500 people"),
        ("{{ 2500|grouped }}", "2,500", "2,500"),
        ('{{ "読む本文"|lang }}', "", ' lang="ja"'),
        ('{{ "Plain words"|lang }}', "", ""),
        ("{{ at|clock_time|grouped }}", "10:32", "10:32"),
        ("{{ 1|people }}", "1人", "1 person"),
        ("{{ 3|level_name }}", "知識", "Knowledge"),
    ],
)
def test_dates_and_amounts_are_said_in_words(template: str, japanese: str, english: str) -> None:
    context = {
        "day": date(2026, 11, 26),
        "today": date(2026, 11, 23),
        "at": datetime(2026, 11, 23, 10, 32, tzinfo=TOKYO),
        "none": None,
    }
    with translation.override("ja"):
        assert rendered(template, **context) == japanese
    with translation.override("en"):
        assert rendered(template, **context) == english


@pytest.mark.parametrize(
    ("due", "state"),
    [(date(2026, 11, 22), "overdue"), (date(2026, 11, 30), "due_soon"), (date(2026, 12, 1), ""), (None, "")],
)
def test_due_state_warns_a_week_ahead(due: date | None, state: str) -> None:
    assert ui.due_state(due, date(2026, 11, 23)) == state


def test_content_of_a_container_is_escaped_once() -> None:
    html = rendered(
        '{% notice kind="warning" title=title %}<p>{{ text }}</p>{% endnotice %}', title="<i>", text="a & b"
    )
    assert "&lt;i&gt;" in html
    assert "<p>a &amp; b</p>" in html


def test_bars_fill_the_whole_width_and_survive_an_empty_department() -> None:
    row = ui.bar_row("総務課", done=1, late=1, open=2)
    assert (row["done_width"], row["late_width"], row["open_start"], row["open_width"]) == (
        "25.0%", "25.0%", "50.0%", "50.0%",
    )  # fmt: skip
    assert ui.bar_row("空", done=0, late=0, open=0)["open_width"] == "0.0%"


def test_a_course_is_completed_and_overdue_in_the_same_words_everywhere() -> None:
    with translation.override("ja"):
        words = {pgettext("bar", "Done"), pgettext("course state", "Completed"), pgettext("course", "completed")}
        assert words == {"修了"}
        assert {pgettext("bar", "Late"), pgettext("state", "Overdue")} == {"期限超過"}
        assert "修了" in ui.course_state("completed")
        assert "完了" in ui.state("completed")


def test_what_is_constant_is_drawn_once_for_each_language() -> None:
    page = engines["django"].from_string(
        '{% constant %}{% translate "Home" %} {% icon "home" %}{% endconstant %}{{ name }}'
    )
    with translation.override("ja"):
        first, second = (page.render({"name": name}) for name in ("甲", "乙"))
    with translation.override("en"):
        english = page.render({"name": "A"})
    assert first.removesuffix("甲") == second.removesuffix("乙")
    assert (first.startswith("ホーム <svg"), english.startswith("Home <svg")) == (True, True)


@pytest.mark.parametrize("changing", ["{{ name }}", "{% csrf_token %}", "{% block part %}{% endblock %}"])
def test_what_changes_is_not_constant(changing: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="cannot be constant"):
        engines["django"].from_string(f"{{% constant %}}<p>{changing}</p>{{% endconstant %}}")


def test_nothing_of_the_page_reaches_what_is_constant() -> None:
    page = engines["django"].from_string("{% constant %}{% if name %}seen{% endif %}{% endconstant %}")
    assert page.render({"name": "甲"}) == ""
