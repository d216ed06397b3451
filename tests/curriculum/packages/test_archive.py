"""Zip files as they come and as attackers make them."""

import io
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from curriculum.packages import Limits, extract, inspect, stored_files
from curriculum.packages.names import DEVICES, UnsafeName, choose_encoding, safe_path
from tests.scorm.generator import Damage, ItemSpec, NameStyle, PackageSpec, make_package
from tests.scorm.zipfiles import DEFLATED, STORED, Entry, build, overlapping_bomb

from .conftest import Inspect, codes

MANIFEST = Entry(name="imsmanifest.xml", data=b"<manifest/>")


@pytest.mark.parametrize("method", [STORED, DEFLATED])
@pytest.mark.parametrize("descriptors", [False, True])
@pytest.mark.parametrize("zip64", [False, True])
def test_every_lawful_zip_is_read(look: Inspect, method: int, descriptors: bool, zip64: bool) -> None:
    spec = PackageSpec(method=method, descriptors=descriptors, zip64=zip64)
    report = look(spec)
    assert (report.verdict, report.launch) == ("imported", "index.html")
    if not zip64:  # Python's own reader agrees that these are zip files
        with zipfile.ZipFile(io.BytesIO(make_package(spec))) as archive:
            assert archive.testzip() is None


def test_zip_behind_other_bytes_and_with_a_comment_is_read(look: Inspect) -> None:
    with zipfile.ZipFile(io.BytesIO(make_package(PackageSpec()))) as archive:
        entries = [Entry(name=info.filename, data=archive.read(info)) for info in archive.infolist()]
    assert look(build(entries, prefix=b"MZ stub" * 100, comment=b"PK made by hand")).verdict == "imported"
    assert look(build(entries, prefix=b"MZ stub" * 100, zip64_end=True)).verdict == "imported"


@pytest.mark.parametrize(
    "name",
    ["../a", "a/../../b", "/a", "\\a", "C:\\a", "c:a", "//server/share", "a/..\\..\\b", "a/CON", "aux.html", "lpt1.txt",
     "nul .js", "a./b", "a /b", "b.", "a\x00b", "a\nb", "x" * 300, "/".join("a" * 50)],
)  # fmt: skip
def test_unsafe_names(name: str) -> None:
    with pytest.raises(UnsafeName):
        safe_path(name, longest=255, deepest=40)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a\\b.html", "a/b.html"),
        ("./a//b", "a/b"),
        ("é", "é"),
        ("e\u0301.html", "é.html"),
        ("console.js", "console.js"),
        ("..a", "..a"),
        (".htaccess", ".htaccess"),
        ("a:b", "a:b"),
    ],
)
def test_safe_names(name: str, path: str) -> None:
    if name != "a:b":  # a single letter and a colon is a drive
        assert safe_path(name, longest=255, deepest=40) == path
    else:
        with pytest.raises(UnsafeName):
            safe_path(name, longest=255, deepest=40)


def test_device_names_are_all_refused() -> None:
    for device in DEVICES:
        with pytest.raises(UnsafeName):
            safe_path(f"media/{device.lower()}.txt", longest=255, deepest=40)


def test_litter_of_desktop_systems_is_ignored_but_not_its_traversal(look: Inspect) -> None:
    report = look(PackageSpec(litter=True))
    assert (report.verdict, report.file_count) == ("imported", 2)
    hostile = build([MANIFEST, Entry(name="__MACOSX/../../x", data=b"x")])
    assert codes(look(hostile)) == {"name_leaves_package"}


@pytest.mark.parametrize("style", [NameStyle.UTF8, NameStyle.BARE_UTF8, NameStyle.CP932, NameStyle.NFD])
def test_japanese_names_in_every_encoding(look: Inspect, style: NameStyle) -> None:
    file = "教材/第１章 表紙.html" if style is not NameStyle.NFD else "教材/ガイド.html"
    report = look(PackageSpec(names=style, items=(ItemSpec(id="i", title="表紙", file=file),)))
    assert (report.launch, codes(report)) == (file, set())


