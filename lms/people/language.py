"""The language a person has chosen: it follows them from one terminal to the next, and their mail is written in it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from lms.people.models import User


class LanguageMiddleware:
    """Shows pages in the signed-in person's own language; who has chosen none sees what the browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a session there is nobody to ask about, and the answer stays free of "Vary: Cookie".
        if settings.SESSION_COOKIE_NAME in request.COOKIES and (chosen := getattr(request.user, "language", "")):
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Change the language of this browser and, for somebody signed in, of their pages and mails everywhere."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in dict(settings.LANGUAGES):
        request.user.language = chosen
        request.user.save(update_fields=["language"])
    return set_language(request)
