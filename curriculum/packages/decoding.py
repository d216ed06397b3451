"""Turning the bytes of a manifest into text.

XML parsers refuse what authoring tools really write: Shift_JIS, a declaration that lies, a blank line before it,
HTML entities, a bare ampersand. We decode first, tell the author what was wrong, and parse clean text.
"""

from __future__ import annotations

import html.entities
import re
from dataclasses import dataclass

from .report import Finding, Refused, error, warning

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']\s*([A-Za-z0-9._:-]+)\s*["']""")
DECLARATION = re.compile(r"<\?xml\b[^>]*\?>", re.IGNORECASE)
# What a declared name means on the machines that wrote it: Microsoft's supersets, not the bare standards.
CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ms_kanji": "cp932",
    "windows-31j": "cp932",
    "windows-932": "cp932",
    "cp932": "cp932",
    "euc-jp": "euc_jp",
    "x-euc-jp": "euc_jp",
    "eucjp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "cp950",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "koi8-r": "koi8-r",
}
FAMILIES = re.compile(r"^(?:iso-8859-(?:[2-9]|1[03-6])|windows-125[0-8]|cp125[0-8])$")
UTF16_NAMES = re.compile(r"^(?:utf-?(?:16|32)|ucs-?2|iso-10646-ucs-2|unicode)(?:-?[lb]e)?$")
XML_ENTITIES = frozenset(["amp", "lt", "gt", "quot", "apos"])
# Where an entity may stand, and the openings of what it does not count in.
REFERENCE = re.compile(
    r"(?P<opening><!\[CDATA\[|<!--|<\?)|&(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|(?P<name>[A-Za-z][A-Za-z0-9]{1,40});)?"
)
CLOSINGS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
ESCAPES = str.maketrans({"<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "&": "&amp;"})
# XML 1.0 has no way to write these; word processors leave them in titles.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uff01-\uff60\u3001-\u3015]")
HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text fit for an XML parser; `skipped_lines` is what was cut before the root, for true line numbers."""

    text: str
    encoding: str
    skipped_lines: int
    findings: tuple[Finding, ...]


def decode(raw: bytes, where: str) -> Decoded:
    """Decode a manifest: byte order mark, then declaration, then what the bytes themselves say."""
    text, encoding, findings = _decode_bytes(raw, where)
    text = text.removeprefix("\ufeff")
    start = text.find("<")
    if start < 0:
        raise Refused(error("manifest_not_xml", where=where))
    if text[:start].strip("\x00"):
        findings.append(warning("manifest_text_before_xml", where=where))
    skipped = text.count("\n", 0, start)
    text = text[start:].rstrip("\x00\x1a")
    declaration = DECLARATION.match(text)
    if declaration is not None:
        # The parser gets text: what the declaration says about bytes no longer holds. Its line breaks stay.
        text = "\n" * declaration[0].count("\n") + text[declaration.end() :]
    text, controls = CONTROL.subn(" ", text)
    if controls:
        findings.append(warning("manifest_control_character", where=where, count=controls))
    text, repairs = _repair_references(text, where, skipped)
    return Decoded(text, encoding, skipped, (*findings, *repairs))


def _decode_bytes(raw: bytes, where: str) -> tuple[str, str, list[Finding]]:
    declared = _declared(raw)
    for bom, encoding in BOMS:
        if raw.startswith(bom):
            text = _try(raw[len(bom) :], encoding)
            if text is not None:
                return text, encoding, []
    bare = _bare_utf16(raw)
    if bare is not None and (text := _try(raw, bare)) is not None:
        return text, bare, []
    codec = _codec(declared)
    if codec is not None:
        text = _try(raw, codec)
        if text is not None and not _is_rather_utf8(raw, text, codec):
            return text, codec, []
    encoding = guess_encoding(raw)
    text = raw.decode(encoding)
    if encoding == "utf-8" and declared in ("", "utf-8", "utf8"):
        return text, encoding, []
    if raw.isascii() and codec is not None:
        return text, encoding, []
    code = "manifest_encoding_undeclared" if not declared else "manifest_encoding_wrong"
    return text, encoding, [warning(code, where=where, declared=declared, encoding=_shown_name(encoding))]


