"""Backups: whole or refused, restored on trial, restored in earnest."""

import io
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection

from lms.lib import clock
from lms.operations import tasks
from lms.operations.backups import archive, services
from lms.operations.backups.errors import BackupRefused
from lms.operations.models import Backup
from lms.people.models import AuditEvent, User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, settings: LazySettings, restoring: None) -> Path:
    settings.VAR_DIR = tmp_path
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PACKAGES_ROOT = tmp_path / "packages"
    settings.BADGE_KEY_FILE = str(tmp_path / "badge_key.pem")
    settings.SECRET_KEY_FILE = tmp_path / "secret_key"
    (tmp_path / "media/画像").mkdir(parents=True)
    (tmp_path / "media/画像/図.png").write_bytes(b"picture")
    (tmp_path / "packages").mkdir()
    (tmp_path / "secret_key").write_text("key")
    (tmp_path / "badge_key.pem").write_text("pem")
    return tmp_path


def backup_file(backup: Backup, folder: Path) -> Path:
    return folder / "backups" / backup.file_name


def test_backup_restores_rows_and_files(installation: Path):
    UserFactory(staff_no="000123", name="髙﨑 𠮷子")
    backup = services.make_backup(at=clock.now())
    path = backup_file(backup, installation)
    assert path.stat().st_mode & 0o777 == 0o600
    User.objects.filter(staff_no="000123").update(name="changed")
    UserFactory(staff_no="000999")
    (installation / "media/画像/図.png").write_bytes(b"overwritten")
    (installation / "secret_key").write_text("another")
    (installation / "badge_key.pem").unlink()
    manifest, repeated = services.restore(path, at=clock.now())
    assert not repeated
    restored = Backup.objects.get(file_name=backup.file_name)
    assert (restored.sha256, restored.size, bool(restored.tested_at)) == (backup.sha256, backup.size, True)
    assert manifest.rows["people_user"] == 1
    assert list(User.objects.values_list("staff_no", "name")) == [("000123", "髙﨑 𠮷子")]
    assert (installation / "media/画像/図.png").read_bytes() == b"picture"
    assert (installation / "secret_key").read_text() == "key"
    assert (installation / "badge_key.pem").read_text() == "pem"
    [kept] = installation.glob("media.before-*")
    assert (kept / "画像/図.png").read_bytes() == b"overwritten"
    assert AuditEvent.objects.filter(action="backup.restored").exists()


def test_trial_leaves_everything_as_it_is(installation: Path):
    UserFactory(staff_no="000123")
    backup = services.make_backup(at=clock.now())
    UserFactory(staff_no="000999")
    before = sorted(path for path in installation.rglob("*"))
    services.test_backup(backup, at=clock.now())
    assert User.objects.count() == 2
    assert sorted(path for path in installation.rglob("*")) == before
    backup.refresh_from_db()
    assert backup.tested_at
    assert not backup.problem


def flip(path: Path, at: int) -> None:
    body = bytearray(path.read_bytes())
    body[at] ^= 1
    path.write_bytes(body)


@pytest.mark.parametrize("damage", ["one bit", "cut off", "empty", "no backup"])
def test_damaged_backup_is_refused_and_nothing_is_touched(installation: Path, damage: str):
    UserFactory(staff_no="000123")
    backup = services.make_backup(at=clock.now())
    path = backup_file(backup, installation)
    body = path.read_bytes()
    match damage:
        case "one bit":
            flip(path, body.index(b"picture"))
        case "cut off":
            path.write_bytes(body[: len(body) // 2])
        case "empty":
            path.write_bytes(b"")
        case "no backup":
            path.write_bytes(b"PK\x03\x04" + body)
    UserFactory(staff_no="000999")
    with pytest.raises(BackupRefused, match=backup.file_name):
        services.restore(path, at=clock.now())
    assert User.objects.count() == 2
    assert (installation / "media/画像/図.png").read_bytes() == b"picture"
    with pytest.raises(BackupRefused):
        services.test_backup(backup, at=clock.now())
    backup.refresh_from_db()
    assert backup.file_name in backup.problem


def test_member_that_leaves_the_folder_is_refused(tmp_path: Path):
    path = tmp_path / "evil.tar"
    with tarfile.open(path, "w") as tar:
        about = tarfile.TarInfo("../outside")
        about.size = 4
        tar.addfile(about, io.BytesIO(b"evil"))
    with pytest.raises(BackupRefused):
        archive.unpack(path, tmp_path / "work")
    assert not (tmp_path / "outside").exists()


def test_rows_that_differ_are_named(installation: Path, monkeypatch: pytest.MonkeyPatch):
    UserFactory()
    backup = services.make_backup(at=clock.now())
    dumper = services.dumper()
    rows = {**dumper.try_restore(unpacked(backup_file(backup, installation), installation)), "people_user": 99}
    monkeypatch.setattr(type(dumper), "try_restore", lambda self, path: rows)
    with pytest.raises(BackupRefused, match="people_user"):
        services.try_backup(backup_file(backup, installation))


def unpacked(path: Path, folder: Path) -> Path:
    archive.unpack(path, folder / "work")
    return folder / "work" / services.dumper().file_name


def test_backup_of_another_engine_is_refused(installation: Path, monkeypatch: pytest.MonkeyPatch):
    backup = services.make_backup(at=clock.now())
    monkeypatch.setattr(type(services.dumper()), "engine", "another")
    with pytest.raises(BackupRefused, match="another"):
        services.try_backup(backup_file(backup, installation))


def test_full_disk_is_told_before_anything_is_written(installation: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(services, "database_bytes", lambda: 2**62)
    with pytest.raises(BackupRefused, match="DX_BACKUPS"):
        services.make_backup(at=clock.now())
    assert not list((installation / "backups").iterdir())
    assert Backup.objects.get().problem


def test_nightly_work_keeps_the_newest(installation: Path, settings: LazySettings):
    settings.BACKUPS_KEPT = 2
    start = clock.now()
    for night in range(3):
        services.make_backup(at=start - timedelta(days=3 - night))
    tasks.back_up.delay()
    kept = set(Backup.objects.values_list("file_name", flat=True))
    assert len(kept) == 2
    assert {path.name for path in (installation / "backups").iterdir()} == kept
    assert Backup.objects.first().tested_at


def test_commands_back_up_and_restore(installation: Path, capsys: pytest.CaptureFixture):
    UserFactory(staff_no="000123")
    call_command("backup")
    [path] = (installation / "backups").iterdir()
    assert path.name in capsys.readouterr().out
    User.objects.all().delete()
    call_command("restore", str(path), "--dry-run")
    assert not User.objects.exists()
    call_command("restore", str(path), "--yes")
    assert User.objects.get().staff_no == "000123"
    with pytest.raises(CommandError, match=r"nothing\.tar"):
        call_command("restore", str(installation / "nothing.tar"), "--yes")


def test_dump_tells_the_rows_of_one_moment(installation: Path):
    UserFactory.create_batch(3)
    backup = services.make_backup(at=clock.now())
    manifest = archive.unpack(backup_file(backup, installation), installation / "work")
    assert manifest.rows["people_user"] == 3
    assert manifest.engine == ("postgresql" if connection.vendor == "postgresql" else "sqlite")
    assert "files/media/画像/図.png" in manifest.members
