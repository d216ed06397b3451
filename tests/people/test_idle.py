from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from lms.lib import clock
from lms.people.idle import SEEN
from tests.cast import Cast

NINE = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
type Wait = Callable[[float], None]


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Wait:
    """Let minutes pass since nine o'clock, when somebody signs in; 30 without a sign of life end a session."""
    settings.SESSION_IDLE_MINUTES = 30

    def until(minutes: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: NINE + timedelta(minutes=minutes))

    until(0)
    return until


def is_signed_in(client: Client) -> bool:
    return bool(client.get(reverse("people:session"), headers={"X-Asks-Itself": "1"}).json()["who"])


@pytest.mark.parametrize(("minutes", "lasts"), [(29, True), (30.9, True), (31.1, False), (600, False)])
def test_a_session_nobody_uses_ends(cast: Cast, client: Client, wait: Wait, minutes: float, *, lasts: bool) -> None:
    client.force_login(cast.alice)
    wait(minutes)
    assert is_signed_in(client) == lasts


def test_every_page_and_every_answer_is_a_sign_of_life(cast: Cast, client: Client, wait: Wait) -> None:
    client.force_login(cast.alice)
    for minutes in (25, 50, 75):
        wait(minutes)
        client.get("/")
    for minutes in (100, 125):
        wait(minutes)
        client.post(reverse("people:session"))
    wait(150)
    assert is_signed_in(client)


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(cast: Cast, client: Client, wait: Wait) -> None:
    client.force_login(cast.alice)
    for minutes in (10, 20, 30):
        wait(minutes)
        client.get("/", headers={"HX-Request": "true"})
        assert is_signed_in(client)
    wait(32)
    assert not is_signed_in(client)


def test_signs_of_life_are_written_once_a_minute(cast: Cast, client: Client, wait: Wait) -> None:
    client.force_login(cast.alice)
    signed_in = client.session[SEEN]
    wait(0.9)
    client.get("/")
    assert client.session[SEEN] == signed_in
    wait(1.1)
    client.get("/")
    assert client.session[SEEN] == signed_in + 66


def test_who_comes_back_is_told_why_and_led_back(cast: Cast, client: Client, wait: Wait) -> None:
    client.force_login(cast.alice)
    wait(45)
    answer = client.get(reverse("learning:home"), follow=True)
    assert answer.redirect_chain == [(f"{reverse('account_login')}?next={reverse('learning:home')}", 302)]
    assert "しばらく操作がなかったため、サインアウトしました。" in answer.content.decode()


def test_a_city_may_let_sessions_last(cast: Cast, client: Client, wait: Wait, settings: LazySettings) -> None:
    settings.SESSION_IDLE_MINUTES = 0
    client.force_login(cast.alice)
    wait(500)
    page = client.get("/").content.decode()
    assert 'id="idle"' not in page
    assert is_signed_in(client)
