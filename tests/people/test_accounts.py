"""Roles are granted and ended, passwords handed out on slips: who may, what follows, what the trail says."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from lms.lib import clock
from lms.people.access import has_role
from lms.people.accounts import passwords, roles
from lms.people.models import AuditEvent, Role, RoleGrant, TemporaryPassword, User
from tests.cast import Cast
from tests.factories import RoleGrantFactory, UserFactory

NEW = "a-new-password-of-my-own"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def slip_for(person: User) -> str:
    """Return the password on a person's new slip."""
    return passwords.issue([person], by=None, at=clock.now())[0].password


def sign_in(client: Client, person: User, password: str) -> int:
    return client.post(reverse("account_login"), {"login": person.staff_no, "password": password}).status_code


# Roles


def test_an_administrator_grants_a_role_over_a_department(client: Client, cast: Cast) -> None:
    client.force_login(cast.admin)
    today = clock.today()
    data = {
        "staff_no": cast.alice.staff_no,
        "role": "hr",
        "department": cast.department.pk,
        "since": today.isoformat(),
    }
    assert client.post(reverse("people:roles"), data).status_code == 302
    made = RoleGrant.objects.get(person=cast.alice)
    assert (made.role, made.department, made.valid_from, made.granted_by) == ("hr", cast.department, today, cast.admin)
    event = AuditEvent.objects.get(action="role.granted")
    assert (event.actor, event.subject, event.target) == (cast.admin, cast.alice, f"hr {cast.department.code}")
    again = client.post(reverse("people:roles"), data)
    assert again.status_code == 422
    assert "すでに" in again.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("staff_no", "999999", "999999"), ("since", "2020-01-01", "過去"), ("role", "king", "選択")],
)
def test_a_wrong_grant_says_what_to_mend(client: Client, cast: Cast, field: str, value: str, words: str) -> None:
    client.force_login(cast.admin)
    data = {"staff_no": cast.alice.staff_no, "role": "author", "since": clock.today().isoformat(), field: value}
    answer = client.post(reverse("people:roles"), data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not RoleGrant.objects.filter(person=cast.alice).exists()


def test_only_hr_may_be_limited_to_a_department(client: Client, cast: Cast) -> None:
    client.force_login(cast.admin)
    data = {"staff_no": cast.alice.staff_no, "role": "administrator", "since": clock.today().isoformat()}
    answer = client.post(reverse("people:roles"), data | {"department": cast.department.pk})
    assert answer.status_code == 422
    assert "この役割は全庁が対象です" in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(
            person=cast.alice, role="administrator", department=cast.department, valid_from=clock.today()
        )


def test_an_ended_role_holds_no_longer_and_stays_in_the_history(client: Client, cast: Cast) -> None:
    made = RoleGrantFactory(person=cast.alice, role="author", valid_from=date(2026, 4, 1))
    client.force_login(cast.admin)
    client.post(reverse("people:end_role", args=[made.pk]))
    made.refresh_from_db()
    assert made.valid_to == clock.today()
    assert not has_role(User.objects.get(pk=cast.alice.pk), Role.AUTHOR, on=clock.today())
    assert AuditEvent.objects.filter(action="role.ended", subject=cast.alice).exists()


def test_a_role_that_has_not_begun_is_taken_out(cast: Cast) -> None:
    made = RoleGrantFactory(person=cast.alice, role="author", valid_from=clock.today() + timedelta(days=3))
    roles.end(made, on=clock.today(), by=cast.admin, at=clock.now())
    assert not RoleGrant.objects.filter(person=cast.alice).exists()


def test_the_last_administrator_stays(client: Client, cast: Cast) -> None:
    client.force_login(cast.admin)
    made = RoleGrant.objects.get(person=cast.admin)
    client.post(reverse("people:end_role", args=[made.pk]))
    made.refresh_from_db()
    assert made.valid_to is None


def test_the_first_administrator_is_made_from_the_shell(db: None) -> None:
    person = UserFactory()
    call_command("grant_role", person.staff_no, "administrator")
    assert has_role(person, Role.ADMINISTRATOR, on=clock.today())
    with pytest.raises(CommandError):
        call_command("grant_role", person.staff_no, "administrator")
    with pytest.raises(CommandError, match="999999"):
        call_command("grant_role", "999999", "administrator")


# Temporary passwords


def test_a_slip_opens_the_door_once_and_leads_to_an_own_password(client: Client, cast: Cast) -> None:
    password = slip_for(cast.alice)
    assert sign_in(client, cast.alice, password) == 302
    change = reverse("account_change_password")
    assert client.get(reverse("home"))["Location"] == change
    client.post(change, {"oldpassword": password, "password1": NEW, "password2": NEW})
    assert not TemporaryPassword.objects.exists()
    later = Client()
    assert sign_in(later, cast.alice, password) == 200
    assert sign_in(later, cast.alice, NEW) == 302
    assert later.get(reverse("home")).status_code == 200
    assert AuditEvent.objects.filter(action="password.changed", actor=cast.alice).exists()


def test_an_old_slip_is_refused_with_the_remedy(client: Client, cast: Cast, settings: LazySettings) -> None:
    settings.TEMPORARY_PASSWORD_DAYS = 0
    answer = client.post(reverse("account_login"), {"login": cast.alice.staff_no, "password": slip_for(cast.alice)})
    assert answer.status_code == 403
    assert "職員課" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_new_slip_ends_what_was_before(cast: Cast) -> None:
    old, open_session = slip_for(cast.alice), Client()
    sign_in(open_session, cast.alice, old)
    slip_for(cast.alice)
    assert TemporaryPassword.objects.filter(person=cast.alice).count() == 1
    assert open_session.get(reverse("account_change_password")).status_code == 302
    assert sign_in(Client(), cast.alice, old) == 200


def test_passwords_are_long_random_and_easy_to_read() -> None:
    made = {passwords.random_password() for _round in range(200)}
    assert len(made) == 200
    assert {len(password) for password in made} == {19}
    assert not set("".join(made)) & set("0o1li")


def test_hr_prints_slips_for_joiners(client: Client, cast: Cast) -> None:
    joiner = UserFactory(name="髙﨑 𠮷子")
    User.objects.filter(pk=joiner.pk).update(password="!never")
    client.force_login(cast.hr)
    page = client.get(reverse("people:passwords"), {"joiners": ""})
    assert joiner.staff_no in page.content.decode()
    answer = client.post(reverse("people:passwords"), {"numbers": joiner.staff_no})
    text = "".join(PdfReader(BytesIO(answer.content)).pages[0].extract_text().split())
    assert "髙﨑𠮷子様" in text
    assert joiner.staff_no in text
    printed = next(word for word in text.split("入力)")[1:] if "-" in word)[:19]
    assert sign_in(Client(), joiner, printed) == 302
    event = AuditEvent.objects.get(action="password.issued")
    assert (event.actor, event.subject) == (cast.hr, joiner)
    assert answer["Cache-Control"].startswith("max-age=0")


def test_numbers_nobody_has_are_named_and_nothing_is_issued(client: Client, cast: Cast) -> None:
    client.force_login(cast.hr)
    answer = client.post(reverse("people:passwords"), {"numbers": f"{cast.alice.staff_no}\n999998 999999"})
    assert answer.status_code == 422
    assert "999998, 999999" in answer.content.decode()
    assert not TemporaryPassword.objects.exists()


def test_hr_may_not_reset_an_administrator(client: Client, cast: Cast) -> None:
    client.force_login(cast.hr)
    answer = client.post(reverse("people:passwords"), {"numbers": cast.admin.staff_no})
    assert answer.status_code == 422
    assert "システム管理者" in answer.content.decode()
    client.force_login(cast.admin)
    assert client.post(reverse("people:passwords"), {"numbers": cast.admin.staff_no}).status_code == 200


def test_a_password_from_the_shell_signs_in(client: Client, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("issue_password", cast.admin.staff_no)
    assert sign_in(client, cast.admin, capsys.readouterr().out.strip()) == 302
