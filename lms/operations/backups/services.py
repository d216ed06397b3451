"""Make a backup, restore it on trial, restore it in earnest, and delete what is older than is kept."""

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.lib import clock
from lms.operations.backups import archive
from lms.operations.backups.archive import Manifest
from lms.operations.backups.databases import dumper
from lms.operations.backups.errors import BackupRefused
from lms.operations.models import Backup
from lms.operations.retention.running import repeat_deletions
from lms.operations.versions import versions
from lms.people import audit
from lms.people.models import User


def roots() -> Mapping[str, Path]:
    """Return what is kept beside the database, by its name in the backup."""
    return {
        "media": Path(settings.MEDIA_ROOT),
        "packages": Path(settings.PACKAGES_ROOT),
        "secret_key": Path(settings.SECRET_KEY_FILE),
        "badge_key.pem": Path(settings.BADGE_KEY_FILE),
    }


def make_backup(*, at: datetime, by: User | None = None, folder: Path | None = None) -> Backup:
    """Write a backup and note it; the database first, so that every file its rows name is there.

    A failure is noted too and raised: BackupRefused with what to do.
    """
    folder = folder or settings.BACKUP_DIR
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"dx-{timezone.localtime(at):%Y%m%d-%H%M%S}.tar"
    backup = Backup.objects.create(started_at=at, file_name=path.name)
    try:
        check_room(folder)
        backup.sha256 = write_backup(path, at)
        backup.size = path.stat().st_size
    except (BackupRefused, OSError) as error:
        backup.problem = str(error)[:300]
        raise
    finally:
        backup.ended_at = clock.now()
        backup.save()
    audit.record("backup.made", actor=by, at=at, target=path.name, details={"sha256": backup.sha256})
    return backup


def write_backup(path: Path, at: datetime) -> str:
    if path.exists():
        raise BackupRefused(_("%(file)s is there already. Wait a moment and try again.") % {"file": path.name})
    database = dumper()
    with tempfile.TemporaryDirectory(dir=path.parent, prefix="unfinished-") as work:
        dump = Path(work) / database.file_name
        rows = database.dump(dump)
        manifest = Manifest(made_at=at.isoformat(), engine=database.engine, versions=versions(), rows=rows)
        return archive.write(path, dump, roots(), manifest)


def check_room(folder: Path) -> None:
    """Refuse a backup the disk has no room for, the dump beside it included."""
    needed = database_bytes() * 2 + sum(path.stat().st_size for _name, path in archive.files_below(roots()))
    free = shutil.disk_usage(folder).free
    if free < needed:
        hint = _("%(folder)s has %(free)d MB left and a backup needs %(needed)d MB. Make room or set DX_BACKUPS.")
        raise BackupRefused(hint % {"folder": folder, "free": free // 10**6, "needed": needed // 10**6})


def database_bytes() -> int:
    """Return the size of the database on its disk."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def try_backup(path: Path) -> Manifest:
    """Unpack a backup beside the living system, restore its database on trial and compare the rows of each table.

    Raises BackupRefused with what is wrong.
    """
    database = dumper()
    with tempfile.TemporaryDirectory(dir=path.parent, prefix="trial-") as work:
        manifest = archive.unpack(path, Path(work))
        check_engine(manifest)
        found = database.try_restore(Path(work) / database.file_name)
        differing = sorted(name for name in {*manifest.rows, *found} if manifest.rows.get(name) != found.get(name))
        if differing:
            hint = _("The restored database has other rows than the backup says: %(tables)s.")
            raise BackupRefused(hint % {"tables": ", ".join(differing[:5])})
    return manifest


def check_engine(manifest: Manifest) -> None:
    if manifest.engine != dumper().engine:
        hint = _("The backup is of %(theirs)s; this system runs on %(ours)s.")
        raise BackupRefused(hint % {"theirs": manifest.engine, "ours": dumper().engine})


def test_backup(backup: Backup, *, at: datetime) -> None:
    """Restore a backup on trial and note the outcome; raises BackupRefused when it would not do."""
    try:
        try_backup(settings.BACKUP_DIR / backup.file_name)
        backup.problem = ""
    except BackupRefused as error:
        backup.problem = str(error)[:300]
        raise
    finally:
        backup.tested_at = at
        backup.save(update_fields=["tested_at", "problem"])


def restore(path: Path, *, at: datetime) -> tuple[Manifest, list[str]]:
    """Put the system back to a backup; what stood before is kept beside it as "….before-…".

    The whole file is checked before anything is touched. Nobody may work in the system meanwhile. Return what the
    backup says of itself, and which deletions were carried out again.
    """
    database = dumper()
    stamp = f"{timezone.localtime(at):%Y%m%d-%H%M%S}"
    with tempfile.TemporaryDirectory(dir=path.parent, prefix="restore-") as work:
        manifest = archive.unpack(path, Path(work))
        check_engine(manifest)
        database.try_restore(Path(work) / database.file_name)
        database.restore(Path(work) / database.file_name)
        for name, root in roots().items():
            put_back(Path(work) / "files" / name, root, stamp)
    # A backup of an earlier version gets the tables of this one.
    call_command("migrate", verbosity=0)
    # A backup brings back what was deleted after it was made.
    note_restored(path, at=at)
    repeated = repeat_deletions(at=at)
    audit.record("backup.restored", actor=None, at=at, target=path.name, details={"made_at": manifest.made_at})
    return manifest, repeated


def note_restored(path: Path, *, at: datetime) -> None:
    """Note that a backup is whole: when its database was dumped, it was still being made."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    made = Backup.objects.filter(file_name=path.name, ended_at=None)
    made.update(ended_at=at, tested_at=at, size=path.stat().st_size, sha256=sha256)


def put_back(source: Path, root: Path, stamp: str) -> None:
    """Exchange a folder or file for the backup's; an empty one was not in the backup."""
    if not source.exists():
        return
    if root.exists():
        root.rename(root.with_name(f"{root.name}.before-{stamp}"))
    shutil.move(source, root)


def delete_old_backups() -> list[str]:
    """Delete all but the newest backups that are whole; return the names of the files."""
    whole = Backup.objects.filter(problem="", ended_at__isnull=False)
    gone = []
    for backup in whole[settings.BACKUPS_KEPT :]:
        (settings.BACKUP_DIR / backup.file_name).unlink(missing_ok=True)
        gone.append(backup.file_name)
        backup.delete()
    return gone
