"""Whatever the bytes, inspecting a file ends in a report, never in an exception."""

import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from curriculum.packages import Limits, inspect, messages
from curriculum.packages.decoding import decode
from curriculum.packages.names import UnsafeName, safe_path
from curriculum.packages.report import Refused, as_record, findings_of
from tests.scorm.generator import PackageSpec, make_package, manifest_bytes, random_spec
from tests.scorm.zipfiles import Entry, build

SMALL = Limits(unpacked_bytes=2_000_000, manifest_bytes=200_000)
PACKAGES = [make_package(random_spec(seed)) for seed in range(8)]
MANIFEST = manifest_bytes(PackageSpec())
mutations = st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), min_size=1, max_size=12)


def _inspected(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "course.zip"
        path.write_bytes(raw)
        report = inspect(path, SMALL)
    assert findings_of(as_record(report)) == report.findings
    for finding in report.findings:
        assert messages.sentence(finding, report.file)
    assert report.is_refused == (report.launch is None or report.is_refused)


def _mutated(raw: bytes, changes: list[tuple[int, int]]) -> bytes:
    changed = bytearray(raw)
    for position, value in changes:
        changed[position % len(changed)] = value
    return bytes(changed)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PACKAGES), mutations)
def test_changed_bytes_of_a_zip_never_raise(raw: bytes, changes: list[tuple[int, int]]) -> None:
    _inspected(_mutated(raw, changes))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(PACKAGES), st.integers(0, 2**16), st.integers(0, 2**16))
def test_cut_out_bytes_of_a_zip_never_raise(raw: bytes, start: int, end: int) -> None:
    low, high = sorted((start % len(raw), end % len(raw)))
    _inspected(raw[:low] + raw[high:])
    _inspected(raw[low:high])


@settings(max_examples=300, deadline=None)
@given(mutations)
@example([(0, 0)])
def test_changed_bytes_of_a_manifest_never_raise(changes: list[tuple[int, int]]) -> None:
    manifest = Entry(name="imsmanifest.xml", data=_mutated(MANIFEST, changes))
    _inspected(build([manifest, Entry(name="index.html", data=b"x")]))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf<a/>")
@example(b"\xff\xfe<")
@example(b'<?xml version="1.0" encoding="utf-7"?><a/>')
def test_any_bytes_decode_or_are_refused(raw: bytes) -> None:
    try:
        decoded = decode(raw, "imsmanifest.xml")
    except Refused:
        return
    assert decoded.text.encode("utf-8")


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.from_regex(r"(\.{1,3}|[a-z]|\\|/|:| ){1,12}", fullmatch=True))
def test_a_safe_path_stays_inside(name: str) -> None:
    try:
        path = safe_path(name, longest=255, deepest=40)
    except UnsafeName:
        return
    root = Path("/root-of-package")
    assert (root / path).resolve().is_relative_to(root)
    assert not path.startswith("/")
    assert safe_path(path, longest=255, deepest=40) == path
