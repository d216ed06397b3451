"""The records of a zip file, read one by one (PKWARE APPNOTE 6.3.10, sections 4.3 and 4.4).

Python's zipfile reads the whole directory into memory before anyone can count it, translates names before their
encoding is known, and before 3.12.2 lets entries overlap. The guards in `archive.py` need the records as they stand
in the file, so they are read here; nothing in this module trusts a number it has not checked against the file.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

END = struct.Struct("<4s4H2LH")
END_SIGNATURE = b"PK\x05\x06"
LOCATOR64 = struct.Struct("<4sLQL")
LOCATOR64_SIGNATURE = b"PK\x06\x07"
END64 = struct.Struct("<4sQ2H2L4Q")
END64_SIGNATURE = b"PK\x06\x06"
CENTRAL = struct.Struct("<4s6H3L5H2L")
CENTRAL_SIGNATURE = b"PK\x01\x02"
LOCAL = struct.Struct("<4s5H3L2H")
LOCAL_SIGNATURE = b"PK\x03\x04"

STORED, DEFLATED, AES = 0, 8, 99
FLAG_ENCRYPTED, FLAG_STRONG, FLAG_UTF8, FLAG_MASKED = 0x1, 0x40, 0x800, 0x2000
LONGEST_COMMENT = 0xFFFF
ZIP64_EXTRA, UNICODE_PATH_EXTRA = 0x0001, 0x7075


class NotAZip(Exception):
    """No end-of-directory record: this is something else, or the end is missing."""


class DamagedZip(Exception):
    """The records contradict each other or the file."""


class SplitZip(Exception):
    """One part of an archive that spans several files."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the central directory lies; `shift` is what stands before the first entry (self-extracting zips)."""

    start: int
    size: int
    count: int
    shift: int


@dataclass(frozen=True, slots=True)
class Record:
    """One entry as the central directory states it; `name` is undecoded unless `unicode_name` says it all."""

    name: bytes
    unicode_name: str | None
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    made_by: int
    attributes: int

    @property
    def is_encrypted(self) -> bool:
        return bool(self.flags & (FLAG_ENCRYPTED | FLAG_STRONG | FLAG_MASKED)) or self.method == AES

    @property
    def unix_mode(self) -> int:
        return self.attributes >> 16

    @property
    def is_marked_folder(self) -> bool:
        """Whether the attributes say so; a name ending in a slash says it too, once it is decoded."""
        return bool(self.attributes & 0x10) and self.size == 0


def find_directory(file: BinaryIO, length: int) -> Directory:
    """Locate the central directory from the end of the file."""
    tail_start = max(0, length - END.size - LONGEST_COMMENT - LOCATOR64.size)
    file.seek(tail_start)
    tail = file.read()
    at = _find_end(tail)
    fields = END.unpack_from(tail, at)
    disk, directory_disk, count, size, offset = fields[1], fields[2], fields[4], fields[5], fields[6]
    end = tail_start + at
    wide = _find_end64(file, tail, at, tail_start)
    if wide is not None:
        disk, directory_disk, count, size, offset, end = wide
    if (disk, directory_disk) != (0, 0):
        raise SplitZip
    shift = end - size - offset
    if shift < 0:
        raise DamagedZip
    return Directory(start=offset + shift, size=size, count=count, shift=shift)


def _find_end(tail: bytes) -> int:
    """The end record whose comment reaches the end of the file, else the last one (bytes may follow the archive)."""
    found = []
    at = tail.rfind(END_SIGNATURE)
    while at >= 0:
        if at + END.size <= len(tail):
            if at + END.size + int(END.unpack_from(tail, at)[7]) == len(tail):
                return at
            found.append(at)
        at = tail.rfind(END_SIGNATURE, 0, at)
    if not found:
        raise NotAZip
    return found[0]


