"""Uploads in pieces: they go on where they stopped, cancelling leaves nothing, and too much is told in words."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from curriculum.models import Package, PackageUpload, PackageVersion
from curriculum.packages import receiving, services
from curriculum.packages.limits import DEFAULT_LIMITS, MIB
from tests.cast import Cast
from tests.factories.scorm import AT
from tests.scorm.generator import PackageSpec, make_package

pytestmark = pytest.mark.django_db

BASE = "/admin/packages/uploads/"


@pytest.fixture
def file() -> bytes:
    return make_package(PackageSpec())


@pytest.fixture
def author(client: Client, cast: Cast) -> Client:
    client.force_login(cast.author)
    return client


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.PACKAGES_ROOT = tmp_path / "packages"
    return tmp_path / "packages"


def begin(client: Client, size: int, name: str = "研修.zip", **more: object) -> Any:
    facts = {"name": name, "size": size, "modified": "1", **more}
    return client.post(f"{BASE}begin/", json.dumps(facts), content_type="application/json")


def send(client: Client, answer: dict[str, Any], offset: int, data: bytes) -> Any:
    return client.post(f"{answer['pieces']}?offset={offset}", data, content_type="application/octet-stream")


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_pieces_become_a_package(author: Client, file: bytes, django_capture_on_commit_callbacks: Any) -> None:
    answer = begin(author, len(file)).json()
    half = len(file) // 2
    assert send(author, answer, 0, file[:half]).json()["received"] == half
    assert send(author, answer, half, file[half:]).json()["received"] == len(file)
    with django_capture_on_commit_callbacks(execute=True):
        assert author.post(answer["finish"]).status_code == 200
    upload = PackageUpload.objects.get()
    assert (upload.state, upload.filename) == ("imported", "研修.zip")
    assert PackageVersion.objects.get().size == len(file)
    assert not receiving.part_of(upload).exists()
    # A finish that is sent again finds it done.
    assert author.post(answer["finish"]).status_code == 200


def test_the_same_file_goes_on_where_it_stopped(author: Client, file: bytes) -> None:
    first = begin(author, len(file)).json()
    send(author, first, 0, file[:100])
    again = begin(author, len(file)).json()
    assert (again["received"], again["pieces"]) == (100, first["pieces"])
    assert begin(author, len(file), name="another.zip").json()["received"] == 0


@pytest.mark.parametrize("offset", [0, 99, 101])
def test_piece_out_of_step_is_told_where_the_file_stands(author: Client, file: bytes, offset: int) -> None:
    answer = begin(author, len(file)).json()
    send(author, answer, 0, file[:100])
    refused = send(author, answer, offset, b"x")
    assert (refused.status_code, refused.json()["received"]) == (409, 100)


def test_torn_piece_counts_as_far_as_it_came(cast: Cast, file: bytes) -> None:
    upload = receiving.begin(filename="a.zip", size=len(file), modified="", package=None, by=cast.author, at=AT)
    torn = receiving.take_piece(upload, 0, BytesIO(file[:50]), length=200)
    assert torn.received == 50
    whole = receiving.take_piece(torn, 50, BytesIO(file[50:]), length=len(file) - 50)
    assert receiving.part_of(whole).read_bytes() == file


def test_nothing_is_imported_before_all_has_come(author: Client, file: bytes) -> None:
    answer = begin(author, len(file)).json()
    send(author, answer, 0, file[:100])
    refused = author.post(answer["finish"])
    assert (refused.status_code, refused.json()["received"]) == (409, 100)
    assert PackageUpload.objects.get().state == "receiving"


def test_cancel_leaves_nothing(author: Client, file: bytes, folder: Path) -> None:
    answer = begin(author, len(file)).json()
    send(author, answer, 0, file[:100])
    assert author.post(answer["cancel"]).json()["cancelled"] is True
    assert not PackageUpload.objects.exists()
    assert files_of(folder) == []


def test_cancel_while_unpacking_leaves_nothing(
    cast: Cast, file: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = receiving.begin(filename="a.zip", size=len(file), modified="", package=None, by=cast.author, at=AT)
    receiving.take_piece(upload, 0, BytesIO(file), length=len(file))
    receiving.finish(upload)
    write = services._percent_writer

    def cancelled_half_way(upload: PackageUpload) -> Any:
        def progress(done: int, total: int) -> None:
            receiving.cancel(upload)
            write(upload)(done, total)

        return progress

    monkeypatch.setattr(services, "_percent_writer", cancelled_half_way)
    services.run_upload(PackageUpload.objects.get(), at=AT)
    assert not PackageUpload.objects.exists()
    assert not PackageVersion.objects.exists()
    assert files_of(folder) == []


@pytest.mark.parametrize("keeps_file", [False, True], ids=["before the copy", "after it"])
def test_cancel_as_the_version_is_made_leaves_nothing(
    cast: Cast,
    file: bytes,
    folder: Path,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    keeps_file: bool,
) -> None:
    """A large file is copied for a while after it is unpacked; cancelling then is not too late."""
    settings.MEDIA_ROOT = tmp_path / "media"
    upload = receiving.begin(filename="a.zip", size=len(file), modified="", package=None, by=cast.author, at=AT)
    receiving.take_piece(upload, 0, BytesIO(file), length=len(file))
    receiving.finish(upload)
    extract = services.extract

    def unpacked_and_cancelled(*facts: Any, **more: Any) -> Any:
        done = extract(*facts, **more)
        if keeps_file:
            PackageUpload.objects.all().delete()
        else:
            receiving.cancel(upload)
        return done

    monkeypatch.setattr(services, "extract", unpacked_and_cancelled)
    services.run_upload(PackageUpload.objects.get(), at=AT)
    assert not PackageUpload.objects.exists()
    assert not PackageVersion.objects.exists()
    assert not Package.objects.exists()
    assert [path for path in files_of(folder) if path != receiving.part_of(upload)] == []
    assert files_of(settings.MEDIA_ROOT) == []


def test_import_that_is_done_can_no_longer_be_cancelled(cast: Cast, file: bytes) -> None:
    upload = receiving.begin(filename="a.zip", size=len(file), modified="", package=None, by=cast.author, at=AT)
    receiving.take_piece(upload, 0, BytesIO(file), length=len(file))
    services.run_upload(receiving.finish(upload), at=AT)
    assert receiving.cancel(upload) is False
    assert PackageUpload.objects.get().version == PackageVersion.objects.get()


def test_slow_piece_holds_no_lock(cast: Cast, file: bytes) -> None:
    """On SQLite a write lock is everybody's: it is taken when the piece is here, not while it comes."""
    upload = receiving.begin(filename="a.zip", size=len(file), modified="", package=None, by=cast.author, at=AT)
    came = BytesIO(file)
    locks: list[str] = []

    class Line:
        def read(self, size: int, /) -> bytes:
            assert locks == []
            return came.read(size)

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        locks.extend([sql] if "UPDATE" in sql or "SAVEPOINT" in sql else [])
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        receiving.take_piece(upload, 0, Line(), length=len(file))
    assert locks


