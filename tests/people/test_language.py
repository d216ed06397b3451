"""The language a person chooses is theirs: on every terminal, and in their mail."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast

CHOOSE = reverse("set_language")
HOME = "/learn/"


def test_a_choice_follows_the_person_to_another_terminal(client: Client, cast: Cast) -> None:
    client.force_login(cast.alice)
    assert '<html lang="ja"' in client.get(HOME).text
    client.post(CHOOSE, {"language": "en"})
    elsewhere = Client()
    elsewhere.force_login(cast.alice)
    answer = elsewhere.get(HOME)
    assert '<html lang="en"' in answer.text
    assert answer["Content-Language"] == "en"
    cast.alice.refresh_from_db()
    assert cast.alice.mail_language == "en"


def test_the_browser_of_somebody_else_does_not_change_a_choice(client: Client, cast: Cast) -> None:
    client.post(CHOOSE, {"language": "en"})
    cast.alice.language = "ja"
    cast.alice.save()
    client.force_login(cast.alice)
    assert '<html lang="ja"' in client.get(HOME).text


def test_who_has_chosen_nothing_sees_what_the_browser_asks_for_and_gets_mail_in_japanese(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.alice)
    assert '<html lang="en"' in client.get(HOME, headers={"Accept-Language": "en"}).text
    assert cast.alice.mail_language == "ja"


@pytest.mark.parametrize("chosen", ["", "fr", "<script>"])
def test_a_language_that_does_not_exist_is_not_kept(client: Client, cast: Cast, chosen: str) -> None:
    client.force_login(cast.alice)
    client.post(CHOOSE, {"language": chosen})
    cast.alice.refresh_from_db()
    assert cast.alice.language == ""


def test_a_page_without_a_session_does_not_vary_by_cookie_for_its_language(client: Client, db: None) -> None:
    assert "Cookie" not in client.get("/i18n/setlang/").get("Vary", "")
