"""The second factor (R13): an authenticator app, asked of everyone who has one, demanded of powerful roles."""

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.lib import clock
from lms.people import audit
from lms.people.access import has_role
from lms.people.models import Role, User

DEMANDING_ROLES = (Role.HR, Role.ADMINISTRATOR, Role.AUDITOR)
# Where somebody without a second factor may still go: signing in and out, setting it up, the language.
OPEN_PATHS = ("/accounts/", "/i18n/")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names the account by staff number, keeps secrets encrypted, and keeps a demanded factor in place."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "The code is not right. Enter the digits the app shows now; they change every 30 seconds."
        ),
        "cannot_delete_authenticator": gettext_lazy("Your role needs a second factor, so it cannot be removed."),
    }

    def get_totp_label(self, user: User) -> str:
        return user.staff_no

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not is_demanded(authenticator.user)


def cipher() -> Fernet:
    """Return the cipher of this installation's SECRET_KEY."""
    key = hashlib.sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def is_demanded(user: User) -> bool:
    """Tell whether somebody may not work without a second factor."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and has_role(user, *DEMANDING_ROLES, on=clock.today())


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


@transaction.atomic
def reset(user: User, *, by: User | None, at: datetime) -> bool:
    """Take a lost second factor off an account, so that a new one can be set up; tell whether there was one."""
    deleted, _rows = Authenticator.objects.filter(user=user).delete()
    if deleted:
        audit.record("second_factor.reset", actor=by, subject=user, at=at)
    return bool(deleted)


class SecondFactorMiddleware:
    """Leads who must have a second factor and has none to the page that sets it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(OPEN_PATHS) and self.is_missing(request):
            messages.warning(request, _("Your role needs a second factor. Set up an authenticator app to go on."))
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def is_missing(self, request: HttpRequest) -> bool:
        user = getattr(request, "user", None)
        return isinstance(user, User) and is_demanded(user) and not has_second_factor(user)
