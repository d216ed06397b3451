"""Keeping packages: the original file, the unpacked folder and the rows go in together or not at all."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Max

from curriculum.models import Package, PackageItem, PackageUpload, PackageVersion
from lms.lib.ids import uuid7
from lms.people import audit
from lms.people.models import User

from . import receiving
from .extraction import WORK_PREFIX, extract
from .inspection import Progress, inspect
from .limits import DEFAULT_LIMITS, Limits
from .report import ImportReport, Item, Kind, Refused, Verdict, as_record

REFUSED_FOLDER = "refused"
REFUSED_KEPT = 20
STALLED = timedelta(hours=2)
ABANDONED = timedelta(days=1)
COPY_CHUNK = 1024 * 1024
PERCENT_STEP = 5
UNPLAIN = re.compile(r"[^A-Za-z0-9._-]+")


type Confirm = Callable[[PackageVersion], None]


class PackageRefused(Exception):
    """The file did not become a package version; `report` says why, in findings."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__(" ".join(finding.code for finding in report.findings))
        self.report = report


class UploadCancelled(Exception):
    """The author cancelled while the file was being unpacked."""


def import_package(
    path: Path,
    *,
    by: User | None,
    at: datetime,
    filename: str = "",
    package: Package | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> PackageVersion:
    """Import a package file, or return the version these very bytes already are; raises PackageRefused.

    `package` names the package this file is a new version of; without it a new package begins.
    """
    _, version = import_reported(
        path, by=by, at=at, filename=filename, package=package, limits=limits, progress=progress
    )
    return version


def import_reported(
    path: Path,
    *,
    by: User | None,
    at: datetime,
    filename: str = "",
    package: Package | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
    confirm: Confirm | None = None,
) -> tuple[ImportReport, PackageVersion]:
    """Import as `import_package` does, and return this file's own report with the version.

    `confirm` is called with the version in the transaction that makes it; what it raises undoes everything.
    """
    report = inspect(path, limits, file=filename or path.name, verify=False)
    if not report.is_refused:
        try:
            version = _keep(
                path, report, by=by, at=at, package=package, limits=limits, progress=progress, confirm=confirm
            )
            return report, version
        except Refused as refusal:
            findings = (*report.findings, refusal.finding)
            report = replace(report, verdict=Verdict.REFUSED, findings=findings)
    keep_refused(path, report, at=at, limits=limits)
    raise PackageRefused(report)


def _keep(
    path: Path,
    report: ImportReport,
    *,
    by: User | None,
    at: datetime,
    package: Package | None,
    limits: Limits,
    progress: Progress | None,
    confirm: Confirm | None,
) -> PackageVersion:
    version = known = _known(report)
    # Also for a version we have: its folder may have been lost, and the same bytes bring it back.
    extracted = extract(path, settings.PACKAGES_ROOT, report, limits, progress=progress)
    try:
        with transaction.atomic():
            version = known or _store(path, report, by=by, at=at, package=package)
            if confirm is not None:
                confirm(version)
        return version
    except BaseException as problem:
        if version is not None and known is None:
            version.file.delete(save=False)
        known = _known(report)
        if isinstance(problem, IntegrityError) and known is not None:
            return known  # another worker imported the same bytes in between
        if extracted.is_new and known is None:
            shutil.rmtree(extracted.folder, ignore_errors=True)
        raise


def _known(report: ImportReport) -> PackageVersion | None:
    return PackageVersion.objects.filter(sha256=report.sha256).first()


def _store(
    path: Path, report: ImportReport, *, by: User | None, at: datetime, package: Package | None
) -> PackageVersion:
    if package is None:
        package = Package.objects.create(title=(report.title or report.file)[:300], created_by=by, created_at=at)
    else:
        # Two uploads of one package must not take the same number.
        package = Package.objects.select_for_update(no_key=True).get(pk=package.pk)
    version = PackageVersion.objects.create(
        package=package,
        number=(package.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        sha256=report.sha256,
        filename=Path(report.file).name[-255:],
        size=path.stat().st_size,
        standard=str(report.standard),
        edition=report.edition or "",
        title=(report.title or "")[:300],
        launch=report.launch or "",
        report=as_record(report),
        imported_by=by,
        imported_at=at,
    )
    _store_items(version, report)
    audit.record(
        "package.imported",
        actor=by,
        at=at,
        target=f"package-version:{version.uuid}",
        details={"title": version.title, "sha256": version.sha256, "verdict": report.verdict.value},
    )
    with path.open("rb") as original:
        version.file.save(f"{report.sha256[:16]}.zip", File(original))
    return version


def _store_items(version: PackageVersion, report: ImportReport) -> None:
    """Write the item tree, level by level since children name their parents; `order` is the reading order."""
    order = {item.id: number for number, item in enumerate(report.walk())}
    level: list[tuple[PackageItem | None, Item]] = [(None, item) for item in report.items]
    while level:
        rows = PackageItem.objects.bulk_create(_row(version, parent, item, order[item.id]) for parent, item in level)
        level = [(row, child) for row, (_, item) in zip(rows, level, strict=True) for child in item.children]


def _row(version: PackageVersion, parent: PackageItem | None, item: Item, order: int) -> PackageItem:
    return PackageItem(
        version=version,
        parent=parent,
        order=order,
        identifier=item.id,
        title=item.title[:500],
        launch=item.launch or "",
        is_sco=item.kind is Kind.SCO,
        is_visible=item.is_visible,
        mastery_score=item.mastery_score,
        data_from_lms=item.data_from_lms,
        max_time_allowed=item.max_time_allowed[:50],
        time_limit_action=item.time_limit_action[:50],
        prerequisites=item.prerequisites,
        completion_threshold=item.completion_threshold.measure if item.completion_threshold else None,
        sequencing=item.sequencing or {},
        data_maps=[asdict(data_map) for data_map in item.data_maps],
    )


def keep_refused(path: Path, report: ImportReport, *, at: datetime, limits: Limits = DEFAULT_LIMITS) -> Path | None:
    """Keep a refused file with its findings for inspection; only the latest few, and none over the size limit."""
    folder: Path = settings.PACKAGES_ROOT / REFUSED_FOLDER
    if not path.is_file() or path.stat().st_size > limits.package_bytes:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    plain = UNPLAIN.sub("_", Path(report.file).name)[-80:] or "package"
    kept = folder / f"{at:%Y%m%dT%H%M%S%f}-{uuid7().hex[-8:]}-{plain}"
    shutil.copyfile(path, kept)
    record = json.dumps(as_record(report), ensure_ascii=False, indent=1)
    kept.with_name(f"{kept.name}.report.json").write_text(record, encoding="utf-8")
    for old in sorted(folder.iterdir(), reverse=True)[2 * REFUSED_KEPT :]:
        old.unlink(missing_ok=True)
    return kept


# Uploads from the browser


@transaction.atomic
def receive_upload(
    file: File[bytes], *, by: User | None, at: datetime, package: Package | None = None
) -> PackageUpload:
    """Put an uploaded file aside and have it imported in the background."""
    filename = Path(file.name or "package.zip").name[-255:]
    upload = PackageUpload.objects.create(filename=filename, package=package, uploaded_by=by, uploaded_at=at)
    upload.file.save(f"{upload.uuid}.zip", file)
    from .tasks import import_upload

    transaction.on_commit(lambda: import_upload.delay(str(upload.uuid)))
    return upload


def run_upload(upload: PackageUpload, *, at: datetime) -> PackageUpload:
    """Import an uploaded file; doing it again after the end changes nothing."""
    if upload.is_final:
        return upload
    if not PackageUpload.objects.filter(pk=upload.pk).update(state=PackageUpload.State.RUNNING):
        return upload
    try:
        with _local_file(upload) as path:
            _import_file(upload, path, at=at)
    except (UploadCancelled, FileNotFoundError):
        # Cancelling takes the file away, wherever the import is.
        if PackageUpload.objects.filter(pk=upload.pk).exists():
            raise
        return upload
    upload.percent, upload.finished_at = 100, at
    # The version or the folder of refused files has it now.
    upload.file.delete(save=False)
    receiving.part_of(upload).unlink(missing_ok=True)
    upload.save(update_fields=["file", "version", "state", "report", "percent", "finished_at"])
    return upload


@contextmanager
def _local_file(upload: PackageUpload) -> Iterator[Path]:
    """Give the uploaded file as a path: the pieces where they lie, or a copy of what storage holds."""
    part = receiving.part_of(upload)
    if not upload.file and part.is_file():
        yield part
        return
    with tempfile.TemporaryDirectory(prefix="package-") as folder:
        path = Path(folder) / "package.zip"
        with upload.file.open("rb") as source, path.open("wb") as target:
            shutil.copyfileobj(source, target, COPY_CHUNK)
        yield path


def _import_file(upload: PackageUpload, path: Path, *, at: datetime) -> None:
    try:
        _, upload.version = import_reported(
            path,
            by=upload.uploaded_by,
            at=at,
            filename=upload.filename,
            package=upload.package,
            progress=_percent_writer(upload),
            confirm=partial(_confirm, upload),
        )
    except PackageRefused as refusal:
        upload.state, upload.report = PackageUpload.State.REFUSED, as_record(refusal.report)
    else:
        upload.state, upload.report = PackageUpload.State.IMPORTED, upload.version.report


def _confirm(upload: PackageUpload, version: PackageVersion) -> None:
    """Note the version with its upload; from here on it is too late to cancel, and before it nothing is kept."""
    running = PackageUpload.objects.filter(pk=upload.pk, state=PackageUpload.State.RUNNING)
    if not running.update(state=PackageUpload.State.IMPORTED, version=version, report=version.report):
        raise UploadCancelled


def sweep(*, at: datetime) -> None:
    """Take up again what a stopped worker left: uploads not finished and folders half unpacked."""
    receiving.forget_abandoned(at=at)
    unfinished = [PackageUpload.State.WAITING, PackageUpload.State.RUNNING]
    stalled = PackageUpload.objects.filter(state__in=unfinished, uploaded_at__lt=at - STALLED)
    for upload in stalled.order_by("uploaded_at", "pk"):
        run_upload(upload, at=at)
    for folder in Path(settings.PACKAGES_ROOT).glob(f"{WORK_PREFIX}*"):
        if folder.stat().st_mtime < (at - ABANDONED).timestamp():
            shutil.rmtree(folder, ignore_errors=True)


def _percent_writer(upload: PackageUpload) -> Progress:
    """Write progress when it has moved by a visible step, not with every piece."""

    def write(done: int, total: int) -> None:
        percent = min(99, done * 100 // max(total, 1))
        if percent >= upload.percent + PERCENT_STEP:
            upload.percent = percent
            if not PackageUpload.objects.filter(pk=upload.pk).update(percent=percent):
                raise UploadCancelled

    return write
