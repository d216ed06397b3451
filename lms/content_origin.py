"""The content origin: host names of their own for uploaded packages, where no LMS cookie exists."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseRedirect
from django.urls import resolve

type View = Callable[[HttpRequest], HttpResponse]

URLCONF = "lms.content_urls"
PLAIN = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}
ANY = "*"
LABEL_LENGTH = 40  # characters of a digest; a label of a host name may have 63


def content_host(sha256: str) -> str:
    """Return the host that plays a package: its own below a wildcard ("*.content.example.jp"), else one for all."""
    host: str = settings.CONTENT_HOST
    return host.replace(ANY, sha256[:LABEL_LENGTH])


def content_origin(sha256: str) -> str:
    return f"{settings.CONTENT_SCHEME}://{content_host(sha256)}"


def content_url(path: str, sha256: str) -> str:
    """Return the absolute address of a path on the origin of a package."""
    return f"{content_origin(sha256)}{path}"


def is_content_host(host: str) -> bool:
    """Tell whether a host is for packages; below a wildcard every name is, so that none of them reaches the LMS."""
    if settings.CONTENT_HOST.startswith(ANY):
        return host.endswith(settings.CONTENT_HOST.removeprefix(ANY))
    return bool(host == settings.CONTENT_HOST)


class ContentOriginMiddleware:
    """Answers requests for content hosts from `lms.content_urls`, before sessions, sign-on and CSRF.

    It stands first in the chain, so a package's scripts meet no view that knows who is signed in; every content
    view proves its own right with a signed token instead (SCORM.md T24).
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_content_host(request.get_host()):
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
