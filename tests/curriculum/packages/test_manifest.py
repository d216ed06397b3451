"""Organisations, items and resources: what players forgive is a warning, what cannot be opened is an error."""

from decimal import Decimal

import pytest

from curriculum.packages import ImportReport, Item
from tests.scorm.generator import Edition, ItemSpec, PackageSpec
from tests.scorm.zipfiles import Entry, build

from .conftest import Inspect, codes

HEAD = (
    '<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"'
    ' xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">'
)
HEAD2004 = (
    '<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"'
    ' xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3"'
    ' xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3">'
    "<metadata><schemaversion>2004 4th Edition</schemaversion></metadata>"
)
SCO = '<resource identifier="r" adlcp:scormtype="sco" href="a.html"><file href="a.html"/></resource>'


def package(inner: str, *files: str, head: str = HEAD) -> bytes:
    manifest = Entry(name="imsmanifest.xml", data=f"{head}{inner}</manifest>".encode())
    return build([manifest, *(Entry(name=name, data=b"x") for name in files or ("a.html",))])


def organisations(*items: str, attributes: str = "") -> str:
    inner = f'<organization identifier="o"><title>T</title>{"".join(items)}</organization>'
    return f"<organizations {attributes}>{inner}</organizations>"


def item(title: str = "I", reference: str = 'identifierref="r"', inner: str = "") -> str:
    return f'<item identifier="{title}" {reference}><title>{title}</title>{inner}</item>'


def resources(*inner: str) -> str:
    return f"<resources>{''.join(inner)}</resources>"


def launches(report: ImportReport) -> list[str | None]:
    return [item.launch for item in report.walk()]


@pytest.mark.parametrize(
    ("inner", "found", "launch"),
    [
        (organisations(item(), item("J", "")) + resources(SCO), {"item_without_resource"}, "a.html"),
        (organisations(item(), item("J", 'identifierref="x"')) + resources(SCO), {"item_resource_unknown"}, "a.html"),
        (
            organisations(item(), item("J", 'identifierref="s"')) + resources(SCO, '<resource identifier="s"/>'),
            {"resource_without_href"},
            "a.html",
        ),
        (
            organisations(item()) + resources(SCO.replace("</resource>", '<file href="gone.js"/></resource>')),
            {"files_missing"},
            "a.html",
        ),
        (
            organisations(item(), item("J", 'identifierref="s"'))
            + resources(SCO, '<resource identifier="s" href="https://example.com/"/>'),
            {"href_external"},
            "a.html",
        ),
        (organisations(item()) + resources(SCO.replace('"sco"', '"asset"')), {"no_sco"}, "a.html"),
        (
            organisations('<item identifier="i" identifierref="r" isvisible="false"/>') + resources(SCO),
            {"nothing_visible"},
            "a.html",
        ),
        (
            organisations(item(), attributes='default="nowhere"') + resources(SCO),
            {"organisation_default_missing"},
            "a.html",
        ),
        ("<organizations/>" + resources(SCO), {"organisation_missing"}, "a.html"),
        (resources('<resource identifier="x" href="a.html"/>'), {"organisation_missing", "no_sco"}, "a.html"),
        (organisations(item(), item()) + resources(SCO), {"item_id_duplicate"}, "a.html"),
        (organisations(item()) + resources(SCO, SCO), {"resource_duplicate"}, "a.html"),
        (organisations('<item identifierref="r"/>') + resources(SCO), {"item_without_id"}, "a.html"),
        (
            organisations(item()) + resources(SCO.replace("</resource>", '<dependency identifierref="x"/></resource>')),
            {"dependencies_unknown"},
            "a.html",
        ),
        (
            organisations(item(inner="<adlcp:masteryscore>high</adlcp:masteryscore>")) + resources(SCO),
            {"number_unreadable"},
            "a.html",
        ),
    ],
)
def test_forgivable_manifests_import_with_a_warning(look: Inspect, inner: str, found: set[str], launch: str) -> None:
    report = look(package(inner))
    assert report.verdict == "imported_with_warnings"
    assert (codes(report), report.launch) == (found, launch)


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        (organisations(item()) + resources(SCO.replace("a.html", "gone.html")), "launch_file_missing"),
        (organisations(item()) + resources(SCO.replace("a.html", "../gone.html")), "href_leaves_package"),
        (organisations(item()) + resources(SCO.replace("a.html", "https://example.com/a.html")), "nothing_to_launch"),
        (organisations(item()) + resources(SCO.replace("a.html", "javascript:alert(1)")), "nothing_to_launch"),
        (organisations(item("I", "")) + resources(SCO), "nothing_to_launch"),
        (organisations() + resources(SCO), "nothing_to_launch"),
        ("", "nothing_to_launch"),
        (
            organisations(item("I", 'identifierref="r" parameters="' + "a" * 2100 + '"')) + resources(SCO),
            "launch_too_long",
        ),
    ],
)
def test_what_cannot_be_opened_is_refused(look: Inspect, inner: str, code: str) -> None:
    report = look(package(inner))
    assert report.is_refused
    assert code in codes(report, "error")


