"""Writes zip files record by record, so that a test can make any of them, right or wrong, byte for byte the same."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

UTF8, DESCRIPTOR, ENCRYPTED = 0x800, 0x8, 0x1
STORED, DEFLATED = 0, 8
DATE = 0x21 | 46 << 9  # 1 January 2026
SYMLINK = (stat.S_IFLNK | 0o777) << 16
PLAIN = (stat.S_IFREG | 0o644) << 16


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file; what is not stated follows from the data."""

    name: bytes | str
    data: bytes = b""
    method: int = DEFLATED
    flags: int = 0
    attributes: int = PLAIN
    stated_size: int | None = None
    stated_crc: int | None = None
    extra: bytes = b""
    zip64: bool = False

    @property
    def raw_name(self) -> bytes:
        return self.name.encode() if isinstance(self.name, str) else self.name

    @property
    def all_flags(self) -> int:
        marked = isinstance(self.name, str) and not self.name.isascii()
        return self.flags | (UTF8 if marked else 0)


def packed(entry: Entry) -> bytes:
    if entry.method != DEFLATED:
        return entry.data
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(entry.data) + compressor.flush()


def build(entries: Iterable[Entry], *, prefix: bytes = b"", comment: bytes = b"", zip64_end: bool = False) -> bytes:
    """The whole archive. `prefix` stands before it as in a self-extracting file, with offsets that ignore it."""
    body, central, count = bytearray(), bytearray(), 0
    for entry in entries:
        central += _central(entry, len(packed(entry)), len(body))
        body += _local(entry)
        count += 1
    return prefix + bytes(body) + bytes(central) + _end(count, len(central), len(body), comment, zip64_end)


def _sizes(entry: Entry, packed_size: int) -> tuple[int, int, int]:
    crc = zlib.crc32(entry.data) if entry.stated_crc is None else entry.stated_crc
    return crc, packed_size, len(entry.data) if entry.stated_size is None else entry.stated_size


def _local(entry: Entry) -> bytes:
    data, name = packed(entry), entry.raw_name
    crc, packed_size, size = _sizes(entry, len(data))
    descriptor = b""
    if entry.all_flags & DESCRIPTOR:
        descriptor = struct.pack("<4s3L", b"PK\x07\x08", crc, packed_size, size)
        crc = packed_size = size = 0
    extra = entry.extra
    if entry.zip64:
        extra += struct.pack("<HHQQ", 1, 16, size, packed_size)
        packed_size = size = 0xFFFFFFFF
    header = struct.pack(
        "<4s5H3L2H",
        b"PK\x03\x04",
        45 if entry.zip64 else 20,
        entry.all_flags,
        entry.method,
        0,
        DATE,
        crc,
        packed_size,
        size,
        len(name),
        len(extra),
    )
    return header + name + extra + data + descriptor


def _central(entry: Entry, packed_size: int, offset: int) -> bytes:
    crc, packed_size, size = _sizes(entry, packed_size)
    extra, name = entry.extra, entry.raw_name
    if entry.zip64:
        extra += struct.pack("<HHQQQ", 1, 24, size, packed_size, offset)
        packed_size = size = offset = 0xFFFFFFFF
    header = struct.pack(
        "<4s6H3L5H2L",
        b"PK\x01\x02",
        3 << 8 | 45,
        45 if entry.zip64 else 20,
        entry.all_flags,
        entry.method,
        0,
        DATE,
        crc,
        packed_size,
        size,
        len(name),
        len(extra),
        0,
        0,
        0,
        entry.attributes,
        offset,
    )
    return header + name + extra


def _end(count: int, size: int, offset: int, comment: bytes, zip64: bool) -> bytes:
    wide = b""
    if zip64:
        record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
        wide = record + struct.pack("<4sLQL", b"PK\x06\x07", 0, offset + size, 1)
        count, size, offset = 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF
    return wide + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, size, offset, len(comment)) + comment


def overlapping_bomb(files: int, unpacked: int) -> bytes:
    """Many entries over one deflated kernel: tens of kilobytes that unpack to gigabytes (CVE-2024-0450)."""
    kernel = packed(Entry(name="x", data=b"\0" * unpacked))
    crc = zlib.crc32(b"\0" * unpacked)
    entries = [Entry(name=f"{number:04}", stated_size=unpacked, stated_crc=crc) for number in range(files)]
    manifest = Entry(name="imsmanifest.xml", data=b"<manifest/>")
    body = bytearray(_local(manifest))
    central = bytearray(_central(manifest, len(packed(manifest)), 0))
    start = len(body)
    body += _local(Entry(name="0000"))[: 30 + 4] + kernel
    for entry in entries:
        central += _central(entry, len(kernel), start)
    return bytes(body) + bytes(central) + _end(files + 1, len(central), len(body), b"", False)
