"""Single sign-on by OpenID Connect (R12): the city's identity provider says who it is, the roster who may enter.

People are matched by the staff number in a claim, each time anew; no tie to the provider is stored. Signing in with
staff number and password stays possible, so that the system can be entered when the provider fails.
"""

import unicodedata
from collections.abc import Mapping
from typing import Any

from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect.views import login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

from lms.lib import clock
from lms.people import audit
from lms.people.models import User

UNMATCHED = "sign_in.unmatched"


def staff_no_from(claims: Mapping[str, Any], claim: str) -> str:
    """Return the staff number among what a provider tells (its user info first, then its ID token); "" without one."""
    for part in ("userinfo", "id_token"):
        value = (claims.get(part) or {}).get(claim)
        if value:
            return unicodedata.normalize("NFKC", str(value)).strip()
    return ""


class CitySignOnAdapter(DefaultSocialAccountAdapter):
    """Lets in whom the roster knows, and nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Mapping[str, Any]) -> User:
        """Take nothing over: names and addresses come from the roster."""
        user: User = sociallogin.user
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Sign in the person of the claim, by the same way as with a password: who has left is turned away there.

        Raises:
            ImmediateHttpResponse: always; it carries the answer.
        """
        number = staff_no_from(sociallogin.account.extra_data, settings.OIDC_STAFF_NO_CLAIM)
        user = User.objects.filter(staff_no=number).first() if number else None
        if user is None:
            raise ImmediateHttpResponse(self._unmatched(request, number))
        wanted = sociallogin.get_redirect_url(request)
        raise ImmediateHttpResponse(
            perform_login(request, user, redirect_url=wanted, signal_kwargs={"sociallogin": sociallogin})
        )

    def _unmatched(self, request: HttpRequest, number: str) -> HttpResponse:
        audit.record(UNMATCHED, actor=None, at=clock.now(), target=number)
        context = {"number": number, "name": settings.OIDC_NAME}
        return render(request, "socialaccount/unmatched.html", context, status=403)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: object,
        error: object = None,
        exception: Exception | None = None,
        extra_context: Mapping[str, object] | None = None,
    ) -> None:
        details = {"error": str(error or ""), "kind": type(exception).__name__ if exception else ""}
        audit.record("sign_in.provider_failed", actor=None, at=clock.now(), details=details)


@login_not_required
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the person to the provider; say so where it cannot be reached, which allauth leaves to an error 500."""
    try:
        answer: HttpResponse = login(request, provider_id)
    except RequestException as error:
        provider = get_adapter(request).get_provider(request, provider_id)
        answer = render_authentication_error(request, provider, exception=error)
    return answer
