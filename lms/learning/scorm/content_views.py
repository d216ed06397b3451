"""What the content origin answers: the player shell, commits, package files, the few scripts the shell needs.

Nobody is signed in here and no cookie is read or set; a signed word in the path is the only right there is. Package
scripts share this origin, so nothing they could misuse lives on it.
"""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from lms.content_origin import content_host
from lms.learning.scorm import files, queries, services, tokens
from lms.learning.scorm.cmi import BadData
from lms.learning.scorm.mime import media_type
from lms.learning.scorm.services.commits import MAX_BODY, MAX_SEQUENCE, Reply, refusal
from lms.learning.scorm.viewing import browsing_state, viewing_state
from lms.lib import clock

# The scripts of the shell; nothing else of the product is served to packages.
STATIC_FOLDERS = ("learning/scorm/", "vendor/scorm-again/")
HASHED_LENGTH = 12

COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Chrome is about to switch `unload` off, and many courses finish in it (SCORM.md 1.4).
    "Permissions-Policy": "unload=*, camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def shell_policy() -> str:
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
        f"base-uri 'none'; form-action 'none'; frame-ancestors {settings.LMS_ORIGIN}"
    )


def package_policy() -> str:
    """Let authoring tools' output run (inline scripts, eval, blobs) but reach nothing beyond this origin."""
    return (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; connect-src 'self' blob: data:; "
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; style-src 'self' 'unsafe-inline' blob: data:; "
        "frame-src 'self' blob: data:; worker-src 'self' blob: data:; object-src 'self' blob: data:; "
        f"base-uri 'self'; form-action 'self'; frame-ancestors 'self' {settings.LMS_ORIGIN}"
    )


type View[**P] = Callable[P, HttpResponseBase]


def with_headers[**P](view: View[P]) -> View[P]:
    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(*args, **kwargs)
        for name, value in COMMON.items():
            response.headers.setdefault(name, value)
        return response

    return answered


@with_headers
@require_safe
def shell(request: HttpRequest, token: str) -> HttpResponse:
    """The page around a package: the run-time with its data, the package in a frame, the way to save."""
    return _shell(request, lambda: queries.shell_state(tokens.read_launch_token(token).session, token, at=clock.now()))


@with_headers
@require_safe
def viewing(request: HttpRequest, token: str) -> HttpResponse:
    """The same page for somebody who looks at a learner's package: it has nothing to write to."""
    return _shell(request, lambda: viewing_state(token, at=clock.now()))


@with_headers
@require_safe
def browsing(request: HttpRequest, token: str) -> HttpResponse:
    """The same page for somebody who looks around in a package that nobody has played."""
    return _shell(request, lambda: browsing_state(token, at=clock.now()))


def _shell(request: HttpRequest, find: Callable[[], dict[str, Any]]) -> HttpResponse:
    try:
        state = find()
    except tokens.Refused:
        context = {"lms": settings.LMS_ORIGIN}
        response = render(request, "learning/scorm/shell_refused.html", context, status=401)
    else:
        response = render(request, "learning/scorm/shell.html", {"state": state})
    response["Content-Security-Policy"] = shell_policy()
    response["Cache-Control"] = "no-store"
    return response


@with_headers
@require_POST
def commit(request: HttpRequest, token: str) -> HttpResponse:
    """Keep a commit. `?n=` is its sequence; the body is JSON whatever its type says, beacons cannot choose."""
    body, sequence = _posted(request)
    if body is None or sequence is None:
        return _answer(refusal(400, "not a commit"))
    return _answer(services.commit(token, sequence, body, at=clock.now()))


@with_headers
@require_POST
def ping(request: HttpRequest, token: str) -> HttpResponse:
    if not is_from_here(request):
        return _answer(refusal(403, "origin"))
    return _answer(services.ping(token, at=clock.now()))


@with_headers
@require_POST
def navigation(request: HttpRequest, token: str) -> HttpResponse:
    """Say which navigation requests would be valid with the data in the body, which is not kept."""
    body, _ = _posted(request)
    if body is None:
        return _answer(refusal(400, "not a commit"))
    return _answer(services.navigation(token, body))