def test_the_manifest_decides_between_encodings_that_both_read() -> None:
    raw = "ﾃｱ.html".encode("cp932")  # also valid UTF-8
    assert choose_encoding([raw]) == "utf-8"
    assert choose_encoding([raw], ["ﾃｱ.html"]) == "cp932"
    assert choose_encoding(["é.html".encode("cp437")], ["é.html"]) == "cp437"
    assert choose_encoding(["é.html".encode("cp1252")], ["é.html"]) == "cp1252"


def test_cp932_name_whose_last_byte_is_a_backslash_is_a_file(look: Inspect) -> None:
    spec = PackageSpec(names=NameStyle.CP932, items=(ItemSpec(id="i", title="I", file="教材/表"),))
    assert "教材/表".encode("cp932").endswith(b"\\")
    assert look(spec).launch == "教材/表"


@pytest.mark.parametrize("raw", [b"PK\x05\x06", b"PK\x05\x06" * 5, b"PK\x03\x04", b"P", b"PK\x05\x06" + b"\xff" * 18])
def test_scraps_of_a_zip_are_refused(look: Inspect, raw: bytes) -> None:
    assert look(raw).is_refused


def test_comment_that_looks_like_an_end_record_does_not_mislead(look: Inspect) -> None:
    with zipfile.ZipFile(io.BytesIO(make_package(PackageSpec()))) as archive:
        entries = [Entry(name=info.filename, data=archive.read(info)) for info in archive.infolist()]
    assert look(build(entries, comment=b"PK\x05\x06" + b"\0" * 30)).verdict == "imported"
    assert look(build(entries) + b"trailing bytes").verdict == "imported"


def test_entry_far_outside_the_file_is_refused(look: Inspect) -> None:
    raw = bytearray(build([MANIFEST]))
    at = raw.rindex(b"PK\x01\x02") + 42
    raw[at : at + 4] = b"\xff\xff\xff\x7f"
    assert codes(look(bytes(raw))) == {"zip_damaged"}


def test_name_in_infozips_extra_field_wins(look: Inspect) -> None:
    import struct
    import zlib

    raw = b"????.html"
    extra = struct.pack("<BL", 1, zlib.crc32(raw)) + "表紙.html".encode()
    manifest = make_package(PackageSpec(items=(ItemSpec(id="i", title="I", file="表紙.html"),)))
    with zipfile.ZipFile(io.BytesIO(manifest)) as archive:
        text = archive.read("imsmanifest.xml")
    entry = Entry(name=raw, data=b"x", extra=struct.pack("<HH", 0x7075, len(extra)) + extra)
    assert look(build([Entry(name="imsmanifest.xml", data=text), entry])).launch == "表紙.html"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (["cmi5.xml", "index.html"], "no_manifest_cmi5"),
        (["tincan.xml", "index.html"], "no_manifest_tincan"),
        (["h5p.json", "content/content.json"], "no_manifest_h5p"),
        (["course.CRS", "course.au"], "no_manifest_aicc"),
        (["inner.zip"], "no_manifest_zip_in_zip"),
        (["site/index.html"], "no_manifest_web_page"),
        (["slides.pptx"], "no_manifest"),
        (["a/imsmanifest.xml", "b/imsmanifest.xml"], "several_manifests"),
        ([".DS_Store"], "zip_has_no_files"),
        ([], "zip_has_no_files"),
    ],
)
def test_package_without_a_manifest_is_refused_for_what_it_is(look: Inspect, files: list[str], code: str) -> None:
    report = look(build(Entry(name=name, data=b"x") for name in files))
    assert report.is_refused
    assert codes(report) == {code}


@pytest.mark.parametrize("name", ["IMSManifest.XML", "imsmanifest.XML"])
def test_manifest_in_other_capitals_is_read_with_a_warning(look: Inspect, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(make_package(PackageSpec()))) as archive:
        entries = [
            Entry(name=info.filename.replace("imsmanifest.xml", name), data=archive.read(info))
            for info in archive.infolist()
        ]
    report = look(build(entries))
    assert (report.launch, codes(report)) == ("index.html", {"manifest_name_case"})


def test_course_in_a_folder_becomes_the_root(look: Inspect) -> None:
    report = look(PackageSpec(folder="講座/course", names=NameStyle.CP932))
    assert (report.verdict, report.launch, report.root) == ("imported", "index.html", "講座/course")
    assert codes(report, "notice") == {"manifest_in_folder", "standard_recognised"}


