from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from lms.lib import clock
from lms.people.models import AuditEvent
from lms.people.single_sign_on import staff_no_from
from tests.cast import Cast
from tests.people.identity_provider import CLIENT, SECRET, IdentityProvider, running_provider

CODE = "one-time-code"


@pytest.fixture
def provider(settings: Settings) -> Iterator[IdentityProvider]:
    cache.clear()
    with running_provider() as provider:
        app = {
            "provider_id": "city",
            "name": "庁内アカウント",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": provider.address},
        }
        settings.OIDC_ISSUER = provider.address
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield provider


def come_through(client: Client, provider: IdentityProvider, **claims: object) -> HttpResponse:
    """Go to the provider as a browser does, and come back with a code."""
    provider.claims |= claims
    leaving = client.get(reverse("openid_connect_login", args=["city"]), {"next": "/learn/"})
    assert leaving.status_code == 302, leaving.content.decode()
    asked = parse_qs(urlsplit(leaving["Location"]).query)
    provider.challenges[CODE] = asked["code_challenge"][0]
    return client.get(reverse("openid_connect_callback", args=["city"]), {"code": CODE, "state": asked["state"][0]})


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ({"userinfo": {"employeeid": "000123"}}, "000123"),
        ({"id_token": {"employeeid": "000123"}}, "000123"),
        ({"userinfo": {"employeeid": " ０００１２３ "}}, "000123"),
        ({"userinfo": {"email": "000123@city.example"}}, ""),
        ({"userinfo": None, "id_token": {"employeeid": 123}}, "123"),
    ],
)
def test_the_claim_holds_the_staff_number(told: dict[str, dict[str, object]], number: str) -> None:
    assert staff_no_from(told, "employeeid") == number


def test_the_roster_s_person_is_signed_in_and_goes_where_they_wanted(
    client: Client, cast: Cast, provider: IdentityProvider
) -> None:
    answer = come_through(client, provider, employeeid=cast.alice.staff_no)
    assert (answer.status_code, answer["Location"]) == (302, "/learn/")
    assert client.session["_auth_user_id"] == str(cast.alice.pk)
    assert actions() == ["sign_in.succeeded"]


def test_a_number_the_roster_does_not_know_is_named_and_noted(
    client: Client, cast: Cast, provider: IdentityProvider
) -> None:
    answer = come_through(client, provider, employeeid="987654")
    assert answer.status_code == 403
    assert "987654" in answer.content.decode()
    assert not is_signed_in(client)
    assert list(AuditEvent.objects.values_list("action", "target")) == [("sign_in.unmatched", "987654")]


def test_mail_addresses_match_nobody(client: Client, cast: Cast, provider: IdentityProvider) -> None:
    answer = come_through(client, provider, email=f"{cast.alice.staff_no}@city.example")
    assert answer.status_code == 403
    assert not is_signed_in(client)


def test_who_has_left_is_turned_away(client: Client, cast: Cast, provider: IdentityProvider) -> None:
    cast.alice.left_on = clock.today() - timedelta(days=1)
    cast.alice.save()
    come_through(client, provider, employeeid=cast.alice.staff_no)
    assert not is_signed_in(client)
    assert actions() == ["sign_in.refused"]


def test_an_answer_to_somebody_else_s_question_is_refused(
    client: Client, cast: Cast, provider: IdentityProvider
) -> None:
    provider.claims["employeeid"] = cast.alice.staff_no
    answer = client.get(reverse("openid_connect_callback", args=["city"]), {"code": CODE, "state": "invented"})
    assert "サインインできませんでした" in answer.content.decode()
    assert not is_signed_in(client)
    assert actions() == ["sign_in.provider_failed"]


def test_a_broken_provider_leaves_the_password(client: Client, cast: Cast, provider: IdentityProvider) -> None:
    provider.is_broken = True
    answer = client.get(reverse("openid_connect_login", args=["city"]))
    assert "サインインできませんでした" in answer.content.decode()
    assert "職員番号とパスワード" in client.get(reverse("account_login")).content.decode()


def test_the_sign_in_page_offers_the_provider_only_when_there_is_one(client: Client, db: None) -> None:
    assert "庁内アカウント" not in client.get(reverse("account_login")).content.decode()


def test_nobody_signs_up_or_ties_an_account(client: Client, cast: Cast, provider: IdentityProvider) -> None:
    client.force_login(cast.alice)
    for page in ("socialaccount_signup", "socialaccount_connections"):
        assert client.get(reverse(page))["Location"] == reverse("home")


# What the administrator sees


def test_the_administrator_sees_settings_and_who_was_not_matched(
    client: Client, cast: Cast, provider: IdentityProvider
) -> None:
    come_through(Client(), provider, employeeid="987654")
    client.force_login(cast.admin)
    page = client.get(reverse("operations:sign_on")).content.decode()
    assert provider.address in page
    assert "http://testserver/accounts/oidc/city/login/callback/" in page
    assert "987654" in page


def test_the_provider_is_asked(client: Client, cast: Cast, provider: IdentityProvider) -> None:
    client.force_login(cast.admin)
    address = reverse("operations:sign_on")
    assert "認証基盤は正しく応答しました" in client.post(address, follow=True).content.decode()
    provider.is_broken = True
    assert "OIDC_ISSUER" in client.post(address, follow=True).content.decode()
