"""Writing a package to disk: once, under the hash of its bytes, whole or not at all.

    <root>/<sha256>/            the files, below their own names where every file system can hold them
    <root>/<sha256>/.names/     the others, under a hash of their name
    <root>/<sha256>/.names.json every name with its stored path

Names such as 第１章.html travel badly between file systems, backups and web servers, and two that differ only in case
fall into one on some; so only plain ASCII names are used as they are.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .archive import Archive, Member, sha256_of
from .inspection import Progress
from .limits import DEFAULT_LIMITS, Limits
from .names import FileIndex
from .report import ImportReport, Refused, error

PLAIN = re.compile(r"^(?!\.)[A-Za-z0-9_.+=@~ ()\[\],!'&-]{1,200}(?<![. ])$")
ENDING = re.compile(r"\.[a-z0-9]{1,10}$")
WORK_PREFIX = ".unpacking-"
NAMES_FOLDER = ".names"
NAMES_FILE = ".names.json"


@dataclass(frozen=True, slots=True)
class Extracted:
    """Where a package's files lie, and whether this call put them there."""

    folder: Path
    is_new: bool


def extract(
    path: Path,
    target_dir: Path,
    report: ImportReport,
    limits: Limits = DEFAULT_LIMITS,
    *,
    progress: Progress | None = None,
) -> Extracted:
    """Unpack what `report` describes into `target_dir/<sha256>`, or raise Refused and leave nothing behind."""
    folder = target_dir / report.sha256
    if folder.is_dir():
        return Extracted(folder, is_new=False)
    if sha256_of(path) != report.sha256:
        raise Refused(error("package_changed"))
    try:
        return _extract_new(path, target_dir, folder, report, limits, progress)
    except OSError as problem:
        raise Refused(error("storage_failed", reason=problem.strerror or str(problem))) from problem


def _extract_new(
    path: Path, target_dir: Path, folder: Path, report: ImportReport, limits: Limits, progress: Progress | None
) -> Extracted:
    target_dir.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=WORK_PREFIX, dir=target_dir))
    try:
        _write_all(path, work, report, limits, progress)
        work.chmod(0o755)
        is_new = _put_in_place(work, folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Extracted(folder, is_new)


def _write_all(path: Path, work: Path, report: ImportReport, limits: Limits, progress: Progress | None) -> None:
    prefix = f"{report.root}/" if report.root else ""
    with Archive.open(path, limits) as archive:
        members = [member for member in archive.members(report.name_encoding) if member.path.startswith(prefix)]
        stored = stored_names(member.path[len(prefix) :] for member in members)
        total, done = sum(member.record.size for member in members), 0
        for member in members:
            done += _write(archive, member, work / stored[member.path[len(prefix) :]])
            if progress is not None:
                progress(done, total)
    (work / NAMES_FILE).write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")


def _write(archive: Archive, member: Member, target: Path) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with target.open("xb") as file:
        for piece in archive.stream(member):
            written += file.write(piece)
    return written


def _put_in_place(work: Path, folder: Path) -> bool:
    """Rename the finished folder; when another import of the same bytes was quicker, its folder stands."""
    try:
        work.rename(folder)
    except OSError:
        if folder.is_dir():
            return False
        raise
    return True


def stored_names(names: Iterable[str]) -> dict[str, str]:
    """The stored path of each name: itself where plain and unlike any other, else a hash that keeps its ending."""
    ordered = sorted(names)
    folded: dict[str, set[str]] = {}
    for name in ordered:
        for part in _prefixes(name):
            folded.setdefault(part.casefold(), set()).add(part)
    return {name: name if _is_plain(name, folded) else _hashed(name) for name in ordered}


def _is_plain(name: str, folded: dict[str, set[str]]) -> bool:
    segments = name.split("/")
    # A folder spelt in two ways (Img/, img/) would fall into one as well, so every part of the path counts.
    return all(PLAIN.match(segment) for segment in segments) and all(
        len(folded[part.casefold()]) == 1 for part in _prefixes(name)
    )


def _prefixes(name: str) -> list[str]:
    segments = name.split("/")
    return ["/".join(segments[: end + 1]) for end in range(len(segments))]


def _hashed(name: str) -> str:
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    ending = ENDING.search(name.casefold())
    return f"{NAMES_FOLDER}/{digest[:40]}{ending[0] if ending else ''}"


@dataclass(frozen=True, slots=True)
class StoredFiles:
    """Finds the files of one unpacked package by the paths its content asks for."""

    folder: Path
    names: dict[str, str]
    index: FileIndex

    def find(self, requested: str) -> Path | None:
        """The file for an unquoted path, or None.

        Courses made on Windows ask for files in other capitals than they have, and macOS composes accents
        differently, so a request that fits no file exactly is answered with the one it must mean.
        """
        match = self.index.find(requested)
        return None if match is None else self.folder / self.names[match.path]


@lru_cache(maxsize=64)
def stored_files(folder: Path) -> StoredFiles:
    """The files of an unpacked package; remembered, since an unpacked package never changes."""
    names: dict[str, str] = json.loads((folder / NAMES_FILE).read_text(encoding="utf-8"))
    return StoredFiles(folder, names, FileIndex(names))
