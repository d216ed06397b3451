"""Looking at a package: everything that can be said about it before a byte of it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from . import manifest as manifests
from . import sequencing, xmltree
from .archive import Archive, Member, sha256_of
from .limits import DEFAULT_LIMITS, Limits
from .manifest import Course, Manifest
from .names import FileIndex
from .report import Feature, Finding, ImportReport, Json, Refused, Verdict, error, notice, verdict_of, warning

MANIFEST = "imsmanifest.xml"
SAME_FINDINGS = 20
AUXILIARY_SHOWN = 10
# What a package without manifest turns out to be, by the name of a file in it; the first that fits is named.
OTHER_STANDARDS = (
    ("cmi5.xml", "no_manifest_cmi5"),
    ("tincan.xml", "no_manifest_tincan"),
    ("h5p.json", "no_manifest_h5p"),
    (".crs", "no_manifest_aicc"),
    (".zip", "no_manifest_zip_in_zip"),
    ("index.html", "no_manifest_web_page"),
    ("index.htm", "no_manifest_web_page"),
)
# With one activity there is nothing to navigate between or to weigh, so these make no difference. The usual authoring
# tools write such rules into every single-SCO course.
ONLY_BETWEEN_ACTIVITIES = frozenset(
    [
        "choice",
        "no_choice",
        "choice_exit",
        "flow",
        "forward_only",
        "constrained_choice",
        "measure_weight",
        "randomization",
        "rollup_considerations",
        "rollup_rules",
        "selection",
    ]
)

type Progress = Callable[[int, int], None]


def inspect(
    path: Path,
    limits: Limits = DEFAULT_LIMITS,
    *,
    file: str = "",
    verify: bool = True,
    progress: Progress | None = None,
) -> ImportReport:
    """Report on a package file; never raises for what is wrong with the file itself.

    `verify` unpacks every byte without keeping it, so that a dry run finds what an import would find; an import
    leaves it to `extract`.
    """
    name = file or path.name
    try:
        with Archive.open(path, limits) as archive:
            report = _inspected(archive, path, name)
            if verify and not report.is_refused:
                verify_members(archive, archive.members(report.name_encoding), progress)
            return report
    except Refused as refusal:
        return ImportReport(file=name, verdict=Verdict.REFUSED, findings=(refusal.finding,))


def verify_members(archive: Archive, members: tuple[Member, ...], progress: Progress | None = None) -> None:
    """Unpack everything into nothing; raises Refused at the first lie."""
    total, done = sum(member.record.size for member in members), 0
    for member in members:
        for piece in archive.stream(member):
            done += len(piece)
            if progress is not None:
                progress(done, total)


def _inspected(archive: Archive, path: Path, name: str) -> ImportReport:
    encoding = archive.best_encoding()
    members = archive.members(encoding)
    found, findings = _find_manifest(members)
    raw = archive.read(found, limit=archive.limits.manifest_bytes)
    manifest = manifests.read(xmltree.parse(raw, found.path, archive.limits))
    encoding, members, found = _decoded_anew(archive, manifest, encoding, members, found)
    root = found.path.rpartition("/")[0]
    inside = [member for member in members if not root or member.path.startswith(f"{root}/")]
    index = FileIndex(member.path[len(root) :].lstrip("/") for member in inside)
    course = manifests.resolve(manifest, index, archive.limits)
    features = _features(course)
    everything = (*findings, *manifest.findings, *manifest.recognition.findings, *course.findings)
    everything = _capped((*everything, *_sequencing_findings(features, course, found.path)))
    launch = next((item.launch for top in course.items for item in top.walk() if item.launch is not None), None)
    return ImportReport(
        file=name,
        verdict=verdict_of(everything),
        standard=manifest.recognition.standard,
        edition=manifest.recognition.edition,
        title=course.title or path.stem,
        launch=launch,
        items=course.items,
        findings=everything,
        reason=manifest.recognition.reason,
        organisation=course.organisation,
        features=features,
        sha256=sha256_of(path),
        package_bytes=path.stat().st_size,
        unpacked_bytes=sum(member.record.size for member in inside),
        file_count=len(inside),
        root=root,
        name_encoding=encoding,
    )


def _decoded_anew(
    archive: Archive, manifest: Manifest, encoding: str, members: tuple[Member, ...], found: Member
) -> tuple[str, tuple[Member, ...], Member]:
    """Read the names again in the encoding that fits the manifest's hrefs, when that is another one."""
    better = archive.best_encoding(manifest.wanted_paths()) if archive.unmarked_names else encoding
    if better == encoding:
        return encoding, members, found
    members = archive.members(better)
    return better, members, next(member for member in members if member.start == found.start)