def test_one_missing_page_among_several_is_an_error_that_names_it(look: Inspect) -> None:
    second = SCO.replace('"r"', '"s"').replace("a.html", "b.html")
    report = look(package(organisations(item(), item("J", 'identifierref="s"')) + resources(SCO, second)))
    finding = next(finding for finding in report.findings if finding.severity == "error")
    assert (finding.code, finding.params["item"], finding.params["href"]) == ("launch_file_missing", "J", "b.html")


def test_default_organisation_is_taken_and_the_others_named(look: Inspect) -> None:
    both = (
        '<organizations default=" o 2 "><organization identifier="o1"><title>One</title></organization>'
        f'<organization identifier="o&#10;2"><title>Two</title>{item()}</organization></organizations>'
    )
    report = look(package(both + resources(SCO)))
    assert (report.title, report.launch, report.organisation.id) == ("Two", "a.html", "o 2")
    assert codes(report) == {"organisations_left_out"}


def test_first_organisation_is_taken_when_none_is_the_default(look: Inspect) -> None:
    both = (
        f'<organizations><organization identifier="o1"><title>One</title>{item()}</organization>'
        '<organization identifier="o2"><title>Two</title></organization></organizations>'
    )
    report = look(package(both + resources(SCO)))
    assert report.title == "One"
    assert codes(report) == {"organisation_default_unstated", "organisations_left_out"}


def test_order_is_the_organisations_not_the_resources(look: Inspect) -> None:
    second = SCO.replace('"r"', '"s"').replace("a.html", "b.html")
    report = look(
        package(organisations(item("J", 'identifierref="s"'), item()) + resources(SCO, second), "a.html", "b.html")
    )
    assert launches(report) == ["b.html", "a.html"]
    assert report.launch == "b.html"


def test_ids_with_white_space_still_match(look: Inspect) -> None:
    inner = organisations(
        '<item identifier=" my  item " identifierref=" my&#10;res "><title> A \n title </title></item>'
    )
    report = look(package(inner + resources(SCO.replace('"r"', '"my res"'))))
    assert [(item.id, item.title, item.launch) for item in report.walk()] == [("my item", "A title", "a.html")]


def test_launch_data_of_scorm_12(look: Inspect) -> None:
    spec = ItemSpec(
        id="i",
        title="I",
        file="a.html",
        mastery_score=" 80 ",
        max_time_allowed="00:30:00",
        time_limit_action="exit,no message",
        data_from_lms="a=1\nb=2",
        prerequisites="i1&(i2|i3)",
    )
    [found] = look(PackageSpec(items=(spec,))).items
    assert found.mastery_score == Decimal(80)
    assert (found.max_time_allowed, found.time_limit_action) == ("00:30:00", "exit,no message")
    assert (found.data_from_lms, found.prerequisites) == ("a=1\nb=2", "i1&(i2|i3)")


def test_launch_data_of_scorm_2004(look: Inspect) -> None:
    inner = (
        "<adlcp:dataFromLMS>x</adlcp:dataFromLMS><adlcp:timeLimitAction>exit,message</adlcp:timeLimitAction>"
        '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.8" progressWeight="0.5"/>'
        '<adlcp:data><adlcp:map targetID="t" writeSharedData="false"/></adlcp:data>'
        "<adlnav:presentation><adlnav:navigationInterface><adlnav:hideLMSUI>continue</adlnav:hideLMSUI>"
        "<adlnav:hideLMSUI>previous</adlnav:hideLMSUI></adlnav:navigationInterface></adlnav:presentation>"
    )
    [found] = look(package(organisations(item(inner=inner)) + resources(SCO), head=HEAD2004)).items
    assert (found.data_from_lms, found.time_limit_action) == ("x", "exit,message")
    assert found.completion_threshold is not None
    assert found.completion_threshold.measure == Decimal("0.8")
    assert found.hide_lms_ui == ("continue", "previous")
    assert [(entry.target, entry.read, entry.write) for entry in found.data_maps] == [("t", True, False)]


