"""Which standard a manifest follows: namespaces first, then schemaversion, then the spelling of scormType."""

import pytest

from tests.scorm.generator import Edition, PackageSpec, Prefixes, manifest_bytes
from tests.scorm.zipfiles import Entry, build

from .conftest import Inspect, codes

NS12 = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
NS2004 = "http://www.adlnet.org/xsd/adlcp_v1p3"
CP12 = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
CP2004 = "http://www.imsglobal.org/xsd/imscp_v1p1"


def _package(*, cp: str, adlcp: str, version: str, attribute: str) -> bytes:
    declared = (f' xmlns="{cp}"' if cp else "") + (f' xmlns:adlcp="{adlcp}"' if adlcp else "")
    prefix = "adlcp:" if adlcp else ""
    metadata = f"<metadata><schemaversion>{version}</schemaversion></metadata>" if version else ""
    manifest = (
        f"<manifest{declared}>{metadata}<organizations><organization identifier='o'><title>T</title>"
        "<item identifier='i' identifierref='r'><title>I</title></item></organization></organizations>"
        f"<resources><resource identifier='r' href='a.html' {prefix}{attribute}='sco'/></resources></manifest>"
    )
    return build([Entry(name="imsmanifest.xml", data=manifest.encode()), Entry(name="a.html", data=b"x")])


@pytest.mark.parametrize(
    ("cp", "adlcp", "version", "attribute", "standard", "edition", "warnings"),
    [
        (CP12, NS12, "1.2", "scormtype", "scorm12", "1.2", set()),
        (CP12, NS12, "", "scormtype", "scorm12", "1.2", set()),
        (CP2004, NS2004, "CAM 1.3", "scormType", "scorm2004", "2004 2nd Edition", set()),
        (CP2004, NS2004, "2004 3rd Edition", "scormType", "scorm2004", "2004 3rd Edition", set()),
        (CP2004, NS2004, "2004 4th Edition", "scormtype", "scorm2004", "2004 4th Edition", set()),
        (CP2004, NS2004, "", "scormType", "scorm2004", "2004 3rd Edition", set()),
        (CP12, NS12, "2004 3rd Edition", "scormtype", "scorm12", "1.2", {"standard_disagreement"}),
        (CP2004, NS2004, "1.2", "scormType", "scorm2004", "2004 3rd Edition", {"standard_disagreement"}),
        (CP2004, NS12, "", "scormtype", "scorm12", "1.2", set()),
        (CP12, NS2004, "", "scormType", "scorm2004", "2004 3rd Edition", set()),
        ("", "", "1.2", "scormtype", "scorm12", "1.2", set()),
        ("", "", "2004 4th Edition", "scormType", "scorm2004", "2004 4th Edition", set()),
        ("", "", "", "scormType", "scorm2004", "2004 3rd Edition", set()),
        ("", "", "", "scormtype", "scorm12", "1.2", set()),
        ("urn:none", "urn:wrong", "", "SCORMTYPE", "scorm12", "1.2", {"standard_assumed"}),
        (CP12.upper(), NS12 + "/", "", "scormtype", "scorm12", "1.2", set()),
    ],
)
def test_standard_and_edition(
    look: Inspect, cp: str, adlcp: str, version: str, attribute: str, standard: str, edition: str, warnings: set[str]
) -> None:
    report = look(_package(cp=cp, adlcp=adlcp, version=version, attribute=attribute))
    assert (report.standard, report.edition) == (standard, edition)
    assert codes(report) == warnings
    assert next(report.walk()).kind == "sco"
    assert report.reason


def test_fourth_edition_is_known_by_its_parts_when_no_version_is_stated(look: Inspect) -> None:
    text = manifest_bytes(PackageSpec(edition=Edition.V2004_4, schemaversion="")).decode()
    text = text.replace("</item>", '<adlcp:data><adlcp:map targetID="shared"/></adlcp:data></item>')
    report = look(build([Entry(name="imsmanifest.xml", data=text.encode()), Entry(name="index.html", data=b"x")]))
    assert report.edition == "2004 4th Edition"
    assert next(report.walk()).data_maps[0].target == "shared"


@pytest.mark.parametrize("edition", list(Edition))
@pytest.mark.parametrize("prefixes", list(Prefixes))
def test_namespace_prefixes_do_not_matter(look: Inspect, edition: Edition, prefixes: Prefixes) -> None:
    report = look(PackageSpec(edition=edition, prefixes=prefixes))
    assert (report.standard, report.edition, report.launch) == (edition.standard, edition.value, "index.html")
