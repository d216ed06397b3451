"""Package files on the content origin: who may fetch them, and that browsers get what they need to play them."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from lms.learning.scorm import tokens
from lms.learning.scorm.byte_ranges import Span, Unsatisfiable, wanted
from lms.learning.scorm.mime import media_type
from lms.learning.scorm.queries import launch_url
from tests.cast import Cast
from tests.factories.scorm import Played, scorm_course
from tests.scorm.generator import PackageSpec

VIDEO = bytes(range(256)) * 4096  # 1 MiB, more than one chunk
SJIS = '<meta charset="Shift_JIS"><p>日本語</p>'.encode("cp932")
FILES = {
    "video.mp4": VIDEO,
    "small.txt": b"0123456789",
    "empty.txt": b"",
    "sjis.html": SJIS,
    "Img/Photo.PNG": b"png",
    "教材/第１章.js": b"1",
    "app.mjs": b"export {}",
    "a.wasm": b"\0asm",
    "strange.xyz": b"?",
}


@pytest.fixture
def played(cast: Cast) -> Played:
    return scorm_course(cast.alice, PackageSpec(extra_files=FILES))


@pytest.fixture
def content() -> Client:
    return Client(headers={"host": "content.testserver"})


def address(played: Played, path: str, *, at: datetime | None = None) -> str:
    prefix = tokens.files_prefix(played.version.sha256, uuid4(), at=at or timezone.now())
    return f"/c/{prefix}/{path}"


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.django_db
def test_file_needs_no_person_no_cookie_and_no_query(
    content: Client, played: Played, django_assert_num_queries: Any
) -> None:
    url = address(played, "small.txt")
    with django_assert_num_queries(0):
        response = content.get(url)
    assert response.status_code == 200
    assert body(response) == b"0123456789"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.django_db
def test_headers_let_a_package_run_but_not_reach_out(content: Client, played: Played) -> None:
    response = content.get(address(played, "index.html"))
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert "'unsafe-eval'" in policy["script-src"]
    assert policy["connect-src"] == "'self' blob: data:"
    assert policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == "'self' http://testserver"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "unload=*" in response["Permissions-Policy"]
    assert "X-Frame-Options" not in response


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["small.txt", "video.mp4"])
def test_prefix_runs_out(content: Client, played: Played, path: str) -> None:
    assert content.get(address(played, path, at=timezone.now() - timedelta(days=3))).status_code == 403


@pytest.mark.django_db
def test_forged_prefix_is_refused(content: Client, played: Played) -> None:
    url = address(played, "small.txt")
    other = url.replace(played.version.sha256, "0" * 64)
    assert content.get(other).status_code == 403
    assert content.get("/c/x/small.txt").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "nothing.txt",
        "../small.txt",
        "..%2fsmall.txt",
        "%2e%2e/%2e%2e/secret_key",
        ".names.json",
        "a%00b",
        "Img",
        "Img/",
    ],
)
def test_nothing_but_the_package_s_files_is_there(content: Client, played: Played, path: str) -> None:
    response = content.get(address(played, path))
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/plain")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "img/photo.png",
        "Img%5CPhoto.PNG",
        "./Img//Photo.PNG",
        "教材/第１章.js",
        "%E6%95%99%E6%9D%90/%E7%AC%AC%EF%BC%91%E7%AB%A0.js",
        "%8B%B3%8D%DE/%91%E6%82P%8F%CD.js",
    ],
)
def test_names_are_found_as_on_the_authors_machine(content: Client, played: Played, path: str) -> None:
    assert content.get(address(played, path)).status_code == 200


@pytest.mark.django_db
def test_shift_jis_page_gets_no_false_charset(content: Client, played: Played) -> None:
    response = content.get(address(played, "sjis.html"))
    assert response["Content-Type"] == "text/html"
    assert body(response) == SJIS


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.js", "text/javascript"),
        ("a.mjs", "text/javascript"),
        ("a.min.JS", "text/javascript"),
        ("a.svg", "image/svg+xml"),
        ("a.wasm", "application/wasm"),
        ("a.vtt", "text/vtt"),
        ("a.json", "application/json"),
        ("a.woff2", "font/woff2"),
        ("a.mp4", "video/mp4"),
        ("a.m4a", "audio/mp4"),
        ("a.webm", "video/webm"),
        ("a.css", "text/css"),
        ("a.pdf", "application/pdf"),
        ("a.xhtml", "application/xhtml+xml"),
        ("a.xyz", "application/octet-stream"),
        ("noending", "application/octet-stream"),
    ],
)
def test_media_types_are_our_own(name: str, kind: str) -> None:
    assert media_type(name) == kind


SIZE = 10


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-1", Span(0, 1)),
        ("bytes=0-", Span(0, 9)),
        ("bytes=9-", Span(9, 9)),
        ("bytes=-3", Span(7, 9)),
        ("bytes=-99", Span(0, 9)),
        ("bytes=5-99", Span(5, 9)),
        ("bytes=0-1,4-5", Span(0, 1)),
        ("bytes=20-30,4-5", Span(4, 5)),
        ("Bytes = 0-1", Span(0, 1)),
        ("bytes=1-0", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("bytes", None),
        ("lines=0-1", None),
        ("bytes=0-1;2", None),
        ("bytes=" + ",".join(["0-1"] * 200), None),
    ],
)
def test_ranges(header: str, span: Span | None) -> None:
    assert wanted(header, SIZE) == span


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_ranges_beyond_the_end(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        wanted(header, SIZE)


@pytest.mark.django_db
def test_part_of_a_video(content: Client, played: Played) -> None:
    url = address(played, "video.mp4")
    whole = content.get(url)
    assert (whole.status_code, whole["Accept-Ranges"], whole["Content-Length"]) == (200, "bytes", str(len(VIDEO)))
    assert body(whole) == VIDEO
    part = content.get(url, headers={"range": "bytes=100-300100"})
    assert part.status_code == 206
    assert part["Content-Range"] == f"bytes 100-300100/{len(VIDEO)}"
    assert part["Content-Length"] == "300001"
    assert body(part) == VIDEO[100:300101]
    last = content.get(url, headers={"range": "bytes=-16"})
    assert body(last) == VIDEO[-16:]
    beyond = content.get(url, headers={"range": f"bytes={len(VIDEO)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(VIDEO)}")


@pytest.mark.django_db
def test_head_has_the_length_and_no_body(content: Client, played: Played) -> None:
    response = content.head(address(played, "video.mp4"))
    assert (response.status_code, response["Content-Length"], body(response)) == (200, str(len(VIDEO)), b"")
    part = content.head(address(played, "video.mp4"), headers={"range": "bytes=0-1"})
    assert (part.status_code, part["Content-Length"]) == (206, "2")


@pytest.mark.django_db
def test_empty_file(content: Client, played: Played) -> None:
    response = content.get(address(played, "empty.txt"))
    assert (response.status_code, response["Content-Length"], body(response)) == (200, "0", b"")
    assert content.get(address(played, "empty.txt"), headers={"range": "bytes=0-"}).status_code == 416


@pytest.mark.django_db
def test_unchanged_file_is_not_sent_again(content: Client, played: Played) -> None:
    url = address(played, "small.txt")
    first = content.get(url)
    etag, modified = first["ETag"], first["Last-Modified"]
    for headers in ({"if-none-match": etag}, {"if-none-match": f'"x", W/{etag}'}, {"if-modified-since": modified}):
        again = content.get(url, headers=headers)
        assert (again.status_code, body(again)) == (304, b"")
    assert content.get(url, headers={"if-none-match": '"x"'}).status_code == 200


@pytest.mark.django_db
def test_range_counts_only_while_the_file_is_the_same(content: Client, played: Played) -> None:
    url = address(played, "small.txt")
    etag = content.get(url)["ETag"]
    same = content.get(url, headers={"range": "bytes=0-1", "if-range": etag})
    other = content.get(url, headers={"range": "bytes=0-1", "if-range": '"other"'})
    assert (same.status_code, other.status_code) == (206, 200)


@pytest.mark.django_db
def test_web_server_may_send_the_bytes(content: Client, played: Played, settings: Any) -> None:
    settings.PACKAGES_ACCEL = "/packages"
    response = content.get(address(played, "video.mp4"))
    assert response["X-Accel-Redirect"] == f"/packages/{played.version.sha256}/video.mp4"
    assert (response["Content-Type"], response.content) == ("video/mp4", b"")
    assert "Content-Security-Policy" in response


@pytest.mark.django_db
def test_only_reading(content: Client, played: Played) -> None:
    assert content.post(address(played, "small.txt")).status_code == 405


def test_prefix_stays_the_same_for_a_while() -> None:
    registration, at = uuid4(), timezone.now()
    prefixes = {
        tokens.files_prefix("0" * 64, registration, at=at + timedelta(minutes=minutes)) for minutes in range(0, 60, 5)
    }
    assert len(prefixes) <= 2


@pytest.mark.parametrize(
    ("launch", "url"),
    [
        ("index.html", "index.html"),
        ("a b/日本.html?x=1&y=%20#頁", "a%20b/%E6%97%A5%E6%9C%AC.html?x=1&y=%20#頁"),
        ("100%25.html", "100%25.html"),
        ("what%3F.html#a?b", "what%3F.html#a?b"),
    ],
)
def test_launch_address(launch: str, url: str) -> None:
    assert launch_url("PREFIX", launch) == f"/c/PREFIX/{url}"


# The shell's own scripts


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("learning/scorm/shell.js", 200),
        ("vendor/scorm-again/scorm12.min.js", 200),
        ("lms/css/base.css", 404),
        ("vendor/htmx/htmx.min.js", 404),
        ("learning/scorm/../../lms/css/base.css", 404),
        ("learning/scorm/nothing.js", 404),
    ],
)
def test_only_the_shell_s_scripts_are_served(content: Client, path: str, status: int) -> None:
    response = content.get(f"/static/{path}")
    assert response.status_code == status
    if status == 200:
        assert response["Content-Type"] == "text/javascript; charset=utf-8"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "no-cache"


def test_packed_script_with_a_hash_is_kept_for_long(content: Client, settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    folder = tmp_path / "learning/scorm"
    folder.mkdir(parents=True)
    (folder / "shell.0123456789ab.js").write_bytes(b"plain")
    (folder / "shell.0123456789ab.js.gz").write_bytes(b"packed")
    response = content.get("/static/learning/scorm/shell.0123456789ab.js", headers={"accept-encoding": "gzip, br"})
    assert response["Content-Encoding"] == "gzip"
    assert "immutable" in response["Cache-Control"]
    assert body(response) == b"packed"


def test_content_origin_has_nothing_else(content: Client) -> None:
    for path in ("/admin/", "/learn/", "/accounts/login/", "/static/", "/play/x"):
        response = content.get(path)
        assert response.status_code == 404
        assert not response.cookies
