"""Storing packages: all of it or nothing, once per content, the refused kept aside."""

import json
import os
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from curriculum.models import Package, PackageItem, PackageUpload, PackageVersion
from curriculum.packages import messages, services, stored_files
from curriculum.packages.report import findings_of
from lms.people.models import AuditEvent
from tests.scorm.generator import Damage, Edition, ItemSpec, PackageSpec, make_package

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 9, tzinfo=UTC)
TREE = (
    ItemSpec(
        id="c",
        title="第1部",
        children=(
            ItemSpec(id="a", title="A", file="a.html", mastery_score="80", data_from_lms="x=1"),
            ItemSpec(id="b", title="B", file="b.html", kind="asset", is_visible=False),
        ),
    ),
    ItemSpec(id="z", title="Z", file="z.html"),
)


@pytest.fixture(autouse=True)
def packages_root(settings: Settings, tmp_path: Path) -> Path:
    settings.PACKAGES_ROOT = tmp_path / "packages"
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "packages"


def _file(tmp_path: Path, spec: PackageSpec, name: str = "course.zip") -> Path:
    path = tmp_path / name
    path.write_bytes(make_package(spec))
    return path


def test_import_stores_version_items_original_and_files(tmp_path: Path, packages_root: Path) -> None:
    path = _file(tmp_path, PackageSpec(edition=Edition.V2004_3, items=TREE))
    version = services.import_package(path, by=None, at=NOW, filename="研修.zip")
    assert (version.standard, version.edition, version.number) == ("scorm2004", "2004 3rd Edition", 1)
    assert (version.title, version.launch, version.filename) == ("情報セキュリティの基本", "a.html", "研修.zip")
    rows = list(version.items.order_by("order").values_list("identifier", "parent__identifier", "launch", "is_sco"))
    assert rows == [("c", None, "", False), ("a", "c", "a.html", True), ("b", "c", "b.html", False),
                    ("z", None, "z.html", True)]  # fmt: skip
    first = PackageItem.objects.get(identifier="a")
    assert (first.mastery_score, first.data_from_lms, first.is_visible) == (Decimal(80), "x=1", True)
    assert version.file.read() == path.read_bytes()
    assert stored_files(packages_root / version.sha256).find("a.html") is not None
    assert AuditEvent.objects.filter(action="package.imported").count() == 1


def test_the_same_bytes_are_the_same_version(tmp_path: Path) -> None:
    path = _file(tmp_path, PackageSpec())
    first = services.import_package(path, by=None, at=NOW)
    assert services.import_package(path, by=None, at=NOW, filename="again.zip") == first
    assert (Package.objects.count(), PackageVersion.objects.count()) == (1, 1)


def test_a_lost_folder_comes_back_with_the_same_bytes(tmp_path: Path, packages_root: Path) -> None:
    import shutil

    path = _file(tmp_path, PackageSpec())
    version = services.import_package(path, by=None, at=NOW)
    shutil.rmtree(packages_root / version.sha256)
    services.import_package(path, by=None, at=NOW)
    assert (packages_root / version.sha256 / "index.html").is_file()


def test_a_new_file_becomes_the_next_version_of_its_package(tmp_path: Path, packages_root: Path) -> None:
    first = services.import_package(_file(tmp_path, PackageSpec()), by=None, at=NOW)
    changed = _file(tmp_path, PackageSpec(title="改訂版"))
    second = services.import_package(changed, by=None, at=NOW, package=first.package)
    assert (second.package, second.number) == (first.package, 2)
    # Learners in the middle of the first version still find their files.
    assert (packages_root / first.sha256).is_dir()


