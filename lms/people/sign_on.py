"""Sign-on through django-allauth: by staff number, with no self-registration; every try is in the audit trail."""

from datetime import date
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from lms.lib import clock
from lms.lib.prepared import prepared
from lms.people import audit
from lms.people.accounts import passwords
from lms.people.models import User


def has_left(user: User, on: date) -> bool:
    """Tell whether the person's last day in office lies before this date."""
    return user.left_on is not None and user.left_on <= on


class StaffBackend(AuthenticationBackend):
    """Signs in who is in office; the session of somebody who has left ends with their next request."""

    def get_user(self, user_id: UUID) -> User | None:
        user = _by_key.first(user_id)
        return user if user and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User) -> bool:
        return super().user_can_authenticate(user) and not has_left(user, clock.today())


@prepared
def _by_key(key: UUID) -> QuerySet[User]:
    return User.objects.filter(pk=key)


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts come from the roster; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The staff number or the password is not right. Check both and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._record("sign_in.throttled", request, credentials)
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        self._record("sign_in.failed", request, credentials)

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        """Turn away who has left, which allauth does not ask, and whose slip is too old."""
        if has_left(user, clock.today()) or not user.is_active:
            audit.record("sign_in.refused", actor=None, subject=user, at=clock.now(), details=self._origin(request))
            return self.respond_user_inactive(request, user)
        is_by_password = "sociallogin" not in (options.get("signal_kwargs") or {})
        temporary = passwords.temporary_of(user) if is_by_password else None
        if temporary and temporary.expires_at <= clock.now():
            audit.record("sign_in.refused", actor=None, subject=user, at=clock.now(), details=self._origin(request))
            return render(request, "account/temporary_password_over.html", status=403)
        request.session[passwords.MUST_CHANGE] = temporary is not None
        return super().pre_login(request, user, **options)

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        audit.record("sign_in.succeeded", actor=user, subject=user, at=clock.now(), details=self._origin(request))

    def _record(self, action: str, request: HttpRequest, credentials: dict[str, Any]) -> None:
        # What was typed is not kept when it names nobody: people type passwords into the wrong box.
        tried = User.objects.filter(staff_no=str(credentials.get("username", ""))).first()
        audit.record(action, actor=None, subject=tried, at=clock.now(), details=self._origin(request))

    def _origin(self, request: HttpRequest) -> dict[str, str]:
        try:
            return {"ip": self.get_client_ip(request)}
        except PermissionDenied:
            return {}
