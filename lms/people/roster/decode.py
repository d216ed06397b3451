"""Which encoding a roster file is in, and its text; names the line and the bytes when none fits (R04).

Japanese offices send CP932 (Excel's "CSV") or UTF-8 with a mark (Excel's "CSV UTF-8"). CP932 is not `shift_jis`:
髙 (U+9AD9) and 﨑 (U+FA11) exist only in the former. Text is never normalised here.
"""

import codecs
from dataclasses import dataclass

UTF8_BOM = "utf-8-sig"
UTF8 = "utf-8"
CP932 = "cp932"

# A broken UTF-8 file often passes as CP932 nonsense. Real CP932 Japanese fails as UTF-8 at its first characters,
# so this many good ones before the failure mean that the file is UTF-8 with a wound.
ENOUGH_UTF8 = 3
CONTEXT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    text: str
    encoding: str


class Undecodable(Exception):
    """Bytes that are no text we know; says where (`line` and `column` count from 1)."""

    def __init__(self, code: str, *, line: int = 1, column: int = 1, found: str = "", after: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.column = column
        self.found = found
        self.after = after


def decode(data: bytes) -> Decoded:
    """Return the text of a roster file and the name of its encoding, or raise Undecodable."""
    _refuse_other_formats(data)
    if data.startswith(codecs.BOM_UTF8):
        return Decoded(text=_strict(data, UTF8_BOM), encoding=UTF8_BOM)
    try:
        return Decoded(text=data.decode(UTF8), encoding=UTF8)
    except UnicodeDecodeError as error:
        if _non_ascii(data[: error.start].decode(UTF8)) >= ENOUGH_UTF8:
            raise _undecodable(data, error) from error
    return Decoded(text=_strict(data, CP932), encoding=CP932)


def _refuse_other_formats(data: bytes) -> None:
    if not data.strip():
        raise Undecodable("empty_file")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Undecodable("utf16_file")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Undecodable("excel_file")
    if b"\x00" in data:
        position = data.index(b"\x00")
        raise Undecodable("binary_file", line=data.count(b"\n", 0, position) + 1)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error) from error


def _undecodable(data: bytes, error: UnicodeDecodeError) -> Undecodable:
    # The decoder that strips the mark counts positions after it.
    start = error.start + len(data) - len(error.object)
    line_start = data.rfind(b"\n", 0, start) + 1
    good = data[line_start:start].decode(error.encoding, errors="replace").removeprefix("\ufeff")
    end = start + max(error.end - error.start, 1)
    return Undecodable(
        "undecodable",
        line=data.count(b"\n", 0, start) + 1,
        column=len(good) + 1,
        found=data[start:end].hex(" ").upper(),
        after=good[-CONTEXT:],
    )


def _non_ascii(text: str) -> int:
    return sum(not char.isascii() for char in text)