def test_manifest_at_the_root_wins_over_packages_inside(look: Inspect) -> None:
    report = look(PackageSpec(extra_files={"old/imsmanifest.xml": b"<manifest/>"}))
    assert (report.launch, report.root) == ("index.html", "")


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(package_bytes=100), "package_too_large"),
        (Limits(unpacked_bytes=100), "package_unpacks_too_large"),
        (Limits(file_bytes=100), "file_too_large"),
        (Limits(entries=1), "too_many_files"),
        (Limits(manifest_bytes=100), "file_too_large_to_read"),
        (Limits(path_chars=10), "name_too_long"),
    ],
)
def test_limits_hold(tmp_path: Path, limits: Limits, code: str) -> None:
    path = tmp_path / "course.zip"
    path.write_bytes(make_package(PackageSpec()))
    assert not inspect(path).is_refused
    assert codes(inspect(path, limits)) == {code}


def test_missing_file_folder_and_lookalikes_are_named(tmp_path: Path, look: Inspect) -> None:
    assert codes(inspect(tmp_path / "nowhere.zip")) == {"file_unreadable"}
    assert codes(inspect(tmp_path)) == {"file_unreadable"}
    assert look(b"Rar!\x1a\x07\x00").findings[0].params["kind"] == "RAR"
    assert look(b"\n<!doctype html><p>Please sign in").findings[0].params["kind"] == "HTML"


# Bombs: each is refused within 2 seconds of processor time and 100 MB, measured in a process of its own

MEASURE = """
import json, re, sys, time
from pathlib import Path
from curriculum.packages import inspect
start = time.process_time()
report = inspect(Path(sys.argv[1]))
seconds = time.process_time() - start
# Not getrusage: what it reports survives exec, so it would be the test runner's own peak.
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
print(json.dumps([report.verdict, [finding.code for finding in report.findings], seconds, peak / 1024]))
"""


def _many_entries(count: int) -> bytes:
    return build((Entry(name=f"{n}", method=STORED) for n in range(count)), zip64_end=True)


def _lying_bomb() -> bytes:
    """40 KB that inflate to 40 MB, stated as 1 KB each, a hundred times."""
    data = b"\0" * 40_000_000
    return build([MANIFEST, *(Entry(name=f"{n}.bin", data=data, stated_size=1000) for n in range(2))])


def _manifest_bomb() -> bytes:
    return build([Entry(name="imsmanifest.xml", data=b"<manifest>" + b"<a/>" * 2_000_000 + b"</manifest>")])


BOMBS = {
    "overlapping": (lambda: overlapping_bomb(200, 21_000_000), {"zip_bomb", "package_unpacks_too_large"}),
    "small overlapping": (lambda: overlapping_bomb(50, 1_000_000), {"zip_entries_overlap"}),
    "one file": (lambda: build([MANIFEST, Entry(name="a", data=b"\0" * 200_000_000)]), {"zip_bomb"}),
    "lying sizes": (_lying_bomb, {"zip_sizes_lie"}),
    "100 000 entries": (lambda: _many_entries(100_000), {"too_many_files"}),
    "manifest of elements": (_manifest_bomb, {"manifest_too_many_elements"}),
    "long names": (
        lambda: build(Entry(name=f"{n:05}" + "a" * 60_000, data=b"", method=STORED) for n in range(300)),
        {"name_too_long"},
    ),
}


@pytest.mark.parametrize("kind", list(BOMBS))
def test_bomb_is_refused_quickly_in_little_memory(tmp_path: Path, kind: str) -> None:
    make, wanted = BOMBS[kind]
    path = tmp_path / "bomb.zip"
    raw = make()
    # The lying bomb must have a manifest that passes, or it would be refused before it is unpacked.
    path.write_bytes(raw if kind != "lying sizes" else _with_course(raw))
    root = Path(__file__).parents[3]
    result = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], cwd=root, capture_output=True, text=True, check=True
    )
    verdict, found, seconds, megabytes = json.loads(result.stdout)
    assert verdict == "refused"
    assert set(found) <= wanted
    assert seconds < 2
    assert megabytes < 100


def _with_course(raw: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(make_package(PackageSpec()))) as archive:
        course = [Entry(name=info.filename, data=archive.read(info)) for info in archive.infolist()]
    data = b"\0" * 40_000_000
    return build([*course, *(Entry(name=f"{n}.bin", data=data, stated_size=1000) for n in range(2))])


