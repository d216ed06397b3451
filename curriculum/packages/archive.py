"""Opening an uploaded zip without trusting it.

A package is refused whole rather than repaired: a name that leaves its folder or a size that lies is a reason to ask
the author for another file, not something to flatten silently. Memory stays flat whatever the archive claims.
"""

from __future__ import annotations

import hashlib
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from . import zipformat
from .limits import DEFAULT_LIMITS, MIB, Limits
from .names import UnsafeName, choose_encoding, decode_name, is_litter, safe_path
from .report import Finding, Refused, error
from .zipformat import Directory, Record

CHUNK = 256 * 1024
LOOKALIKES = (
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "Microsoft Office"),
    (b"<?xml", "XML"),
    (b"<!DOCTYPE", "HTML"),
    (b"<html", "HTML"),
)
# Zips made on Windows state no type at all.
PLAIN_TYPES = frozenset([0, stat.S_IFREG, stat.S_IFDIR])


@dataclass(frozen=True, slots=True)
class Entry:
    """A record with the place of its bytes."""

    record: Record
    start: int


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive, under its safe path, with the place of its bytes."""

    path: str
    record: Record
    start: int


class Archive:
    """A zip that passed every check that needs no unpacking; use as a context manager."""

    def __init__(self, file: BinaryIO, entries: tuple[Entry, ...], limits: Limits) -> None:
        self._file = file
        self._entries = entries
        self.limits = limits

    @classmethod
    def open(cls, path: Path, limits: Limits = DEFAULT_LIMITS) -> Self:
        """Read and check the directory, or raise Refused."""
        try:
            file = path.open("rb")
        except OSError as problem:
            raise Refused(error("file_unreadable", reason=problem.strerror or str(problem))) from None
        try:
            return cls(file, _checked_entries(file, path.stat().st_size, limits), limits)
        except BaseException:
            file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @property
    def unmarked_names(self) -> list[bytes]:
        """Raw names beyond ASCII whose encoding the zip does not state."""
        records = (entry.record for entry in self._entries)
        return [record.name for record in records if record.unicode_name is None and not record.name.isascii()]

    def best_encoding(self, wanted: frozenset[str] = frozenset()) -> str:
        return choose_encoding(self.unmarked_names, wanted)

    def members(self, encoding: str) -> tuple[Member, ...]:
        """Every file under its safe path; refuses names that are unsafe or stand for two files."""
        files: dict[str, Member] = {}
        folders: set[str] = set()
        for entry in self._entries:
            name = entry.record.unicode_name or decode_name(entry.record.name, encoding)
            path = self._safe(name)
            if not path or is_litter(path):
                continue
            # Only the decoded name tells: in CP932 the second byte of 表 is a backslash.
            if entry.record.is_marked_folder or name.endswith(("/", "\\")):
                folders.add(path)
                continue
            if path in files:
                raise Refused(error("name_duplicate", name=_shown(path)))
            files[path] = Member(path, entry.record, entry.start)
        folders.update(parent for path in files for parent in _parents(path))
        for path in files:
            if path in folders:
                raise Refused(error("name_file_and_folder", name=path))
        return tuple(files.values())

    def _safe(self, name: str) -> str:
        try:
            return safe_path(name, longest=self.limits.path_chars, deepest=self.limits.path_depth)
        except UnsafeName as problem:
            shown = _shown(problem.name)
            raise Refused(error(problem.hazard, name=shown, limit=self.limits.path_chars)) from None

    def read(self, member: Member, *, limit: int) -> bytes:
        """The whole content of a small file."""
        if member.record.size > limit:
            raise Refused(error("file_too_large_to_read", where=member.path, limit=_mib(limit)))
        return b"".join(self.stream(member))

    def stream(self, member: Member) -> Iterator[bytes]:
        """Unpack one file in pieces; refuses it as soon as it departs from what the directory states."""
        record = member.record
        pieces = self._inflate(member) if record.method == zipformat.DEFLATED else self._packed(member)
        crc, size = 0, 0
        for piece in pieces:
            size += len(piece)
            if size > record.size:
                raise Refused(error("zip_sizes_lie", name=member.path))
            crc = zlib.crc32(piece, crc)
            yield piece
        if size != record.size or crc != record.crc:
            raise Refused(error("zip_entry_damaged", name=member.path))

    def _packed(self, member: Member) -> Iterator[bytes]:
        at, left = member.start, member.record.packed
        while left:
            self._file.seek(at)
            piece = self._file.read(min(CHUNK, left))
            if not piece:
                raise Refused(error("zip_entry_damaged", name=member.path))
            at += len(piece)
            left -= len(piece)
            yield piece

    def _inflate(self, member: Member) -> Iterator[bytes]:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for packed in self._packed(member):
                rest = packed
                while rest and not inflater.eof:
                    yield inflater.decompress(rest, CHUNK)
                    rest = inflater.unconsumed_tail
            while not inflater.eof:
                piece = inflater.decompress(b"", CHUNK)
                if not piece:
                    break
                yield piece
        except zlib.error:
            raise Refused(error("zip_entry_damaged", name=member.path)) from None
        if not inflater.eof:
            raise Refused(error("zip_entry_damaged", name=member.path))


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checked_entries(file: BinaryIO, length: int, limits: Limits) -> tuple[Entry, ...]:
    if length > limits.package_bytes:
        raise Refused(error("package_too_large", size=_mib(length), limit=_mib(limits.package_bytes)))
    try:
        directory = zipformat.find_directory(file, length)
        records = _counted_records(file, directory, limits)
        _check_sizes(records, limits)
        return _located(file, records, directory)
    except zipformat.NotAZip:
        raise Refused(_not_a_zip(file, length)) from None
    except zipformat.SplitZip:
        raise Refused(error("zip_split")) from None
    except zipformat.DamagedZip:
        raise Refused(error("zip_damaged")) from None


def _not_a_zip(file: BinaryIO, length: int) -> Finding:
    if length == 0:
        return error("file_empty")
    file.seek(0)
    head = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(zipformat.LOCAL_SIGNATURE):
        return error("zip_cut_short")
    for mark, kind in LOOKALIKES:
        if head[: len(mark)].lower() == mark.lower():
            return error("not_a_zip_but", kind=kind)
    return error("not_a_zip")


def _counted_records(file: BinaryIO, directory: Directory, limits: Limits) -> list[Record]:
    """The records, each checked as it is read, so that a hostile directory is left at its first bad entry."""
    records: list[Record] = []
    for record in zipformat.read_records(file, directory):
        if len(records) == limits.entries:
            raise Refused(error("too_many_files", limit=limits.entries))
        _check_record(record, limits)
        records.append(record)
    if not records:
        raise Refused(error("zip_has_no_files"))
    return records


def _check_record(record: Record, limits: Limits) -> None:
    shown = _shown(record.unicode_name or decode_name(record.name[:300], "utf-8"))
    # Four bytes is the longest any character takes; what is longer need not even be decoded.
    if len(record.name) > 4 * limits.path_chars:
        raise Refused(error("name_too_long", name=shown, limit=limits.path_chars))
    if record.is_encrypted:
        raise Refused(error("zip_encrypted", name=shown))
    if stat.S_IFMT(record.unix_mode) not in PLAIN_TYPES:
        raise Refused(error("name_is_link_or_device", name=shown))
    if record.method not in (zipformat.STORED, zipformat.DEFLATED):
        raise Refused(error("zip_method_unknown", name=shown, method=record.method))
    if record.size > limits.file_bytes:
        raise Refused(error("file_too_large", name=shown, size=_mib(record.size), limit=_mib(limits.file_bytes)))
    if record.size > limits.ratio_free_bytes and record.size > limits.ratio * record.packed:
        raise Refused(error("zip_bomb", name=shown, size=_mib(record.size)))


def _check_sizes(records: list[Record], limits: Limits) -> None:
    size = sum(record.size for record in records)
    packed = sum(record.packed for record in records)
    if size > limits.unpacked_bytes:
        raise Refused(error("package_unpacks_too_large", size=_mib(size), limit=_mib(limits.unpacked_bytes)))
    if size > limits.ratio_free_bytes and size > limits.ratio * packed:
        raise Refused(error("zip_bomb", name=_shown(decode_name(records[0].name, "utf-8")), size=_mib(size)))


def _located(file: BinaryIO, records: list[Record], directory: Directory) -> tuple[Entry, ...]:
    """Find each entry's bytes; entries that share bytes are how 42 KB become gigabytes (CVE-2024-0450)."""
    entries: list[Entry] = []
    free_from = 0
    for record in sorted(records, key=lambda record: record.offset):
        if record.offset >= directory.start:
            raise zipformat.DamagedZip
        start = zipformat.data_offset(file, record)
        if record.offset < free_from or start + record.packed > directory.start:
            name = record.unicode_name or decode_name(record.name, "utf-8")
            raise Refused(error("zip_entries_overlap", name=_shown(name)))
        free_from = start + record.packed
        entries.append(Entry(record, start))
    return tuple(entries)


def _parents(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _mib(size: int) -> int:
    return -(-size // MIB)


def _shown(name: str) -> str:
    """A hostile name made fit for a sentence: no control characters, not endless."""
    clean = "".join(char if char.isprintable() else "�" for char in name)
    return clean if len(clean) <= 80 else f"{clean[:60]}…{clean[-19:]}"
