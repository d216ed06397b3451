"""File names inside packages: which bytes mean what, which names are refused, and how an href finds its file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

# Tried in this order when the zip does not say; cp437 reads any byte and so comes after what can fail.
NAME_ENCODINGS = ("utf-8", "cp932", "euc_jp", "cp437", "cp1252")
NAMES_COMPARED = 2_000  # enough to tell one encoding from another
DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"]
    + [f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³"]
)
DRIVE = re.compile(r"^[A-Za-z]:")
LITTER = frozenset([".ds_store", "thumbs.db", "desktop.ini"])


class Hazard(StrEnum):
    """Why a name is refused; each is the code of a finding."""

    TRAVERSAL = "name_leaves_package"
    ABSOLUTE = "name_absolute"
    DEVICE = "name_device"
    TRAILING = "name_trailing_dot_or_space"
    CONTROL = "name_control_character"
    LONG = "name_too_long"
    DEEP = "name_too_deep"


class UnsafeName(Exception):
    def __init__(self, hazard: Hazard, name: str) -> None:
        super().__init__(hazard)
        self.hazard = hazard
        self.name = name


def safe_path(name: str, *, longest: int, deepest: int) -> str:
    """The name as a relative path with forward slashes in NFC, or UnsafeName; "" for the root folder itself."""
    path = name.replace("\\", "/")
    if any(ord(char) < 0x20 or ord(char) == 0x7F for char in path):
        raise UnsafeName(Hazard.CONTROL, name)
    if path.startswith("/") or DRIVE.match(path):
        raise UnsafeName(Hazard.ABSOLUTE, name)
    segments = [segment for segment in path.split("/") if segment not in ("", ".")]
    if ".." in segments:
        raise UnsafeName(Hazard.TRAVERSAL, name)
    for segment in segments:
        if segment[-1] in ". ":
            raise UnsafeName(Hazard.TRAILING, name)
        if segment.split(".")[0].rstrip().upper() in DEVICES:
            raise UnsafeName(Hazard.DEVICE, name)
    if len(segments) > deepest:
        raise UnsafeName(Hazard.DEEP, name)
    clean = unicodedata.normalize("NFC", "/".join(segments))
    if len(clean) > longest:
        raise UnsafeName(Hazard.LONG, name)
    return clean


def is_litter(path: str) -> bool:
    """What desktop systems leave behind in zips and no course refers to."""
    segments = path.split("/")
    return "__MACOSX" in segments or segments[-1].casefold() in LITTER


def decode_name(raw: bytes, encoding: str) -> str:
    """The name in the chosen encoding; bytes it cannot read stay visible instead of failing the package."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return raw.decode("cp437")


def choose_encoding(raws: Sequence[bytes], wanted: Iterable[str] = ()) -> str:
    """The encoding under which most names are ones the manifest asks for; ties go to the stricter encoding.

    SCORM packages zipped on a Japanese Windows carry CP932 names without a mark, macOS writes UTF-8 without a mark,
    and old European tools write CP437. Only the manifest's hrefs can tell them apart for sure.
    """
    foreign = [raw for raw in raws if not raw.isascii()][:NAMES_COMPARED]
    if not foreign:
        return "utf-8"
    keys = {path_key(path) for path in wanted}
    best, best_score = "cp437", (-1, -1)
    for encoding in NAME_ENCODINGS:
        decoded = [_decoded_or_none(raw, encoding) for raw in foreign]
        readable = [name for name in decoded if name is not None]
        matches = sum(_matches(name, keys) for name in readable) if keys else 0
        score = (matches, len(readable) if encoding != "cp1252" else 0)
        if score > best_score:
            best, best_score = encoding, score
    return best


def _decoded_or_none(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _matches(name: str, keys: set[str]) -> bool:
    key = path_key(name.replace("\\", "/"))
    # The manifest may stand in a folder of its own, so hrefs match at any depth.
    while key:
        if key in keys:
            return True
        key = key.partition("/")[2]
    return False


def path_key(path: str) -> str:
    """What two spellings of one path share: case and Unicode composition do not matter."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


@dataclass(frozen=True, slots=True)
class Match:
    path: str
    is_exact: bool


class FileIndex:
    """The files of a package below its manifest's folder, found by exact name first and by any case second."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = frozenset(paths)
        self._by_key: dict[str, str] = {}
        for path in sorted(self.paths, reverse=True):
            self._by_key[path_key(path)] = path

    def exact(self, path: str) -> str | None:
        composed = unicodedata.normalize("NFC", path)
        return composed if composed in self.paths else None

    def find(self, path: str) -> Match | None:
        exact = self.exact(path)
        if exact is not None:
            return Match(exact, is_exact=True)
        other = self._by_key.get(path_key(path))
        return None if other is None else Match(other, is_exact=False)