def _bare_utf16(raw: bytes) -> str | None:
    """UTF-16 without a mark: in XML every second byte of the first lines is zero."""
    start = raw[:200]
    low, high = start[0::2].count(0), start[1::2].count(0)
    if max(low, high) * 4 < len(start) or low == high:
        return None
    return "utf-16-le" if high > low else "utf-16-be"


def _declared(raw: bytes) -> str:
    found = DECLARED.match(raw[:1024].removeprefix(b"\xef\xbb\xbf"))
    return found[1].decode("ascii").lower() if found else ""


def _codec(declared: str) -> str | None:
    """The codec for a declared name; None for names we don't know and for ones these bytes cannot be in."""
    if UTF16_NAMES.match(declared):
        return None  # with a BOM or zero bytes we would not be asking
    if FAMILIES.match(declared):
        return declared.replace("windows-", "cp")
    return CODECS.get(declared)


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_rather_utf8(raw: bytes, text: str, codec: str) -> bool:
    """Whether bytes that fit the declared encoding are UTF-8 all the same (a template saved anew, say).

    Text of another encoding hardly ever happens to be valid UTF-8, with one exception: a few half-width kana or kanji
    can look like two-byte sequences, so an East Asian declaration is believed unless longer sequences appear.
    """
    if codec == "utf-8" or raw.isascii():
        return False
    unicode = _try(raw, "utf-8")
    if unicode is None:
        return False
    if codec.startswith(("cp125", "iso-8859", "koi8")):
        return True
    return any(ord(char) > 0x7FF for char in unicode)


def guess_encoding(raw: bytes) -> str:
    """The encoding of bytes nobody has described: UTF-8 when valid, else the Japanese or Western one that fits best."""
    if b"\x1b$" in raw and _try(raw, "iso2022_jp") is not None:
        return "iso2022_jp"
    if _try(raw, "utf-8") is not None:
        return "utf-8"
    if not _looks_western(raw):
        scores = {encoding: _japanese_score(raw, encoding) for encoding in ("cp932", "euc_jp")}
        best = max(scores, key=lambda encoding: scores[encoding])
        if scores[best] > 0:
            return best
    return "cp1252" if _try(raw, "cp1252") is not None else "latin-1"


def _looks_western(raw: bytes) -> bool:
    """Accented letters stand alone between ASCII letters; Japanese bytes come in runs."""
    runs = re.findall(rb"[\x80-\xff]+", raw)
    alone = [run for run in runs if len(run) == 1 and (run[0] >= 0xA0 or 0x91 <= run[0] <= 0x97)]
    return len(alone) > 0.8 * len(runs)


def _japanese_score(raw: bytes, encoding: str) -> int:
    text = _try(raw, encoding)
    if text is None:
        return -1
    return len(JAPANESE.findall(text)) - 2 * len(HALF_WIDTH_KANA.findall(text)) + 1


def _repair_references(text: str, where: str, skipped: int) -> tuple[str, list[Finding]]:
    """Replace HTML entities by their characters and escape bare ampersands, outside CDATA and comments."""
    if "<!DOCTYPE" in text.upper():
        return text, []  # refused by the parser; its entities are not ours to touch
    pieces: list[str] = []
    first: dict[str, tuple[str, int]] = {}
    done = 0
    while match := REFERENCE.search(text, done):
        opening, name, start, end = match["opening"], match["name"], match.start(), match.end()
        pieces.append(text[done:start])
        if opening is not None:
            closing = text.find(CLOSINGS[opening], end)
            if closing < 0:
                done = start
                break  # never closed: the parser will say where
            end = closing
            repaired = text[start:end]
        elif match[0] == "&":
            repaired = "&amp;"
            first.setdefault("manifest_bare_ampersand", ("", start))
        elif name is None or name in XML_ENTITIES:
            repaired = match[0]
        else:
            repaired = html.entities.html5.get(f"{name};", match[0]).translate(ESCAPES)
            first.setdefault("manifest_html_entity", (match[0], start))
        pieces.append(repaired)
        done = end
    pieces.append(text[done:])
    findings = [
        warning(code, where=where, line=skipped + _line(text, at), entity=entity)
        for code, (entity, at) in first.items()
    ]
    return "".join(pieces), findings


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _shown_name(encoding: str) -> str:
    names = {"cp932": "Shift_JIS", "euc_jp": "EUC-JP", "cp1252": "Windows-1252", "iso2022_jp": "ISO-2022-JP"}
    return names.get(encoding, encoding.upper())