def _find_end64(file: BinaryIO, tail: bytes, at: int, tail_start: int) -> tuple[int, int, int, int, int, int] | None:
    locator_at = at - LOCATOR64.size
    if locator_at < 0 or tail[locator_at : locator_at + 4] != LOCATOR64_SIGNATURE:
        return None
    _, _, stated, disks = LOCATOR64.unpack_from(tail, locator_at)
    if disks > 1:
        raise SplitZip
    # A zip behind a self-extracting stub states offsets without the stub: then the record stands just before.
    for position in (stated, tail_start + locator_at - END64.size):
        if 0 <= position <= tail_start + locator_at - END64.size:
            file.seek(position)
            raw = file.read(END64.size)
            if raw[:4] == END64_SIGNATURE:
                fields = END64.unpack(raw)
                return fields[4], fields[5], fields[7], fields[8], fields[9], position
    raise DamagedZip


def read_records(file: BinaryIO, directory: Directory) -> Iterator[Record]:
    """Yield entries one at a time, so that the caller can stop at any count."""
    file.seek(directory.start)
    left = directory.size
    while left >= CENTRAL.size:
        raw = file.read(CENTRAL.size)
        if len(raw) < CENTRAL.size or raw[:4] != CENTRAL_SIGNATURE:
            raise DamagedZip
        fields = CENTRAL.unpack(raw)
        name_length, extra_length, comment_length = fields[10], fields[11], fields[12]
        rest_length = name_length + extra_length + comment_length
        rest = file.read(rest_length)
        left -= CENTRAL.size + rest_length
        if len(rest) < rest_length or left < 0:
            raise DamagedZip
        yield _record(fields, rest[:name_length], rest[name_length : name_length + extra_length], directory.shift)


def _record(fields: tuple[int, ...], name: bytes, extra: bytes, shift: int) -> Record:
    flags, method, crc = fields[3], fields[4], fields[7]
    packed, size, attributes, offset = fields[8], fields[9], fields[15], fields[16]
    unicode_name: str | None = None
    for kind, value in _extras(extra):
        if kind == ZIP64_EXTRA:
            size, packed, offset = _widen(value, size, packed, offset)
        elif kind == UNICODE_PATH_EXTRA:
            unicode_name = _unicode_path(value, name)
    if flags & FLAG_UTF8 and unicode_name is None:
        try:
            unicode_name = name.decode("utf-8")
        except UnicodeDecodeError:
            unicode_name = None  # the flag lies; the encoding is chosen with the other names
    return Record(
        name=name,
        unicode_name=unicode_name,
        flags=flags,
        method=method,
        crc=crc,
        packed=packed,
        size=size,
        offset=offset + shift,
        made_by=fields[1] >> 8,
        attributes=attributes,
    )


def _extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _widen(value: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Zip64 extra: only the fields that did not fit are present, in this order (APPNOTE 4.5.3)."""
    wide = iter(struct.unpack(f"<{len(value) // 8}Q", value[: len(value) // 8 * 8]))
    try:
        size = next(wide) if size == 0xFFFFFFFF else size
        packed = next(wide) if packed == 0xFFFFFFFF else packed
        offset = next(wide) if offset == 0xFFFFFFFF else offset
    except StopIteration:
        raise DamagedZip from None
    return size, packed, offset


def _unicode_path(value: bytes, name: bytes) -> str | None:
    """Info-ZIP's name in UTF-8; valid only while its checksum matches the plain name (APPNOTE 4.6.9)."""
    if len(value) < 5 or value[0] != 1 or struct.unpack_from("<L", value, 1)[0] != zlib.crc32(name):
        return None
    try:
        return value[5:].decode("utf-8")
    except UnicodeDecodeError:
        return None


def data_offset(file: BinaryIO, record: Record) -> int:
    """Where the bytes of an entry begin: behind its local header, whose extra field may differ in length."""
    file.seek(record.offset)
    raw = file.read(LOCAL.size)
    if len(raw) < LOCAL.size or raw[:4] != LOCAL_SIGNATURE:
        raise DamagedZip
    fields = LOCAL.unpack(raw)
    return record.offset + LOCAL.size + int(fields[9]) + int(fields[10])
