"""Makes SCORM packages from a description, with what an import should say about each.

`make_package(spec)` gives the bytes of a zip and `expected(spec)` the result; the same spec gives the same bytes.
`random_spec(seed)` draws a spec that any importer should accept, so that combinations nobody thought of get tried.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from .zipfiles import DEFLATED, DESCRIPTOR, ENCRYPTED, STORED, SYMLINK, Entry, build

NAMESPACES = {
    "1.2": ("http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.adlnet.org/xsd/adlcp_rootv1p2"),
    "2004": ("http://www.imsglobal.org/xsd/imscp_v1p1", "http://www.adlnet.org/xsd/adlcp_v1p3"),
}
SEQUENCING = {
    "imsss": "http://www.imsglobal.org/xsd/imsss",
    "adlseq": "http://www.adlnet.org/xsd/adlseq_v1p3",
    "adlnav": "http://www.adlnet.org/xsd/adlnav_v1p3",
}
PAGE = b"<!DOCTYPE html><meta charset=utf-8><title>SCO</title><p>A page of the course.</p>"


class Edition(StrEnum):
    V12 = "1.2"
    V2004_2 = "2004 2nd Edition"
    V2004_3 = "2004 3rd Edition"
    V2004_4 = "2004 4th Edition"

    @property
    def family(self) -> str:
        return "1.2" if self is Edition.V12 else "2004"

    @property
    def standard(self) -> str:
        return "scorm12" if self is Edition.V12 else "scorm2004"

    @property
    def schemaversion(self) -> str:
        return "CAM 1.3" if self is Edition.V2004_2 else self.value


class Prefixes(StrEnum):
    """How the manifest names its namespaces."""

    DEFAULT = "default"
    PREFIXED = "prefixed"
    UNDECLARED = "undeclared"


class NameStyle(StrEnum):
    """How the zip writes its names."""

    UTF8 = "utf-8 with its flag"
    BARE_UTF8 = "utf-8 without flag"
    CP932 = "cp932"
    CP437 = "cp437"
    NFD = "utf-8, decomposed"


class Damage(StrEnum):
    """What can be wrong with a package; the value is the finding an importer should make of it."""

    TRAVERSAL = "name_leaves_package"
    ABSOLUTE = "name_absolute"
    DEVICE = "name_device"
    TRAILING_DOT = "name_trailing_dot_or_space"
    CONTROL = "name_control_character"
    LONG_NAME = "name_too_long"
    LINK = "name_is_link_or_device"
    DUPLICATE = "name_duplicate"
    FILE_AND_FOLDER = "name_file_and_folder"
    ENCRYPTED = "zip_encrypted"
    METHOD = "zip_method_unknown"
    CUT_SHORT = "zip_cut_short"
    EMPTY = "file_empty"
    NOT_A_ZIP = "not_a_zip"
    SIZE_LIE = "zip_sizes_lie"
    BAD_CRC = "zip_entry_damaged"
    RATIO = "zip_bomb"
    NO_MANIFEST = "no_manifest"
    MALFORMED = "manifest_not_well_formed"
    DOCTYPE = "manifest_has_dtd"
    WRONG_ROOT = "manifest_wrong_root"
    NO_LAUNCH_FILE = "launch_file_missing"
    NOTHING = "nothing_to_launch"


@dataclass(frozen=True, kw_only=True)
class ItemSpec:
    """One item; `file` is where its page lies in the zip, `href` what the manifest calls it."""

    id: str
    title: str
    file: str | None = None
    href: str | None = None
    parameters: str = ""
    kind: str = "sco"
    is_visible: bool = True
    mastery_score: str = ""
    max_time_allowed: str = ""
    time_limit_action: str = ""
    data_from_lms: str = ""
    prerequisites: str = ""
    sequencing: str = ""
    children: tuple[ItemSpec, ...] = ()

    def walk(self) -> Iterator[ItemSpec]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, kw_only=True)
class PackageSpec:
    edition: Edition = Edition.V12
    title: str = "情報セキュリティの基本"
    items: tuple[ItemSpec, ...] = (ItemSpec(id="i1", title="第1章", file="index.html"),)
    prefixes: Prefixes = Prefixes.DEFAULT
    schemaversion: str | None = None  # None: as the edition has it; "": left out
    encoding: str = "utf-8"
    declared: str | None = None  # None: the true encoding; "": no declaration
    bom: bool = False
    newline: str = "\n"
    leading: str = ""
    bases: tuple[str, str, str] = ("", "", "")  # xml:base of manifest, resources, each resource
    backslashes: bool = False
    percent_encoded: bool = False
    other_case: bool = False
    names: NameStyle = NameStyle.UTF8
    method: int = DEFLATED
    descriptors: bool = False
    zip64: bool = False
    litter: bool = False
    folder: str = ""
    sequencing: str = ""
    organisation: str = ""  # attributes of the organisation
    extra_files: dict[str, bytes] = field(default_factory=dict)
    damage: Damage | None = None


@dataclass(frozen=True, kw_only=True)
class Expected:
    verdict: str
    standard: str | None
    edition: str | None
    title: str | None
    launch: str | None
    codes: frozenset[str]


def make_package(spec: PackageSpec) -> bytes:
    """The bytes of the package."""
    files = {_inside(spec, path): data for path, data in _files(spec).items()}
    entries = [
        Entry(
            name=_zip_name(spec, path),
            data=data,
            method=spec.method,
            flags=DESCRIPTOR if spec.descriptors else 0,
            zip64=spec.zip64,
        )
        for path, data in files.items()
    ]
    if spec.litter:
        entries += [Entry(name="__MACOSX/._imsmanifest.xml", data=b"x"), Entry(name=".DS_Store", data=b"x")]
    entries = _damaged_entries(spec, entries)
    return _damaged_bytes(spec, build(entries, zip64_end=spec.zip64))


def expected(spec: PackageSpec) -> Expected:
    """What an importer should say about the package."""
    if spec.damage is not None:
        codes = frozenset([spec.damage.value])
        return Expected(verdict="refused", standard=None, edition=None, title=None, launch=None, codes=codes)
    codes = frozenset(_warnings(spec))
    return Expected(
        verdict="imported_with_warnings" if codes else "imported",
        standard=spec.edition.standard,
        edition=spec.edition.value,
        title=spec.title,
        launch=next((_launch(item) for top in spec.items for item in top.walk() if item.file), None),
        codes=codes,
    )


def _warnings(spec: PackageSpec) -> Iterator[str]:
    if spec.declared is not None and spec.encoding not in ("utf-16", "utf-16-le", "utf-16-be"):
        is_plain = spec.declared == "" and spec.encoding == "utf-8"
        if not is_plain and not _is_true_name(spec.declared, spec.encoding):
            yield "manifest_encoding_wrong" if spec.declared else "manifest_encoding_undeclared"
    if spec.leading:
        yield "manifest_text_before_xml"
    if spec.prefixes is Prefixes.UNDECLARED:
        yield "manifest_prefix_undeclared"
    if spec.other_case:
        yield "href_other_case"
    everything = [item for top in spec.items for item in top.walk()]
    if any(item.file is None and not item.children for item in everything):
        yield "item_without_resource"
    if not any(item.kind == "sco" for item in everything if item.file):
        yield "no_sco"
    if not any(item.is_visible for item in everything if item.file):
        yield "nothing_visible"


def _is_true_name(declared: str, encoding: str) -> bool:
    same = {"shift_jis": "cp932", "windows-31j": "cp932", "iso-8859-1": "cp1252", "windows-1252": "cp1252"}
    declared = declared.lower()
    return same.get(declared, declared).replace("-", "_") == encoding.replace("-", "_")


def _launch(item: ItemSpec) -> str:
    added = item.parameters.lstrip("?&")
    if not added:
        return item.file or ""
    return f"{item.file}{added}" if added.startswith("#") else f"{item.file}?{added}"


# Files


def _files(spec: PackageSpec) -> dict[str, bytes]:
    pages = [item.file for top in spec.items for item in top.walk() if item.file]
    if spec.damage is Damage.NO_LAUNCH_FILE:
        pages = pages[1:]
    stored = {(_swapcase(page) if spec.other_case else page): PAGE for page in pages}
    manifest = {} if spec.damage is Damage.NO_MANIFEST else {"imsmanifest.xml": manifest_bytes(spec)}
    return {**manifest, **stored, **spec.extra_files}


def _swapcase(path: str) -> str:
    return "".join(char.swapcase() if char.isascii() else char for char in path)


def _inside(spec: PackageSpec, path: str) -> str:
    return f"{spec.folder}/{path}" if spec.folder else path


def _zip_name(spec: PackageSpec, path: str) -> bytes | str:
    name = path.replace("/", "\\") if spec.backslashes else path
    match spec.names:
        case NameStyle.UTF8:
            return name
        case NameStyle.NFD:
            return unicodedata.normalize("NFD", name)
        case NameStyle.BARE_UTF8:
            return name.encode()
        case NameStyle.CP932 | NameStyle.CP437:
            return name.encode(spec.names.value)


# The manifest


def manifest_bytes(spec: PackageSpec) -> bytes:
    declared = spec.encoding if spec.declared is None else spec.declared
    declared = {"cp932": "Shift_JIS", "euc_jp": "EUC-JP", "cp1252": "windows-1252"}.get(declared, declared)
    declaration = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else '<?xml version="1.0"?>\n'
    doctype = '<!DOCTYPE manifest [<!ENTITY a "b">]>\n' if spec.damage is Damage.DOCTYPE else ""
    text = spec.leading + declaration + doctype + _manifest_xml(spec)
    if spec.damage is Damage.MALFORMED:
        text = text.replace("</organizations>", "", 1)
    raw = text.replace("\n", spec.newline).encode(spec.encoding)
    return b"\xef\xbb\xbf" + raw if spec.bom and spec.encoding == "utf-8" else raw


def _manifest_xml(spec: PackageSpec) -> str:
    imscp, adlcp = NAMESPACES[spec.edition.family]
    prefix = "ims:" if spec.prefixes is Prefixes.PREFIXED else ""
    declared = f'xmlns{":ims" if prefix else ""}="{imscp}"'
    if spec.prefixes is not Prefixes.UNDECLARED:
        declared += f' xmlns:adlcp="{adlcp}"'
    if spec.edition is not Edition.V12:
        declared += "".join(f' xmlns:{name}="{uri}"' for name, uri in SEQUENCING.items())
    version = spec.edition.schemaversion if spec.schemaversion is None else spec.schemaversion
    metadata = f"<{prefix}schema>ADL SCORM</{prefix}schema>"
    metadata += f"<{prefix}schemaversion>{version}</{prefix}schemaversion>" if version else ""
    items = "" if spec.damage is Damage.NOTHING else "".join(_item(spec, item, prefix) for item in spec.items)
    resources = "".join(_resource(spec, item, prefix) for top in spec.items for item in top.walk() if item.file)
    root = "course" if spec.damage is Damage.WRONG_ROOT else "manifest"
    return (
        f'<{prefix}{root} identifier="m"{_base(spec.bases[0])} {declared}>\n'
        f"<{prefix}metadata>{metadata}</{prefix}metadata>\n"
        f'<{prefix}organizations default="o"><{prefix}organization identifier="o"{spec.organisation}>\n'
        f"<{prefix}title>{escape(spec.title)}</{prefix}title>\n{items}{spec.sequencing}"
        f"</{prefix}organization></{prefix}organizations>\n"
        f"<{prefix}resources{_base(spec.bases[1])}>\n{resources}</{prefix}resources>\n</{prefix}{root}>\n"
    )


def _item(spec: PackageSpec, item: ItemSpec, prefix: str) -> str:
    attributes = f' identifierref="r-{item.id}"' if item.file else ""
    attributes += "" if item.is_visible else ' isvisible="false"'
    attributes += f" parameters={quoteattr(item.parameters)}" if item.parameters else ""
    names = {
        "prerequisites": ("prerequisites", item.prerequisites),
        "max_time": ("maxtimeallowed", item.max_time_allowed),
        "limit": ("timelimitaction" if spec.edition is Edition.V12 else "timeLimitAction", item.time_limit_action),
        "data": ("datafromlms" if spec.edition is Edition.V12 else "dataFromLMS", item.data_from_lms),
        "mastery": ("masteryscore", item.mastery_score),
    }
    inner = "".join(f"<adlcp:{name}>{escape(value)}</adlcp:{name}>\n" for name, value in names.values() if value)
    children = "".join(_item(spec, child, prefix) for child in item.children)
    title = f"<{prefix}title>{escape(item.title)}</{prefix}title>"
    return (
        f"<{prefix}item identifier={quoteattr(item.id)}{attributes}>{title}\n"
        f"{children}{inner}{item.sequencing}</{prefix}item>\n"
    )


def _resource(spec: PackageSpec, item: ItemSpec, prefix: str) -> str:
    attribute = "scormtype" if spec.edition is Edition.V12 else "scormType"
    href = quoteattr(item.href or _href(spec, item.file or ""))
    return (
        f'<{prefix}resource identifier="r-{item.id}" type="webcontent" adlcp:{attribute}="{item.kind}" href={href}'
        f"{_base(spec.bases[2])}><{prefix}file href={href}/></{prefix}resource>\n"
    )


def _href(spec: PackageSpec, file: str) -> str:
    """The file as the manifest writes it: below its bases, percent-encoded or with backslashes."""
    href = file.removeprefix("".join(spec.bases))
    if spec.percent_encoded:
        href = quote(href)
    return href.replace("/", "\\") if spec.backslashes else href


def _base(base: str) -> str:
    return f" xml:base={quoteattr(base)}" if base else ""


# Damage


def _damaged_entries(spec: PackageSpec, entries: list[Entry]) -> list[Entry]:
    bad = {
        Damage.TRAVERSAL: Entry(name="media/../../evil.txt", data=b"x"),
        Damage.ABSOLUTE: Entry(name="/etc/evil.txt", data=b"x"),
        Damage.DEVICE: Entry(name="media/AUX.js", data=b"x"),
        Damage.TRAILING_DOT: Entry(name="media./a.js", data=b"x"),
        Damage.CONTROL: Entry(name=b"media/a\x07.js", data=b"x"),
        Damage.LONG_NAME: Entry(name="/".join(["media"] * 30 + ["a" * 125]), data=b"x"),
        Damage.LINK: Entry(name="link", data=b"/etc/passwd", attributes=SYMLINK),
        Damage.DUPLICATE: Entry(name=entries[-1].name if entries else "a", data=b"other"),
        Damage.FILE_AND_FOLDER: Entry(name="imsmanifest.xml/a.js", data=b"x"),
        Damage.ENCRYPTED: Entry(name="secret.html", data=b"x", flags=ENCRYPTED),
        Damage.METHOD: Entry(name="a.js", data=b"x", method=9),
        Damage.SIZE_LIE: Entry(name="big.bin", data=b"\0" * 1_000_000, stated_size=10),
        Damage.BAD_CRC: Entry(name="a.js", data=b"x", stated_crc=1),
        Damage.RATIO: Entry(name="big.bin", data=b"\0" * 80_000_000),
    }
    return [*entries, bad[spec.damage]] if spec.damage in bad else entries


def _damaged_bytes(spec: PackageSpec, raw: bytes) -> bytes:
    match spec.damage:
        case Damage.CUT_SHORT:
            return raw[: len(raw) // 2]
        case Damage.EMPTY:
            return b""
        case Damage.NOT_A_ZIP:
            return b"This is a text file.\n" * 100
        case _:
            return raw


# Random specs


SCRIPTS = {
    "ascii": ("chapter1/start.html", "Chapter One"),
    "accents": ("chapitre é/début.html", "Sécurité à l'école"),
    "japanese": ("教材/第１章 表紙.html", "第１章 ソフトウェア"),
    "emoji": ("pages/🚀.html", "Start 🚀"),
}


def random_spec(seed: int) -> PackageSpec:
    """A package that should be accepted, perhaps with warnings; the same for the same seed."""
    rng = random.Random(seed)
    script = rng.choice(list(SCRIPTS))
    file, title = SCRIPTS[script]
    names = {
        "ascii": list(NameStyle),
        "accents": [NameStyle.UTF8, NameStyle.BARE_UTF8, NameStyle.CP437, NameStyle.NFD],
        "japanese": [NameStyle.UTF8, NameStyle.BARE_UTF8, NameStyle.CP932, NameStyle.NFD],
        "emoji": [NameStyle.UTF8, NameStyle.BARE_UTF8],
    }[script]
    encodings = {
        "ascii": ["utf-8", "utf-16", "cp932", "euc_jp", "cp1252"],
        "accents": ["utf-8", "utf-16", "cp1252"],
        "japanese": ["utf-8", "utf-16", "cp932", "euc_jp"],
        "emoji": ["utf-8", "utf-16"],
    }[script]
    base = file.partition("/")[0] + "/"
    spec = PackageSpec(
        edition=rng.choice(list(Edition)),
        title=title,
        items=_random_items(rng, file, title),
        prefixes=rng.choice(list(Prefixes)),
        encoding=rng.choice(encodings),
        newline=rng.choice(["\n", "\r\n"]),
        leading=rng.choice(["", "", "\n\n"]),
        bases=rng.choice([("", "", ""), (base, "", ""), ("", base, ""), ("", "", base)]),
        backslashes=rng.random() < 0.2,
        percent_encoded=rng.random() < 0.3,
        names=rng.choice(names),
        method=rng.choice([STORED, DEFLATED]),
        descriptors=rng.random() < 0.3,
        zip64=rng.random() < 0.2,
        litter=rng.random() < 0.3,
        folder=rng.choice(["", "", "course"]),
    )
    return replace(spec, bom=spec.encoding == "utf-8" and rng.random() < 0.3 and not spec.leading)


def _random_items(rng: random.Random, file: str, title: str, depth: int = 3) -> tuple[ItemSpec, ...]:
    """A tree up to `depth` levels deep whose leaves are SCOs and assets below one folder."""
    counter = iter(range(1, 1000))
    folder, _, page = file.rpartition("/")

    def level(left: int) -> tuple[ItemSpec, ...]:
        return tuple(node(left) for _ in range(rng.randint(1, 3)))

    def node(left: int) -> ItemSpec:
        number = next(counter)
        if left and rng.random() < 0.3:
            return ItemSpec(id=f"c{number}", title=f"{title} {number}", children=level(left - 1))
        return ItemSpec(
            id=f"i{number}",
            title=f"{title} {number}",
            file=f"{folder}/{number} {page}",
            kind=rng.choice(["sco", "sco", "asset"]),
            parameters=rng.choice(["", "", "?a=1", "&b=2", "c=3", "#part"]),
            is_visible=rng.random() < 0.9,
            mastery_score=rng.choice(["", "80"]),
        )

    return level(depth)
