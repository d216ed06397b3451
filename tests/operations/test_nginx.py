"""docs/servers/nginx.conf before the product: nginx sends a package's bytes, and only to whom the product lets."""

import re
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from lms.learning.scorm import tokens
from tests.browser.site import ROOT, free_port, wait_until_answering
from tests.cast import Cast
from tests.factories.scorm import scorm_course
from tests.scorm.generator import PackageSpec

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
VIDEO = bytes(range(256)) * 4096
CARRIED = (
    "Cache-Control",
    "Content-Security-Policy",
    "Content-Type",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
)
pytestmark = [
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed"),
    pytest.mark.django_db(transaction=True),
]


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


def get(port: int, address: str, **headers: str) -> Answer:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{address}", headers={**headers, "Host": "content.testserver"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return Answer(status=response.status, headers=response.headers, body=response.read())
    except urllib.error.HTTPError as refused:
        return Answer(status=refused.code, headers=refused.headers, body=refused.read())


@pytest.fixture
def nginx(live_server: LiveServer, settings: LazySettings, tmp_path: Path) -> Iterator[int]:
    """Run nginx with the shipped file, but for TLS, ports and paths."""
    settings.PACKAGES_ACCEL = "/_packages"
    port, other = free_port(), free_port()
    shipped = (ROOT / "docs/servers/nginx.conf").read_text(encoding="utf-8")
    ours = re.sub(r"^ *ssl_.*\n", "", shipped, flags=re.MULTILINE)
    for theirs, here in {
        "127.0.0.1:8000": live_server.url.removeprefix("http://"),
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        "listen 80;": f"listen 127.0.0.1:{other};",
        "lms.example.jp *.content.example.jp": "content.testserver localhost",
        "/srv/dx/var/packages": str(settings.PACKAGES_ROOT),
    }.items():
        assert theirs in ours
        ours = ours.replace(theirs, here)
    folders = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if tmp_path.owner() == "root" else ""
    file = tmp_path / "nginx.conf"
    file.write_text(
        f"{user} daemon off; pid {tmp_path}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {folders}\n{ours}}}\n",
        encoding="utf-8",
    )
    assert NGINX
    server = subprocess.Popen([NGINX, "-c", str(file), "-p", str(tmp_path)])
    try:
        wait_until_answering(f"http://localhost:{port}/accounts/login/")
        yield port
    finally:
        server.terminate()
        server.wait(10)


def test_bytes_come_from_nginx_with_the_headers_of_the_product(
    nginx: int, live_server: LiveServer, cast: Cast, settings: LazySettings
):
    version = scorm_course(cast.alice, PackageSpec(extra_files={"教材/動画 1.mp4": VIDEO})).version
    prefix = tokens.files_prefix(version.sha256, uuid4(), at=timezone.now())
    address = f"/c/{prefix}/%E6%95%99%E6%9D%90/%E5%8B%95%E7%94%BB%201.mp4"
    part = get(nginx, address, Range="bytes=1000-1999")
    assert (part.status, part.body) == (206, VIDEO[1000:2000])
    assert part.headers["Content-Range"] == f"bytes 1000-1999/{len(VIDEO)}"
    assert get(nginx, address).body == VIDEO

    settings.PACKAGES_ACCEL = ""
    direct = get(int(live_server.url.rpartition(":")[2]), address, Range="bytes=1000-1999")
    assert {name: part.headers[name] for name in CARRIED} == {name: direct.headers[name] for name in CARRIED}
    assert all(part.headers[name] for name in CARRIED)

    assert get(nginx, f"/c/{prefix}x/index.html").status == 403
    assert get(nginx, f"/_packages/{version.sha256}/index.html").status == 404
