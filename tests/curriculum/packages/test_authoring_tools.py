"""The shapes in which common authoring tools and the public example courses come, as small packages of our own."""

import pytest

from curriculum.packages.messages import FEATURES, SENTENCES
from curriculum.packages.sequencing import RULES, SUPPORTED, SWITCHES
from tests.scorm.zipfiles import Entry, build

from .conftest import Inspect, codes

NS12 = (
    'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.imsproject.org/xsd/'
    'imscp_rootv1p1p2 imscp_rootv1p1p2.xsd http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd"'
)
NS2004 = (
    'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"'
    ' xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3"'
    ' xmlns:imsss="http://www.imsglobal.org/xsd/imsss" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
ROLLUP = (
    '<imsss:sequencing><imsss:controlMode choice="true" flow="true"/><imsss:rollupRules>'
    '<imsss:rollupRule childActivitySet="all"><imsss:rollupConditions><imsss:rollupCondition condition="completed"/>'
    '</imsss:rollupConditions><imsss:rollupAction action="completed"/></imsss:rollupRule></imsss:rollupRules>'
    "</imsss:sequencing>"
)


def _course(
    namespaces: str,
    version: str,
    *,
    items: str,
    resources: str,
    files: tuple[str, ...],
    rules: str = "",
    extra: str = "",
) -> bytes:
    manifest = (
        '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n'
        f'<manifest identifier="COURSE" version="1" {namespaces}>'
        f"<metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion>"
        "<adlcp:location>metadata.xml</adlcp:location></metadata>"
        f'<organizations default="B0"><organization identifier="B0"><title>Course</title>{items}{rules}</organization>'
        f"</organizations><resources>{resources}</resources>{extra}</manifest>"
    )
    return build([Entry(name="imsmanifest.xml", data=manifest.encode()), *(Entry(name=f, data=b"x") for f in files)])


def _single(namespaces: str, version: str, href: str, *, attribute: str, rules: str = "", item: str = "") -> bytes:
    return _course(
        namespaces,
        version,
        items=f'<item identifier="i1" identifierref="r1" isvisible="true"><title>Course</title>{item}</item>',
        resources=(
            f'<resource identifier="r1" type="webcontent" {attribute} href="{href}"><file href="{href}"/></resource>'
        ),
        files=(href,),
        rules=rules,
    )


SINGLE = {
    "Rise 1.2": _single(NS12, "1.2", "scormdriver/indexAPI.html", attribute='adlcp:scormtype="sco"'),
    "Rise 2004": _single(
        NS2004, "2004 4th Edition", "scormdriver/indexAPI.html", attribute='adlcp:scormType="sco"', rules=ROLLUP
    ),
    "Storyline 1.2": _single(
        NS12,
        "1.2",
        "index_lms.html",
        attribute='adlcp:scormtype="sco"',
        item="<adlcp:datafromlms></adlcp:datafromlms><adlcp:masteryscore>80</adlcp:masteryscore>",
    ),
    "Storyline 2004": _single(
        NS2004,
        "2004 3rd Edition",
        "index_lms.html",
        attribute='adlcp:scormType="sco"',
        item="<adlcp:timeLimitAction>continue,no message</adlcp:timeLimitAction><adlnav:presentation>"
        "<adlnav:navigationInterface><adlnav:hideLMSUI>exit</adlnav:hideLMSUI></adlnav:navigationInterface>"
        "</adlnav:presentation>",
        rules=ROLLUP,
    ),
    "Captivate, capitals of another edition": _single(
        NS2004, "2004 3rd Edition", "index_scorm.html", attribute='adlcp:scormtype="SCO"'
    ),
    "iSpring": _single(NS12, "1.2", "res/index.html", attribute='adlcp:scormtype="sco"'),
    "Lectora": _single(NS12, "1.2", "a001index.html", attribute='adlcp:scormtype="sco"'),
    "H5P in SCORM": _single(NS12, "1.2", "index.html", attribute='adlcp:scormtype="sco"'),
    "attribute without prefix": _single(NS12, "1.2", "index.html", attribute='scormtype="sco"'),
}


@pytest.mark.parametrize("tool", list(SINGLE))
def test_single_sco_courses_import_without_a_warning(look: Inspect, tool: str) -> None:
    report = look(SINGLE[tool])
    assert (codes(report), report.verdict) == (set(), "imported")
    assert report.title == "Course"
    [item] = report.walk()
    assert item.kind == "sco"
    assert report.launch == item.launch == item.path


def test_example_course_with_one_launch_page_for_all_its_items(look: Inspect) -> None:
    items = (
        '<item identifier="playing"><title>Playing</title>'
        '<item identifier="p1" identifierref="playing_r" parameters="?content=playing"><title>How</title></item>'
        '<item identifier="p2" identifierref="playing_r" parameters="?content=par"><title>Par</title></item></item>'
    )
    resources = (
        '<resource identifier="playing_r" type="webcontent" adlcp:scormType="sco" href="shared/launchpage.html">'
        '<file href="shared/launchpage.html"/><file href="Playing/Par.html"/>'
        '<dependency identifierref="common"/></resource>'
        '<resource identifier="common" type="webcontent" adlcp:scormType="asset">'
        '<file href="shared/style.css"/></resource>'
    )
    files = ("shared/launchpage.html", "Playing/Par.html", "shared/style.css")
    report = look(_course(NS2004, "2004 3rd Edition", items=items, resources=resources, files=files, rules=ROLLUP))
    launches = [item.launch for item in report.walk()]
    assert launches == [None, "shared/launchpage.html?content=playing", "shared/launchpage.html?content=par"]
    assert codes(report) == set()


def test_sequenced_example_borrows_its_rules_from_the_collection(look: Inspect) -> None:
    items = (
        '<item identifier="a" identifierref="r"><title>A</title><imsss:sequencing IDRef="common_seq_rules"/></item>'
        '<item identifier="b" identifierref="r"><title>B</title><imsss:sequencing IDRef="common_seq_rules"/></item>'
    )
    extra = (
        '<imsss:sequencingCollection><imsss:sequencing ID="common_seq_rules"><imsss:rollupRules'
        ' objectiveMeasureWeight="0"/></imsss:sequencing></imsss:sequencingCollection>'
    )
    resource = '<resource identifier="r" type="webcontent" adlcp:scormType="sco" href="a.html"/>'
    report = look(_course(NS2004, "CAM 1.3", items=items, resources=resource, files=("a.html",), extra=extra))
    assert report.edition == "2004 2nd Edition"
    assert [feature.name for feature in report.features] == ["measure_weight"]


def test_common_files_resource_of_a_web_export(look: Inspect) -> None:
    items = '<item identifier="ITEM-1" identifierref="RES-1" isvisible="true"><title>Start</title></item>'
    resources = (
        '<resource identifier="RES-1" type="webcontent" adlcp:scormtype="sco" href="index.html">'
        '<file href="index.html"/><file href="base.css"/><dependency identifierref="COMMON_FILES"/></resource>'
        '<resource identifier="COMMON_FILES" type="webcontent" adlcp:scormtype="asset">'
        '<file href="base.css"/></resource>'
    )
    report = look(_course(NS12, "1.2", items=items, resources=resources, files=("index.html", "base.css")))
    assert (report.verdict, report.launch) == ("imported", "index.html")


def test_every_feature_has_words() -> None:
    names = {*RULES.values(), *(feature for feature, _ in SWITCHES.values()), *SUPPORTED, "no_choice"}
    assert names <= set(FEATURES)
    assert "nothing_to_launch" in SENTENCES