def test_piece_of_an_upload_cancelled_meanwhile_is_told_so(author: Client, file: bytes) -> None:
    answer = begin(author, len(file)).json()
    upload = PackageUpload.objects.get()

    class Line(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            receiving.cancel(upload)
            return super().read(size)

    with pytest.raises(receiving.CancelledError):
        receiving.take_piece(upload, 0, Line(file), length=len(file))
    assert not receiving.part_of(upload).exists()
    assert send(author, answer, 0, file).status_code == 404


def test_too_large_a_file_is_told_before_it_is_sent(author: Client) -> None:
    refused = begin(author, DEFAULT_LIMITS.package_bytes + 1)
    assert refused.status_code == 413
    assert "2048" in refused.json()["message"]


def test_full_store_says_how_much_room_is_left(author: Client, settings: Any) -> None:
    settings.PACKAGES_QUOTA = 10 * MIB
    assert begin(author, 8 * MIB).status_code == 200
    refused = begin(author, 4 * MIB, name="another.zip")
    assert refused.status_code == 507
    assert "2 MB" in refused.json()["message"]
    assert "2 MB" in author.get("/admin/packages/new/").content.decode()


@pytest.mark.parametrize("facts", [{"name": "a.pdf"}, {"size": 0}, {"size": "many"}])
def test_what_is_no_package_is_refused(author: Client, facts: dict[str, Any]) -> None:
    assert begin(author, facts.pop("size", 10), **facts).status_code == 400


def test_upload_is_its_owner_s_alone(client: Client, cast: Cast, file: bytes) -> None:
    client.force_login(cast.author)
    answer = begin(client, len(file)).json()
    client.force_login(cast.admin)
    assert send(client, answer, 0, file).status_code == 404
    assert client.post(answer["cancel"]).status_code == 404
    client.force_login(cast.hr)
    assert begin(client, len(file)).status_code == 302  # Wagtail leads those without the right to its first page


def test_abandoned_upload_is_forgotten(cast: Cast, file: bytes, folder: Path) -> None:
    at = timezone.now()
    upload = receiving.begin(filename="a.zip", size=len(file), modified="", package=None, by=cast.author, at=at)
    receiving.take_piece(upload, 0, BytesIO(file[:100]), length=100)
    services.sweep(at=at + receiving.KEPT_FOR / 2)
    assert PackageUpload.objects.exists()
    services.sweep(at=at + receiving.KEPT_FOR * 2)
    assert not PackageUpload.objects.exists()
    assert files_of(folder) == []