def test_the_classic_bomb_is_forty_kilobytes_for_four_gigabytes() -> None:
    assert len(overlapping_bomb(200, 21_000_000)) < 42_000
    assert 200 * 21_000_000 > 4_000_000_000


# Unpacking


def test_extracts_once_under_its_hash_and_finds_every_name(tmp_path: Path) -> None:
    path, target = tmp_path / "course.zip", tmp_path / "packages"
    files = {
        "教材/第１章.html": b"one",
        "Img/a.png": b"two",
        "img/b.png": b"three",
        ".htaccess": b"four",
        "js/x.js": b"5",
    }
    path.write_bytes(make_package(PackageSpec(folder="course", extra_files=files)))
    report = inspect(path)
    first, second = extract(path, target, report), extract(path, target, report)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.folder == target / report.sha256
    stored = stored_files(first.folder)
    for name, data in files.items():
        found = stored.find(name)
        assert found is not None
        assert found.read_bytes() == data
    assert (first.folder / "js/x.js").is_file()
    assert stored.find("JS/X.JS") == first.folder / "js/x.js"
    assert stored.find("教材/第１章.HTML") is not None
    # Every path on disk is plain ASCII, and nothing lies beside the package.
    assert all(str(found.relative_to(target)).isascii() for found in target.rglob("*"))
    assert [entry.name for entry in target.iterdir()] == [report.sha256]


@pytest.mark.parametrize("requested", ["../../etc/passwd", "/etc/passwd", ".names.json", "js", "", "js/../js/x.js"])
def test_finds_nothing_but_the_packages_files(tmp_path: Path, requested: str) -> None:
    path = tmp_path / "course.zip"
    path.write_bytes(make_package(PackageSpec(extra_files={"js/x.js": b"x"})))
    folder = extract(path, tmp_path / "packages", inspect(path)).folder
    assert stored_files(folder).find(requested) is None


@pytest.mark.parametrize("damage", [Damage.SIZE_LIE, Damage.BAD_CRC])
def test_failed_extraction_leaves_nothing_behind(tmp_path: Path, damage: Damage) -> None:
    from curriculum.packages import Refused

    path, target = tmp_path / "course.zip", tmp_path / "packages"
    path.write_bytes(make_package(PackageSpec(damage=damage)))
    report = inspect(path, verify=False)
    assert not report.is_refused
    with pytest.raises(Refused) as refusal:
        extract(path, target, report)
    assert refusal.value.finding.code == damage.value
    assert list(target.iterdir()) == []


def test_cancelled_extraction_leaves_nothing_behind(tmp_path: Path) -> None:
    path, target = tmp_path / "course.zip", tmp_path / "packages"
    path.write_bytes(make_package(PackageSpec(extra_files={"a.bin": os.urandom(10_000)})))

    def cancel(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract(path, target, inspect(path), progress=cancel)
    assert list(target.iterdir()) == []


def test_a_file_that_changed_since_inspection_is_not_extracted(tmp_path: Path) -> None:
    from curriculum.packages import Refused

    path = tmp_path / "course.zip"
    path.write_bytes(make_package(PackageSpec()))
    report = inspect(path)
    path.write_bytes(make_package(PackageSpec(title="Another")))
    with pytest.raises(Refused, match="package_changed"):
        extract(path, tmp_path / "packages", report)


def test_large_stored_file_streams_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "course.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        with zipfile.ZipFile(io.BytesIO(make_package(PackageSpec()))) as course:
            for info in course.infolist():
                archive.writestr(info.filename, course.read(info))
        block = random.Random(1).randbytes(1 << 20)
        with archive.open("video.mp4", "w") as video:
            for _ in range(300):
                video.write(block)
    code = MEASURE.replace("report = inspect(Path(sys.argv[1]))", (
        "from curriculum.packages import extract; report = inspect(Path(sys.argv[1]), verify=False);"
        " extract(Path(sys.argv[1]), Path(sys.argv[2]), report)"
    ))  # fmt: skip
    result = subprocess.run(
        [sys.executable, "-c", code, str(path), str(tmp_path / "packages")],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    verdict, _, _, megabytes = json.loads(result.stdout)
    assert verdict == "imported"
    assert megabytes < 100
