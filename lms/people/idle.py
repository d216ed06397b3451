"""Sessions that nobody uses end (R14): counter computers are shared.

The browser warns two minutes before and covers the page when time is up (`js/idle.js`); what was entered stays there
and is shown again to the same person only. The server ends the session by itself, in case no page is open to do it.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.lib import clock

SEEN = "seen"
# The time of the last sign of life is written at most once in so many seconds, and kept that much longer than the
# browser counts, so that the browser speaks first.
EVERY_SECONDS = 60
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def note_sign_in(*, request: HttpRequest, **_more: object) -> None:
    """Note that somebody was there just now."""
    request.session[SEEN] = int(clock.now().timestamp())


class IdleMiddleware:
    """Ends a session that nobody has used for `SESSION_IDLE_MINUTES`; 0 lets it last. Asks no database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_IDLE_MINUTES and SESSION_KEY in request.session:
            self.look_at(request)
        return self.get_response(request)

    def look_at(self, request: HttpRequest) -> None:
        now = int(clock.now().timestamp())
        idle = now - request.session.get(SEEN, 0)
        if idle > settings.SESSION_IDLE_MINUTES * 60 + EVERY_SECONDS:
            logout(request)
            messages.info(request, _("You were signed out because nothing was done for a while."))
        elif idle >= EVERY_SECONDS and is_sign_of_life(request):
            request.session[SEEN] = now


def is_sign_of_life(request: HttpRequest) -> bool:
    """Tell whether somebody is there: a page that asks for progress, or for this session, does so by itself."""
    asks_by_itself = request.headers.get("HX-Request") or request.headers.get("X-Asks-Itself")
    return request.method not in SAFE_METHODS or not asks_by_itself


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """Tell a page whose session this is, with the token its forms need now; posting is a sign of life."""
    who = str(request.user.pk) if request.user.is_authenticated else ""
    return JsonResponse({"who": who, "token": get_token(request)})
