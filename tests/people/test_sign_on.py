from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lms.lib import clock
from lms.people.models import AuditEvent
from tests.cast import Cast
from tests.factories.people import PASSWORD


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def sign_in(client: Client, staff_no: str, password: str = PASSWORD) -> object:
    return client.post(reverse("account_login"), {"login": staff_no, "password": password})


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("people:roster")).status_code != 302


def test_somebody_in_office_signs_in_and_it_is_recorded(client, cast: Cast) -> None:
    sign_in(client, cast.hr.staff_no)
    assert is_signed_in(client)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.details["ip"]) == ("sign_in.succeeded", cast.hr, "127.0.0.1")


def test_a_wrong_password_is_recorded_without_what_was_typed(client, cast: Cast) -> None:
    sign_in(client, cast.hr.staff_no, "wrong-password-1")
    sign_in(client, "mistaken-password", "wrong-password-1")
    assert not is_signed_in(client)
    assert actions() == ["sign_in.failed", "sign_in.failed"]
    assert [event.subject for event in AuditEvent.objects.order_by("sequence")] == [cast.hr, None]
    assert "mistaken" not in str([event.details for event in AuditEvent.objects.all()])


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "職員番号またはパスワード"), ("en", "The staff number or the password")]
)
def test_a_wrong_password_is_explained_in_the_words_of_the_form(client, cast: Cast, language: str, words: str) -> None:
    client.cookies["django_language"] = language
    assert words in sign_in(client, cast.hr.staff_no, "wrong-password-1").content.decode()


@pytest.mark.parametrize(("days", "may"), [(0, False), (-1, False), (1, True)])
def test_who_has_left_cannot_sign_in(client, cast: Cast, days: int, may: bool) -> None:
    cast.hr.left_on = clock.today() + timedelta(days=days)
    cast.hr.save()
    sign_in(client, cast.hr.staff_no)
    assert is_signed_in(client) is may
    assert actions()[-1] == ("sign_in.succeeded" if may else "sign_in.refused")


def test_the_session_of_who_has_left_ends(client, cast: Cast) -> None:
    client.force_login(cast.hr)
    assert is_signed_in(client)
    cast.hr.left_on = date(2020, 1, 1)
    cast.hr.save()
    assert not is_signed_in(client)


def test_guessing_is_slowed_down_and_recorded(client, cast: Cast) -> None:
    for _try in range(5):
        sign_in(client, cast.hr.staff_no, "wrong-password-1")
    response = sign_in(client, cast.hr.staff_no)
    assert response.status_code == 200
    assert not is_signed_in(client)
    assert actions()[-1] == "sign_in.throttled"


def test_others_sign_in_while_one_account_is_slowed_down(client, cast: Cast) -> None:
    for _try in range(6):
        sign_in(client, cast.hr.staff_no, "wrong-password-1")
    sign_in(client, cast.admin.staff_no)
    assert is_signed_in(client)