@pytest.mark.parametrize(
    ("element", "measure"),
    [
        ("<adlcp:completionThreshold>0.75</adlcp:completionThreshold>", Decimal("0.75")),
        ('<adlcp:completionThreshold minProgressMeasure="0.75"/>', None),
        ('<adlcp:completionThreshold completedByMeasure="false" minProgressMeasure="0.75"/>', None),
    ],
)
def test_completion_threshold_of_each_edition(look: Inspect, element: str, measure: Decimal | None) -> None:
    [found] = look(package(organisations(item(inner=element)) + resources(SCO), head=HEAD2004)).items
    assert found.completion_threshold is not None
    assert found.completion_threshold.measure == measure


def test_sub_manifests_lend_their_resources_and_their_organisation(look: Inspect) -> None:
    part = (
        '<manifest identifier="part" xml:base="part/"><organizations><organization identifier="po">'
        f"<title>Part</title>{item('P', 'identifierref="p"')}</organization></organizations>"
        '<resources xml:base="x/"><resource identifier="p" adlcp:scormtype="sco" href="p.html"/></resources></manifest>'
    )
    inner = organisations(item("Whole", 'identifierref="part"'), item("Direct", 'identifierref="p"'))
    report = look(package(inner + resources(SCO) + part, "a.html", "part/x/p.html"))
    whole, direct = report.items
    assert [(child.id, child.launch) for child in whole.children] == [("P", "part/x/p.html")]
    assert direct.launch == "part/x/p.html"


def test_a_sub_manifest_that_contains_itself_ends(look: Inspect) -> None:
    part = (
        '<manifest identifier="part"><organizations><organization identifier="po">'
        f"{item('P', 'identifierref="part"')}</organization></organizations></manifest>"
    )
    report = look(package(organisations(item(), item("J", 'identifierref="part"')) + resources(SCO) + part))
    assert codes(report) == {"item_resource_unknown"}


def test_sequencing_is_kept_whole_with_what_it_borrows(look: Inspect) -> None:
    collection = (
        '<imsss:sequencingCollection><imsss:sequencing ID="shared"><imsss:controlMode flow="true"/>'
        '<imsss:limitConditions attemptLimit="2"/></imsss:sequencing></imsss:sequencingCollection>'
    )
    own = '<imsss:sequencing IDRef="shared"><imsss:controlMode choice="false"/></imsss:sequencing>'
    report = look(package(organisations(item(inner=own), item("J")) + resources(SCO) + collection, head=HEAD2004))
    tree = report.items[0].sequencing
    assert tree is not None
    assert tree["name"] == "sequencing"
    assert tree["children"] == [
        {"name": "controlMode", "attributes": {"choice": "false"}, "text": "", "children": []},
        {"name": "limitConditions", "attributes": {"attemptLimit": "2"}, "text": "", "children": []},
    ]
    assert {feature.name for feature in report.features} == {"no_choice", "attempt_limit"}
    assert codes(report) == set()


def test_what_the_player_does_not_follow_is_named(look: Inspect) -> None:
    each = '<imsss:auxiliaryResource auxiliaryResourceID="用語集" purpose="glossary"/>'
    rules = f"<imsss:sequencing><imsss:auxiliaryResources>{each * 2}</imsss:auxiliaryResources></imsss:sequencing>"
    report = look(package(organisations(item(inner=rules), item("J")) + resources(SCO), head=HEAD2004))
    assert codes(report) == {"sequencing_unsupported"}
    named = next(finding for finding in report.findings if finding.code == "auxiliary_resources")
    assert named.params == {"names": "用語集"}


def test_both_kinds_of_objectives_are_borrowed_apart(look: Inspect) -> None:
    """imsss:objectives of an item and adlseq:objectives of the collection are two things under one name."""
    collection = (
        '<imsss:sequencingCollection><imsss:sequencing ID="shared"><imsss:objectives><imsss:primaryObjective/>'
        '</imsss:objectives><adlseq:objectives><adlseq:objective objectiveID="p"><adlseq:mapInfo '
        'targetObjectiveID="g" writeCompletionStatus="true"/></adlseq:objective></adlseq:objectives>'
        "</imsss:sequencing></imsss:sequencingCollection>"
    )
    own = (
        '<imsss:sequencing IDRef="shared"><imsss:objectives><imsss:primaryObjective objectiveID="p"/>'
        "</imsss:objectives></imsss:sequencing>"
    )
    report = look(package(organisations(item(inner=own), item("J")) + resources(SCO) + collection, head=HEAD2004))
    tree = report.items[0].sequencing
    assert tree is not None
    kept = tree["children"]
    assert isinstance(kept, list)
    assert len(kept) == 2