@with_headers
@require_POST
def replay(request: HttpRequest, token: str) -> HttpResponse:
    """Take what this browser kept and could not send; answer with the state to launch from."""
    body, _ = _posted(request)
    try:
        if body is None:
            raise BadData("not a commit")
        is_taken = services.replay(token, body, at=clock.now())
        state = queries.shell_state(tokens.read_launch_token(token).session, token, at=clock.now())
    except tokens.Refused:
        return _answer(refusal(401, "expired"))
    except BadData as problem:
        return _answer(refusal(400, str(problem)))
    return JsonResponse({"result": True, "errorCode": 0, "taken": is_taken, "state": state})


def _posted(request: HttpRequest) -> tuple[bytes | None, int | None]:
    """Return the body and the sequence; None for what is missing, too large or from elsewhere."""
    if not is_from_here(request) or int(request.headers.get("Content-Length") or 0) > MAX_BODY:
        return None, None
    number = request.GET.get("n", "")
    is_number = number.isascii() and number.isdigit() and 0 < int(number) <= MAX_SEQUENCE
    try:
        return request.body, int(number) if is_number else None
    except RawPostDataException:
        return None, None


def is_from_here(request: HttpRequest) -> bool:
    """Tell whether a page of this origin sent the request; a beacon under no-referrer hides its origin as "null"."""
    origin = request.headers.get("Origin", "null")
    if origin == "null":
        return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return origin == f"{settings.CONTENT_SCHEME}://{request.get_host()}"


def _answer(reply: Reply) -> HttpResponse:
    return _json(reply.body, status=reply.status)


def _json(body: Mapping[str, object], *, status: int) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(json.dumps(body), content_type="application/json", status=status, headers=headers)


@with_headers
@require_safe
def package_file(request: HttpRequest, prefix: str, path: str) -> HttpResponseBase:
    """One file of a package, for whoever holds a signed prefix that has not run out."""
    try:
        sha256 = tokens.read_files_prefix(prefix)
    except tokens.Refused:
        return HttpResponse("Expired", status=403, content_type="text/plain")
    if request.get_host() != content_host(sha256):
        raise Http404  # the origin of another package
    folder = Path(settings.PACKAGES_ROOT) / sha256
    try:
        found = files.locate(folder, path)
        accel = settings.PACKAGES_ACCEL and f"{settings.PACKAGES_ACCEL}/{sha256}/{found.relative_to(folder)}"
        response = files.send(request, found, cache_control="private, max-age=86400, immutable", accel=accel)
    except files.Missing:
        raise Http404 from None
    response["Content-Security-Policy"] = package_policy()
    return response


@with_headers
@require_safe
def script(request: HttpRequest, path: str) -> HttpResponseBase:
    """The shell's own scripts and styles."""
    if not path.startswith(STATIC_FOLDERS) or ".." in path:
        raise Http404
    collected = Path(settings.STATIC_ROOT) / path
    found = str(collected) if collected.is_file() else finders.find(path)
    if not found:
        raise Http404
    try:
        return _sent_script(request, Path(found))
    except files.Missing:
        raise Http404 from None


def _sent_script(request: HttpRequest, found: Path) -> HttpResponseBase:
    parts = found.name.split(".")
    is_hashed = len(parts) > 2 and len(parts[-2]) == HASHED_LENGTH
    cache = "public, max-age=31536000, immutable" if is_hashed else "no-cache"
    kind = f"{media_type(found.name)}; charset=utf-8"
    packed = found.with_name(f"{found.name}.gz")
    if "gzip" in request.headers.get("Accept-Encoding", "") and packed.is_file():
        response = files.send(request, packed, cache_control=cache, content_type=kind)
        response["Content-Encoding"] = "gzip"
    else:
        response = files.send(request, found, cache_control=cache, content_type=kind)
    response["Vary"] = "Accept-Encoding"
    return response
