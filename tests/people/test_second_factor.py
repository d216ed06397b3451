"""An authenticator app: set up, asked for at sign-in, demanded of powerful roles, reset when it is lost."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import LazySettings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from lms.people.models import AuditEvent
from tests.cast import Cast
from tests.factories.people import PASSWORD

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def demanded(settings: LazySettings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def sign_in(client: Client, staff_no: str) -> str:
    answer = client.post(reverse("account_login"), {"login": staff_no, "password": PASSWORD})
    return answer["Location"]


def give_password_again(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_secret_is_not_stored_in_the_clear(cast: Cast) -> None:
    totp = TOTP.activate(cast.hr, SECRET)
    assert SECRET not in str(totp.instance.data)


def test_app_is_asked_for_at_sign_in(client: Client, cast: Cast) -> None:
    TOTP.activate(cast.alice, SECRET)
    assert sign_in(client, cast.alice.staff_no) == reverse("mfa_authenticate")
    assert client.get(reverse("home")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    client.post(reverse("mfa_authenticate"), {"code": code_now(SECRET)})
    assert client.get(reverse("home")).status_code == 200


def test_powerful_role_is_led_to_set_it_up(client: Client, cast: Cast, demanded: None) -> None:
    assert sign_in(client, cast.hr.staff_no) == reverse("home")
    assert client.get(reverse("people:roster"))["Location"] == reverse("mfa_activate_totp")
    give_password_again(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert done.status_code == 302
    assert client.get(reverse("people:roster")).status_code == 200


def test_learner_needs_none(client: Client, cast: Cast, demanded: None) -> None:
    client.force_login(cast.alice)
    assert client.get(reverse("home")).status_code == 200


def test_demanded_app_cannot_be_removed(client: Client, cast: Cast, demanded: None) -> None:
    TOTP.activate(cast.hr, SECRET)
    sign_in(client, cast.hr.staff_no)
    client.post(reverse("mfa_authenticate"), {"code": code_now(SECRET)})
    give_password_again(client)
    refused = client.post(reverse("mfa_deactivate_totp"))
    assert refused.context["form"].errors
    assert Authenticator.objects.filter(user=cast.hr, type="totp").exists()


def test_lost_app_is_reset(cast: Cast) -> None:
    TOTP.activate(cast.hr, SECRET)
    call_command("reset_second_factor", cast.hr.staff_no)
    assert not Authenticator.objects.exists()
    assert AuditEvent.objects.get(action="second_factor.reset").subject == cast.hr
    with pytest.raises(CommandError):
        call_command("reset_second_factor", cast.hr.staff_no)
    with pytest.raises(CommandError, match="999999"):
        call_command("reset_second_factor", "999999")