def test_ordinary_sequencing_of_authoring_tools_needs_no_warning(look: Inspect) -> None:
    rules = (
        '<imsss:sequencing><imsss:controlMode choice="true" flow="true"/><imsss:objectives><imsss:primaryObjective'
        ' objectiveID="p" satisfiedByMeasure="true"><imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>'
        "</imsss:primaryObjective></imsss:objectives>"
        '<imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/></imsss:sequencing>'
    )
    report = look(package(organisations(item(inner=rules)) + resources(SCO), head=HEAD2004))
    assert report.verdict == "imported"
    assert {feature.name for feature in report.features} == {
        "delivery_controls",
        "flow",
        "primary_objective",
        "satisfied_by_measure",
    }


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (
            '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><manifest><title>&x;</title></manifest>',
            "manifest_has_dtd",
        ),
        ('<!DOCTYPE m SYSTEM "http://127.0.0.1:1/x.dtd"><manifest/>', "manifest_has_dtd"),
        ('<!DOCTYPE m [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><manifest>&b;</manifest>', "manifest_has_dtd"),
        ("<manifest><organizations></manifest>", "manifest_not_well_formed"),
        ("<course/>", "manifest_wrong_root"),
        ("", "manifest_not_xml"),
        ("no xml at all", "manifest_not_xml"),
        ("<manifest>" + "<item>" * 200 + "</item>" * 200 + "</manifest>", "manifest_too_deep"),
        ("<manifest>" + "<i/>" * 100_001 + "</manifest>", "manifest_too_many_elements"),
    ],
)
def test_unreadable_manifest_is_refused(look: Inspect, xml: str, code: str) -> None:
    report = look(build([Entry(name="imsmanifest.xml", data=xml.encode()), Entry(name="a.html", data=b"x")]))
    assert report.is_refused
    assert codes(report) == {code}


def test_title_falls_back_to_metadata_then_to_the_first_item(look: Inspect) -> None:
    metadata = (
        "<metadata><lom><general><title><langstring xml:lang='ja'>表題</langstring></title></general></lom></metadata>"
    )
    untitled = organisations(item()).replace("<title>T</title>", "")
    assert look(package(metadata + untitled + resources(SCO))).title == "表題"
    assert look(package(untitled + resources(SCO))).title == "I"


def test_edition_2004_imports_whole_trees(look: Inspect) -> None:
    leaf = ItemSpec(id="l", title="Leaf", file="l.html")
    cluster = ItemSpec(id="c", title="Cluster", children=(leaf,))
    report = look(PackageSpec(edition=Edition.V2004_4, items=(cluster,)))
    [top] = report.items
    assert isinstance(top, Item)
    assert (top.launch, top.kind, [child.launch for child in top.children]) == (None, None, ["l.html"])


def _part(number: int, *names: str) -> str:
    """A sub-manifest whose items all open the next one."""
    reference = f'identifierref="m{number + 1}"'
    items = "".join(item(f"{name}{number}", reference) for name in names)
    inner = f"<organizations><organization>{items}</organization></organizations>"
    return f'<manifest identifier="m{number}">{inner}</manifest>'


def test_sub_manifests_cannot_multiply_items_without_end(look: Inspect) -> None:
    parts = "".join(_part(number, "A", "B") for number in range(1, 30))
    report = look(package(organisations(item("I", 'identifierref="m1"')) + resources(SCO) + parts))
    assert codes(report, "error") == {"too_many_items"}


def test_chain_of_sub_manifests_ends(look: Inspect) -> None:
    parts = "".join(_part(number, "A") for number in range(1, 2000))
    report = look(package(organisations(item("I", 'identifierref="m1"')) + resources(SCO) + parts))
    assert codes(report, "error") == {"items_too_deep"}


def test_shared_rules_cannot_multiply_without_end(look: Inspect) -> None:
    rules = "<imsss:objectives>" + "<imsss:objective/>" * 2000 + "</imsss:objectives>"
    shared = (
        f'<imsss:sequencingCollection><imsss:sequencing ID="s">{rules}</imsss:sequencing></imsss:sequencingCollection>'
    )
    items = "".join(item(f"i{number}", inner='<imsss:sequencing IDRef="s"/>') for number in range(200))
    report = look(package(organisations(items) + resources(SCO) + shared, head=HEAD2004))
    assert codes(report, "error") == {"manifest_too_many_elements"}


def test_one_mistake_repeated_is_told_a_few_times(look: Inspect) -> None:
    report = look(package(organisations(*(item("I") for _ in range(300))) + resources(SCO)))
    told = [finding.code for finding in report.findings]
    assert told.count("item_id_duplicate") == 20
    assert told.count("findings_left_out") == 1
    assert len({found.id for found in report.walk()}) == 300