def _find_manifest(members: tuple[Member, ...]) -> tuple[Member, list[Finding]]:
    """The manifest at the root, or the only one below it; anything else is refused with what was found."""
    manifests = [member for member in members if _basename(member.path).casefold() == MANIFEST]
    if not manifests:
        raise Refused(_no_manifest(members))
    top = min(manifests, key=lambda member: (member.path.count("/"), _basename(member.path) != MANIFEST))
    folder = top.path.rpartition("/")[0]
    beside = [member for member in manifests if folder and not member.path.startswith(f"{folder}/")]
    if beside:
        names = ", ".join(sorted(member.path for member in manifests)[:5])
        raise Refused(error("several_manifests", count=len(manifests), names=names))
    findings = []
    if folder:
        findings.append(notice("manifest_in_folder", where=top.path, folder=folder))
    if _basename(top.path) != MANIFEST:
        findings.append(warning("manifest_name_case", where=top.path, name=_basename(top.path)))
    return top, findings


def _no_manifest(members: tuple[Member, ...]) -> Finding:
    paths = sorted((member.path for member in members), key=lambda path: (path.count("/"), path))
    for ending, code in OTHER_STANDARDS:
        for path in paths:
            name = _basename(path).casefold()
            if name == ending or (ending.startswith(".") and name.endswith(ending)):
                return error(code, name=path)
    if not paths:
        return error("zip_has_no_files")
    return error("no_manifest", names=", ".join(paths[:5]))


def _basename(path: str) -> str:
    return path.rpartition("/")[2]


def _capped(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The first few findings of each kind; a generator's mistake repeats with every item."""
    seen: Counter[str] = Counter()
    kept = []
    for finding in findings:
        seen[finding.code] += 1
        if seen[finding.code] <= SAME_FINDINGS:
            kept.append(finding)
    left_out = seen.total() - len(kept)
    return (*kept, notice("findings_left_out", count=left_out)) if left_out else tuple(kept)


def _rules(course: Course) -> list[dict[str, Json]]:
    rules = [course.organisation.sequencing, *(item.sequencing for top in course.items for item in top.walk())]
    return [tree for tree in rules if tree is not None]


def _features(course: Course) -> tuple[Feature, ...]:
    items = [item for top in course.items for item in top.walk()]
    others = []
    if any(item.hide_lms_ui for item in items):
        others.append("hide_lms_ui")
    if any(item.completion_threshold for item in items) or course.organisation.completion_threshold:
        others.append("completion_threshold")
    if any(item.data_maps for item in items):
        others.append("shared_data")
        if not course.organisation.shared_data_global_to_system:
            others.append("shared_data_local_to_course")
    if not course.organisation.objectives_global_to_system:
        others.append("objectives_local_to_course")
    return sequencing.features(_rules(course), others)


def _sequencing_findings(features: tuple[Feature, ...], course: Course, where: str) -> list[Finding]:
    activities = sum(item.launch is not None for top in course.items for item in top.walk())
    relevant = [feature for feature in features if activities > 1 or feature.name not in ONLY_BETWEEN_ACTIVITIES]
    findings = []
    for is_supported, make, code in (
        (True, notice, "sequencing_supported"),
        (False, warning, "sequencing_unsupported"),
    ):
        names = [feature.name for feature in relevant if feature.is_supported is is_supported]
        if names:
            findings.append(make(code, where=where, names=", ".join(names)))
    if named := sequencing.auxiliary_resources(_rules(course)):
        findings.append(notice("auxiliary_resources", where=where, names=", ".join(named[:AUXILIARY_SHOWN])))
    return findings