@pytest.mark.parametrize("damage", [Damage.TRAVERSAL, Damage.SIZE_LIE, Damage.NOT_A_ZIP, Damage.NO_LAUNCH_FILE])
def test_refused_file_is_kept_with_its_findings_and_nothing_else(
    tmp_path: Path, packages_root: Path, damage: Damage
) -> None:
    path = _file(tmp_path, PackageSpec(damage=damage))
    with pytest.raises(services.PackageRefused) as refusal:
        services.import_package(path, by=None, at=NOW, filename="../研修 1.zip")
    assert damage.value in {finding.code for finding in refusal.value.report.findings}
    assert (Package.objects.count(), PackageVersion.objects.count()) == (0, 0)
    assert [entry.name for entry in packages_root.iterdir()] == ["refused"]
    kept, report = sorted((packages_root / "refused").iterdir())
    assert kept.read_bytes() == path.read_bytes()
    assert json.loads(report.read_text())["verdict"] == "refused"


def test_only_the_latest_refused_files_are_kept(tmp_path: Path, packages_root: Path) -> None:
    path = _file(tmp_path, PackageSpec(damage=Damage.NOT_A_ZIP))
    for second in range(services.REFUSED_KEPT + 3):
        with pytest.raises(services.PackageRefused):
            services.import_package(path, by=None, at=NOW.replace(second=second))
    assert len(list((packages_root / "refused").iterdir())) == 2 * services.REFUSED_KEPT


def test_a_failure_while_storing_rows_leaves_no_folder(
    tmp_path: Path, packages_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(services, "_store_items", fail)
    with pytest.raises(RuntimeError):
        services.import_package(_file(tmp_path, PackageSpec()), by=None, at=NOW)
    assert PackageVersion.objects.count() == 0
    assert list(packages_root.iterdir()) == []


def test_storing_asks_no_more_queries_for_more_items(
    tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many = tuple(ItemSpec(id=f"i{number}", title="I", file=f"{number}.html") for number in range(60))
    with django_assert_max_num_queries(20):
        services.import_package(_file(tmp_path, PackageSpec(items=many)), by=None, at=NOW)


def test_upload_is_imported_in_the_background(
    tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    path = _file(tmp_path, PackageSpec())
    with django_capture_on_commit_callbacks(execute=True):
        upload = services.receive_upload(ContentFile(path.read_bytes(), name="研修.zip"), by=None, at=NOW)
        assert (upload.state, upload.percent) == ("waiting", 0)
    upload.refresh_from_db()
    assert (upload.state, upload.percent, upload.filename) == ("imported", 100, "研修.zip")
    assert upload.version == PackageVersion.objects.get()
    assert not upload.file  # the version has it


def test_refused_upload_says_why_in_the_readers_language(
    tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    raw = make_package(PackageSpec(damage=Damage.ENCRYPTED))
    with django_capture_on_commit_callbacks(execute=True):
        upload = services.receive_upload(ContentFile(raw, name="secret.zip"), by=None, at=NOW)
    upload.refresh_from_db()
    assert (upload.state, upload.version) == ("refused", None)
    [finding] = findings_of(upload.report)
    with translation.override("en"):
        assert messages.sentence(finding, upload.filename).startswith("secret.zip: “secret.html” is protected")


def test_running_an_upload_twice_changes_nothing(
    tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        raw = make_package(PackageSpec())
        upload = services.receive_upload(ContentFile(raw, name="course.zip"), by=None, at=NOW)
    upload.refresh_from_db()
    services.run_upload(upload, at=NOW.replace(year=2027))
    assert PackageUpload.objects.get().finished_at == upload.finished_at


def test_sweep_takes_up_what_a_stopped_worker_left(tmp_path: Path, packages_root: Path) -> None:
    upload = services.receive_upload(ContentFile(make_package(PackageSpec()), name="course.zip"), by=None, at=NOW)
    PackageUpload.objects.update(state=PackageUpload.State.RUNNING)
    packages_root.mkdir()
    old, new = packages_root / ".unpacking-old", packages_root / ".unpacking-new"
    old.mkdir()
    new.mkdir()
    os.utime(old, (0, 0))
    os.utime(new, (NOW.timestamp(), NOW.timestamp()))
    services.sweep(at=NOW + timedelta(minutes=5))
    upload.refresh_from_db()
    assert upload.state == "running"  # its worker may still be at it
    services.sweep(at=NOW + timedelta(hours=3))
    upload.refresh_from_db()
    assert upload.state == "imported"
    assert (old.exists(), new.exists()) == (False, True)
