"""From an href in the manifest to a file and a launch address."""

import pytest

from curriculum.packages.hrefs import Href, add_parameters, address, join, locate, split, within
from curriculum.packages.names import FileIndex
from tests.scorm.generator import ItemSpec, PackageSpec

from .conftest import Inspect, codes


@pytest.mark.parametrize(
    ("href", "parameters", "launch"),
    [
        ("a.html", "?a=1", "a.html?a=1"),
        ("a.html", "a=1", "a.html?a=1"),
        ("a.html", "&b=2", "a.html?b=2"),
        ("a.html", "?&?a=1", "a.html?a=1"),
        ("a.html", "#x", "a.html#x"),
        ("a.html?q=0", "?a=1", "a.html?q=0&a=1"),
        ("a.html?q=0", "&b", "a.html?q=0&b"),
        ("a.html?q=0", "#x", "a.html?q=0#x"),
        ("a.html#top", "#x", "a.html#top"),
        ("a.html#top", "?a=1", "a.html?a=1#top"),
        ("a.html?q=0#top", "a=1", "a.html?q=0&a=1#top"),
        ("a.html", "?a=1#x", "a.html?a=1#x"),
        ("a.html?", "a=1", "a.html?a=1"),
        ("a.html", "", "a.html"),
        ("a.html", "?", "a.html"),
    ],
)
def test_parameters_join_the_address(look: Inspect, href: str, parameters: str, launch: str) -> None:
    parts = add_parameters(split(href), parameters)
    assert address(parts.path, parts) == launch
    report = look(PackageSpec(items=(ItemSpec(id="i", title="I", file="a.html", href=href, parameters=parameters),)))
    assert report.launch == launch
    assert codes(report) == set()


@pytest.mark.parametrize(
    ("bases", "path", "joined"),
    [
        ((), "a.html", "a.html"),
        (("x/",), "a.html", "x/a.html"),
        (("x/", "y/", "z/"), "a.html", "x/y/z/a.html"),
        (("x/y",), "a.html", "x/a.html"),
        (("x/", "/y/"), "a.html", "/y/a.html"),
        (("x/",), "/a.html", "/a.html"),
        (("x\\",), "a.html", "x/a.html"),
        (("x/",), "../a.html", "x/../a.html"),
    ],
)
def test_bases_join_from_the_outside_in(bases: tuple[str, ...], path: str, joined: str) -> None:
    assert join(bases, path) == joined


@pytest.mark.parametrize(
    ("path", "inside"), [("x/../a", "a"), ("./a//b", "a/b"), ("../a", None), ("a/../../b", None), ("", "")]
)
def test_dot_segments_never_leave_the_package(path: str, inside: str | None) -> None:
    assert within(path) == inside


@pytest.mark.parametrize(
    ("files", "bases", "href", "path", "repair"),
    [
        (["my page.html"], (), "my%20page.html", "my page.html", ""),
        (["my%20page.html"], (), "my%20page.html", "my%20page.html", "href_spelling"),
        (["教材/表紙.html"], (), "%E6%95%99%E6%9D%90/%E8%A1%A8%E7%B4%99.html", "教材/表紙.html", ""),
        (["教材/表紙.html"], (), "%8B%B3%8D%DE/%95%5C%8E%86.html", "教材/表紙.html", "href_spelling"),
        (["html/start.htm"], (), "html\\start.htm", "html/start.htm", ""),
        (["Index.HTM"], (), "index.htm", "Index.HTM", "href_other_case"),
        (["Index.HTM", "index.htm"], (), "index.htm", "index.htm", ""),
        (["a.html"], (), "/a.html", "a.html", "href_absolute"),
        (["x/a.html"], ("x",), "a.html", "x/a.html", "href_base_without_slash"),
        (["a.html"], ("x/",), "a.html", "a.html", "href_base_ignored"),
        (["a.html"], ("http://example.com/x/",), "a.html", "a.html", "href_base_ignored"),
        (["a#1.html"], (), "a#1.html", "a#1.html", "href_sign_in_name"),
        (["shared/a.html"], ("sco1/",), "../shared/a.html", "shared/a.html", ""),
        (["cafe\u0301.html".replace("e\u0301", "é")], (), "cafe\u0301.html", "café.html", ""),
    ],
)
def test_href_finds_its_file(files: list[str], bases: tuple[str, ...], href: str, path: str, repair: str) -> None:
    found = locate(FileIndex(files), bases, href)
    assert found is not None
    assert (found.path, found.repair) == (path, repair)


@pytest.mark.parametrize("href", ["https://example.com/a.html", "//host/a.html", "../a.html", "b.html", "", "#a"])
def test_href_that_means_no_file(href: str) -> None:
    assert locate(FileIndex(["a.html"]), (), href) is None


def test_address_escapes_only_what_would_end_the_path() -> None:
    assert address("50%/a#1?.html", Href("", "?x=1", "#y")) == "50%25/a%231%3F.html?x=1#y"
    assert address("教材/第１章 表紙.html", Href("")) == "教材/第１章 表紙.html"


@pytest.mark.parametrize(
    ("bases", "file"),
    [(("a/", "", ""), "a/x.html"), (("a/", "b/", "c/"), "a/b/c/x.html"), (("", "b/", "c/"), "b/c/x.html")],
)
def test_bases_of_manifest_resources_and_resource(look: Inspect, bases: tuple[str, str, str], file: str) -> None:
    report = look(PackageSpec(bases=bases, items=(ItemSpec(id="i", title="I", file=file),)))
    assert (report.launch, codes(report)) == (file, set())


def test_manifest_finds_files_written_in_other_capitals(look: Inspect) -> None:
    report = look(PackageSpec(other_case=True, items=(ItemSpec(id="i", title="I", file="Html/Start.HTM"),)))
    assert report.launch == "hTML/sTART.htm"
    assert codes(report) == {"href_other_case"}
