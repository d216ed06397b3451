"""The content origin: a second host for uploaded packages, where no LMS cookie exists."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseRedirect
from django.urls import resolve

type View = Callable[[HttpRequest], HttpResponse]

URLCONF = "lms.content_urls"
PLAIN = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}


def content_url(path: str) -> str:
    """Return the absolute address of a path on the content origin."""
    return f"{settings.CONTENT_SCHEME}://{settings.CONTENT_HOST}{path}"


class ContentOriginMiddleware:
    """Answers requests for the content host from `lms.content_urls`, before sessions, sign-on and CSRF.

    It stands first in the chain, so a package's scripts meet no view that knows who is signed in; every content
    view proves its own right with a signed token instead (SCORM.md T24).
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.get_host() != settings.CONTENT_HOST:
            return self.get_response(request)
        if request.path_info == "/":
            return HttpResponseRedirect(settings.LMS_ORIGIN)
        request.urlconf = URLCONF
        try:
            view, args, kwargs = resolve(request.path_info, URLCONF)
            return view(request, *args, **kwargs)
        except Http404:
            # The error page of the LMS has a header and a person; nothing of that belongs here.
            return HttpResponseNotFound("Not found", content_type="text/plain; charset=utf-8", headers=PLAIN)
