"""Temporary passwords (R13): made at random, handed out on paper, to be changed at the first sign-in."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, PBKDF2PasswordHasher, get_hasher
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lms.lib import clock
from lms.people import audit
from lms.people.models import TemporaryPassword, User

# Without 0 o 1 l i, which paper makes alike: 4 x 4 of 31 characters are 79 bits.
CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"
BLOCKS, BLOCK = 4, 4
# Django hashes anew with its own number of rounds at the first sign-in.
ITERATIONS = 20_000
MUST_CHANGE = "must_change_password"
# Where somebody with a temporary password may go: signing in and out, changing it, the language.
OPEN_PATHS = ("/accounts/", "/i18n/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What is printed once and kept nowhere."""

    person: User
    password: str
    expires_at: datetime


@transaction.atomic
def issue(people: Iterable[User], *, by: User | None, at: datetime) -> list[Issued]:
    """Give each person a new temporary password; what they had before, and their open sessions, end."""
    expires_at = at + timedelta(days=settings.TEMPORARY_PASSWORD_DAYS)
    issued = [Issued(person=person, password=random_password(), expires_at=expires_at) for person in people]
    for each in issued:
        each.person.password = quick_hash(each.password)
    User.objects.bulk_update([each.person for each in issued], ["password"], batch_size=200)
    TemporaryPassword.objects.bulk_create(
        [TemporaryPassword(person=each.person, issued_at=at, issued_by=by, expires_at=expires_at) for each in issued],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["issued_at", "issued_by", "expires_at"],
    )
    audit.record_each("password.issued", actor=by, at=at, subjects=[each.person for each in issued])
    return issued


def quick_hash(password: str) -> str:
    """Hash a random password: its bits make guessing hopeless, so a hundred slips need not take a minute."""
    hasher = get_hasher()
    rounds = {"iterations": ITERATIONS} if isinstance(hasher, PBKDF2PasswordHasher) else {}
    return str(hasher.encode(password, hasher.salt(), **rounds))


def random_password() -> str:
    """Return such as k7mw-3pxe-h9td-vq2s."""
    return "-".join("".join(secrets.choice(CHARACTERS) for _place in range(BLOCK)) for _block in range(BLOCKS))


def never_signed_in() -> QuerySet[User]:
    """Return who is in office and has no password: joiners whom the roster brought."""
    unusable = Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return User.objects.in_office(clock.today()).filter(unusable, is_active=True).order_by("staff_no")


def temporary_of(user: User) -> TemporaryPassword | None:
    return TemporaryPassword.objects.filter(person=user).first()


def note_own_password(*, request: HttpRequest, user: User, **_more: object) -> None:
    """Note that somebody has chosen their own password: the slip is done with."""
    TemporaryPassword.objects.filter(person=user).delete()
    request.session.pop(MUST_CHANGE, None)
    audit.record("password.changed", actor=user, subject=user, at=clock.now())


class TemporaryPasswordMiddleware:
    """Leads who came with a temporary password to the page where they choose their own. Asks no database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(OPEN_PATHS) and request.session.get(MUST_CHANGE) and is_signed_in(request):
            messages.warning(request, _("Choose a password of your own to go on. The one on the slip ends with it."))
            return redirect("account_change_password")
        return self.get_response(request)


def is_signed_in(request: HttpRequest) -> bool:
    return isinstance(getattr(request, "user", None), User)
