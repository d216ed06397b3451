"""Which standard and edition a manifest follows, and how we know."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .report import Finding, Standard, notice, warning
from .xmltree import Document, Node

ADLCP = (
    (re.compile(r"adlcp_rootv1p2", re.IGNORECASE), Standard.SCORM12),
    (re.compile(r"adlcp_v1p3", re.IGNORECASE), Standard.SCORM2004),
)
# Navigation and sequencing exist in 2004 only.
ONLY_2004 = re.compile(r"adlseq_v1p\d|adlnav_v1p\d|/imsss(?:_v1p0)?/?$", re.IGNORECASE)
# IMS content packaging is used outside SCORM too: a hint, weaker than what the manifest says of itself.
IMSCP = (
    (re.compile(r"imscp_rootv1p1p\d", re.IGNORECASE), Standard.SCORM12),
    (re.compile(r"imscp_v1p1", re.IGNORECASE), Standard.SCORM2004),
)
EDITION_12 = "1.2"
SECOND, THIRD, FOURTH = "2004 2nd Edition", "2004 3rd Edition", "2004 4th Edition"
VERSIONS = (
    (re.compile(r"\b4th\b", re.IGNORECASE), FOURTH),
    (re.compile(r"\b3rd\b", re.IGNORECASE), THIRD),
    (re.compile(r"\b2nd\b|^(?:adl\s+scorm\s+)?(?:cam\s*)?1\.3$", re.IGNORECASE), SECOND),
    (re.compile(r"\b1\.[0-2]\b", re.IGNORECASE), EDITION_12),
    (re.compile(r"\b2004\b", re.IGNORECASE), THIRD),
)


@dataclass(frozen=True, slots=True)
class Recognition:
    standard: Standard
    edition: str
    reason: str
    findings: tuple[Finding, ...]


def recognise(document: Document) -> Recognition:
    """Namespaces decide, then schemaversion, then the spelling of scormType."""
    schemaversion = _schemaversion(document.root)
    stated = _edition_of(schemaversion)
    standard, reason = _standard(document, stated, schemaversion)
    edition, findings = _edition(document, standard, stated)
    if stated is not None and _family(stated) is not standard:
        findings = [
            *findings,
            warning(
                "standard_disagreement",
                where=document.where,
                stated=schemaversion,
                edition=edition,
                reason=reason,
            ),
        ]
    elif reason == "assumed":
        findings = [*findings, warning("standard_assumed", where=document.where)]
    else:
        findings = [
            *findings,
            notice("standard_recognised", where=document.where, edition=edition, reason=reason),
        ]
    return Recognition(standard, edition, reason, tuple(findings))


def _standard(document: Document, stated: str | None, schemaversion: str) -> tuple[Standard, str]:
    for namespaces in (document.namespaces_used, document.namespaces_declared):
        adlcp = _families(namespaces, ADLCP)
        if len(adlcp) == 1:
            return next(iter(adlcp.items()))
        if adlcp and stated is None:
            return Standard.SCORM2004, adlcp[Standard.SCORM2004]
        if adlcp:
            break
        only = next((name for name in sorted(namespaces) if ONLY_2004.search(name)), None)
        if only is not None:
            return Standard.SCORM2004, only
    if stated is not None:
        return _family(stated), f"schemaversion {schemaversion}"
    spelling = _spelling(document.root)
    if spelling is not None:
        return spelling
    imscp = _families(document.namespaces_used | document.namespaces_declared, IMSCP)
    if len(imscp) == 1:
        return next(iter(imscp.items()))
    return Standard.SCORM12, "assumed"


def _families(namespaces: frozenset[str], marks: tuple[tuple[re.Pattern[str], Standard], ...]) -> dict[Standard, str]:
    return {standard: name for name in sorted(namespaces) for pattern, standard in marks if pattern.search(name)}


def _schemaversion(root: Node) -> str:
    metadata = root.first("metadata")
    if metadata is None:
        return ""
    return next((node.words for node in metadata.walk() if node.key == "schemaversion" and node.words), "")


def _edition_of(schemaversion: str) -> str | None:
    return next((edition for pattern, edition in VERSIONS if pattern.search(schemaversion)), None)


def _family(edition: str) -> Standard:
    return Standard.SCORM12 if edition == EDITION_12 else Standard.SCORM2004


def _spelling(root: Node) -> tuple[Standard, str] | None:
    """SCORM 1.2 writes adlcp:scormtype, 2004 adlcp:scormType."""
    for node in root.walk():
        if node.key == "resource" and node.attributes:
            if "scormType" in node.attributes:
                return Standard.SCORM2004, "scormType"
            if "scormtype" in node.attributes:
                return Standard.SCORM12, "scormtype"
    return None


def _edition(document: Document, standard: Standard, stated: str | None) -> tuple[str, list[Finding]]:
    if standard is Standard.SCORM12:
        return EDITION_12, []
    if stated is not None and stated != EDITION_12:
        return stated, []
    edition = FOURTH if _has_fourth_edition_parts(document.root) else THIRD
    return edition, [notice("edition_inferred", where=document.where, edition=edition)]


def _has_fourth_edition_parts(root: Node) -> bool:
    return any(
        (node.key == "map" and node.get("targetID") and "adlcp" in node.namespace)
        or (node.key == "completionthreshold" and node.get("completedByMeasure"))
        or (node.key == "hidelmsui" and node.words in ("exitAll", "abandonAll", "suspendAll"))
        or (node.key == "mapinfo" and node.get("readRawScore"))
        for node in root.walk()
    )
