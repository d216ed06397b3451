"""What an import says about one package: plain values that travel to the screen, the shell and the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None


class Severity(StrEnum):
    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"


class Verdict(StrEnum):
    IMPORTED = "imported"
    IMPORTED_WITH_WARNINGS = "imported_with_warnings"
    REFUSED = "refused"


class Standard(StrEnum):
    SCORM12 = "scorm12"
    SCORM2004 = "scorm2004"


class Kind(StrEnum):
    """What an item's resource is: a SCO talks to the run-time, an asset is only shown."""

    SCO = "sco"
    ASSET = "asset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing an author should know; `curriculum.packages.messages` turns it into a sentence."""

    code: str
    severity: Severity
    params: Mapping[str, str | int] = field(default_factory=dict)
    where: str = ""
    line: int | None = None


class Maker(Protocol):
    """notice(), warning() or error()."""

    def __call__(self, code: str, *, where: str = "", line: int | None = None, **params: str | int) -> Finding: ...


def notice(code: str, *, where: str = "", line: int | None = None, **params: str | int) -> Finding:
    return Finding(code=code, severity=Severity.NOTICE, params=params, where=where, line=line)


def warning(code: str, *, where: str = "", line: int | None = None, **params: str | int) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, params=params, where=where, line=line)


def error(code: str, *, where: str = "", line: int | None = None, **params: str | int) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, params=params, where=where, line=line)


class Refused(Exception):
    """Stops the import of one package; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionThreshold:
    """adlcp:completionThreshold: a bare number in the 3rd edition, attributes in the 4th (CAM 3.4.1.13)."""

    min_progress_measure: Decimal | None = None
    completed_by_measure: bool = False
    progress_weight: Decimal | None = None

    @property
    def measure(self) -> Decimal | None:
        """The progress that completes the activity, where progress decides at all."""
        return self.min_progress_measure if self.completed_by_measure else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataMap:
    """adlcp:map: one bucket of data shared between activities (4th edition, CAM 5.1.10).

    It is the learner's for good unless the organisation keeps it to one attempt (adlcp:sharedDataGlobalToSystem).
    """

    target: str
    read: bool = True
    write: bool = True
    is_global: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One node of the chosen organisation; `launch` is None for what cannot be opened by itself."""

    id: str
    title: str
    launch: str | None = None
    path: str | None = None
    children: tuple[Item, ...] = ()
    kind: Kind | None = None
    is_visible: bool = True
    resource: str = ""
    prerequisites: str = ""
    mastery_score: Decimal | None = None
    max_time_allowed: str = ""
    time_limit_action: str = ""
    data_from_lms: str = ""
    completion_threshold: CompletionThreshold | None = None
    hide_lms_ui: tuple[str, ...] = ()
    data_maps: tuple[DataMap, ...] = ()
    sequencing: dict[str, Json] | None = None

    def walk(self) -> Iterator[Item]:
        """This item and everything below it, in the order a learner meets them."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """What the chosen organisation says about the course as a whole."""

    id: str = ""
    title: str = ""
    objectives_global_to_system: bool = True
    shared_data_global_to_system: bool = True
    completion_threshold: CompletionThreshold | None = None
    sequencing: dict[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A sequencing feature the package uses, and whether the player follows it."""

    name: str
    is_supported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """The outcome of looking at one package file."""

    file: str
    verdict: Verdict
    standard: Standard | None = None
    edition: str | None = None
    title: str | None = None
    launch: str | None = None
    items: tuple[Item, ...] = ()
    findings: tuple[Finding, ...] = ()
    # What the importer needs beyond the screen: the same decisions must hold when the files are written.
    reason: str = ""
    organisation: Organisation = field(default_factory=Organisation)
    features: tuple[Feature, ...] = ()
    sha256: str = ""
    package_bytes: int = 0
    unpacked_bytes: int = 0
    file_count: int = 0
    root: str = ""
    name_encoding: str = "utf-8"

    @property
    def is_refused(self) -> bool:
        return self.verdict is Verdict.REFUSED

    def walk(self) -> Iterator[Item]:
        for item in self.items:
            yield from item.walk()


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """An error refuses the package; a warning is worth reading; a notice is only a fact."""
    severities = {finding.severity for finding in findings}
    if Severity.ERROR in severities:
        return Verdict.REFUSED
    if Severity.WARNING in severities:
        return Verdict.IMPORTED_WITH_WARNINGS
    return Verdict.IMPORTED


def as_record(report: ImportReport) -> dict[str, Json]:
    """The whole report in a form a database keeps; findings stay codes, so that each reader gets their language."""
    record: dict[str, Json] = _plain(asdict(report))
    return record


def _plain(value: object) -> Any:  # what asdict() leaves is typed nowhere
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, Decimal | StrEnum) else value


def findings_of(record: Mapping[str, Json]) -> tuple[Finding, ...]:
    """The findings of a report that was kept."""
    kept = record.get("findings")
    return tuple(_finding(entry) for entry in kept if isinstance(entry, dict)) if isinstance(kept, list) else ()


def _finding(entry: dict[str, Json]) -> Finding:
    params, line = entry.get("params"), entry.get("line")
    return Finding(
        code=str(entry["code"]),
        severity=Severity(str(entry["severity"])),
        params={name: value for name, value in params.items() if isinstance(value, str | int)}
        if isinstance(params, dict)
        else {},
        where=str(entry.get("where", "")),
        line=line if isinstance(line, int) else None,
    )
