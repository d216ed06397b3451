"""Sending files on the content origin: media types of our own, ranges, validators, nothing guessed."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import http_date, parse_http_date_safe

from curriculum.packages.extraction import stored_files
from lms.learning.scorm import byte_ranges
from lms.learning.scorm.byte_ranges import Span, Unsatisfiable
from lms.learning.scorm.mime import media_type

CHUNK = 256 * 1024


class Missing(Exception):
    """There is no such file."""


def locate(folder: Path, path: str) -> Path:
    """Return the file that a package's link means; raise Missing when there is none.

    Names are found as Windows or macOS found them on the author's machine: in other capitals, with accents composed
    or not, or percent-encoded in Shift_JIS.
    """
    try:
        files = stored_files(folder)
    except OSError as error:
        raise Missing from error
    for spelling in _spellings(path):
        if found := files.find(spelling):
            return found
    raise Missing


def _spellings(path: str) -> Iterator[str]:
    tidy = "/".join(part for part in path.replace("\\", "/").split("/") if part not in {"", "."})
    yield tidy
    if "%" in tidy:
        # Django leaves what is no UTF-8 percent-encoded.
        with suppress(UnicodeDecodeError):
            yield unquote_to_bytes(tidy).decode("cp932")


def send(
    request: HttpRequest, path: Path, *, cache_control: str, content_type: str = "", accel: str = ""
) -> HttpResponseBase:
    """Answer GET or HEAD with a file, a span of it, or the news that it has not changed.

    With `accel` (an internal address below nginx) the web server sends the bytes and answers ranges itself.
    """
    kind = content_type or media_type(path.name)
    if accel:
        headers = {"X-Accel-Redirect": quote(accel), "Cache-Control": cache_control}
        return HttpResponse(content_type=kind, headers=headers)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as error:
        raise Missing from error
    facts = os.fstat(handle)
    if not stat.S_ISREG(facts.st_mode):
        os.close(handle)
        raise Missing
    response = _answer(request, handle, facts, kind)
    response["Cache-Control"] = cache_control
    return response


def _answer(request: HttpRequest, handle: int, facts: os.stat_result, kind: str) -> HttpResponseBase:
    etag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    headers = {"ETag": etag, "Last-Modified": http_date(facts.st_mtime), "Accept-Ranges": "bytes"}
    if _is_unchanged(request, etag, facts):
        os.close(handle)
        return HttpResponse(status=304, headers=headers)
    try:
        span = _span(request, etag, facts)
    except Unsatisfiable:
        os.close(handle)
        headers["Content-Range"] = f"bytes */{facts.st_size}"
        return HttpResponse(status=416, content_type=kind, headers=headers)
    whole = Span(0, facts.st_size - 1)
    if span:
        headers["Content-Range"] = f"bytes {span.first}-{span.last}/{facts.st_size}"
    return _bytes(request, handle, span or whole, kind, headers, status=206 if span else 200)


def _bytes(
    request: HttpRequest, handle: int, span: Span, kind: str, headers: dict[str, str], *, status: int
) -> HttpResponseBase:
    headers["Content-Length"] = str(span.length)
    if request.method == "HEAD":
        os.close(handle)
        return HttpResponse(status=status, content_type=kind, headers=headers)
    if span.length > CHUNK:
        chunks = _chunks(handle, span)
        return StreamingHttpResponse(chunks, status=status, content_type=kind, headers=headers)
    try:
        content = os.pread(handle, span.length, span.first)
    finally:
        os.close(handle)
    return HttpResponse(content, status=status, content_type=kind, headers=headers)


def _chunks(handle: int, span: Span) -> Iterator[bytes]:
    try:
        position = span.first
        while position <= span.last:
            chunk = os.pread(handle, min(CHUNK, span.last + 1 - position), position)
            if not chunk:
                return
            position += len(chunk)
            yield chunk
    finally:
        os.close(handle)


def _is_unchanged(request: HttpRequest, etag: str, facts: os.stat_result) -> bool:
    if (known := request.headers.get("If-None-Match")) is not None:
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return etag in tags or "*" in tags
    since = request.headers.get("If-Modified-Since")
    moment = parse_http_date_safe(since) if since else None
    return moment is not None and int(facts.st_mtime) <= moment


def _span(request: HttpRequest, etag: str, facts: os.stat_result) -> Span | None:
    header = request.headers.get("Range")
    if not header:
        return None
    condition = request.headers.get("If-Range")
    if condition and condition.strip() not in {etag, http_date(facts.st_mtime)}:
        return None
    return byte_ranges.wanted(header, facts.st_size)
