"""One backup as one file: a tar of the database's dump and the installation's files, ended by a manifest.

Everything is read and written as a stream, so a backup of any size takes little memory. The manifest names the
SHA-256 of each member; it comes last, so a file that was cut off has none.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from django.utils.translation import gettext as _

from lms.operations.backups.errors import BackupRefused

MANIFEST = "manifest.json"
FORMAT = 1
BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds: when and of what it was made, rows by table, the digest of each member."""

    made_at: str
    engine: str
    versions: Mapping[str, str]
    rows: Mapping[str, int]
    members: Mapping[str, str] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        facts = {
            "format": FORMAT,
            "made_at": self.made_at,
            "engine": self.engine,
            "versions": dict(self.versions),
            "rows": dict(self.rows),
            "members": dict(self.members),
        }
        return json.dumps(facts, ensure_ascii=False, indent=1).encode()


class Hashed:
    """A file whose bytes are hashed as they pass."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.digest.update(block)
        return block

    def write(self, block: bytes) -> int:
        self.digest.update(block)
        return self.file.write(block)


def write(path: Path, dump: Path, roots: Mapping[str, Path], manifest: Manifest) -> str:
    """Write a backup and return its SHA-256; the file appears under its name only when it is whole."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    members: dict[str, str] = {}
    try:
        with unfinished.open("xb") as file:
            unfinished.chmod(0o600)
            out = Hashed(file)
            # A stream of blocks needs no more of a file than its write.
            with tarfile.open(fileobj=cast(IO[bytes], out), mode="w|", format=tarfile.PAX_FORMAT) as tar:
                for name, source in {dump.name: dump, **dict(files_below(roots))}.items():
                    add(tar, name, source, members)
                end = Manifest(
                    made_at=manifest.made_at,
                    engine=manifest.engine,
                    versions=manifest.versions,
                    rows=manifest.rows,
                    members=members,
                ).as_bytes()
                about = tarfile.TarInfo(MANIFEST)
                about.size = len(end)
                tar.addfile(about, io.BytesIO(end))
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return out.digest.hexdigest()


def files_below(roots: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    """Yield each file to be kept under the name it has in the backup: "files/media/…"."""
    for name, root in roots.items():
        if root.is_file():
            yield f"files/{name}", root
            continue
        for path in sorted(root.rglob("*")):
            if path.is_file():
                yield f"files/{name}/{path.relative_to(root).as_posix()}", path


def add(tar: tarfile.TarFile, name: str, source: Path, members: dict[str, str]) -> None:
    """Add a file; one that has been deleted since the folder was listed is left out."""
    try:
        opened = source.open("rb")
    except FileNotFoundError:
        return
    with opened as file:
        reader = Hashed(file)
        tar.addfile(tar.gettarinfo(arcname=name, fileobj=file), cast(IO[bytes], reader))
        members[name] = reader.digest.hexdigest()


def unpack(path: Path, folder: Path) -> Manifest:
    """Unpack a backup into a folder and return its manifest.

    Raises BackupRefused when the file is none of ours, was cut off, or a member is not what the manifest says.
    """
    members: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(path, "r|") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None or not is_safe(member.name):
                    raise BackupRefused(damaged(path))
                if member.name == MANIFEST:
                    manifest = json.loads(content.read())
                else:
                    members[member.name] = copy(content, folder / member.name)
    except (tarfile.TarError, OSError, ValueError) as error:
        raise BackupRefused(damaged(path)) from error
    if manifest is None or manifest.get("format") != FORMAT or manifest["members"] != members:
        raise BackupRefused(damaged(path))
    return Manifest(**{key: value for key, value in manifest.items() if key != "format"})


def is_safe(name: str) -> bool:
    """Tell whether a member stays in the folder it is unpacked to."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def copy(content: IO[bytes], path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    reader = Hashed(content)
    with path.open("wb") as out:
        while block := reader.read(BLOCK):
            out.write(block)
    return reader.digest.hexdigest()


def damaged(path: Path) -> str:
    return _("%(file)s is not a whole backup of this system. Take another one.") % {"file": path.name}
