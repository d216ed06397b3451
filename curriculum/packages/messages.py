"""The sentences for findings: what is wrong, where, and what to do about it.

The rules speak in codes; this catalogue is the only place that speaks to people, in the language in use.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .report import Finding, ImportReport, Item, Json, Severity, Verdict

SENTENCES: dict[str, str | Promise] = {
    # The file
    "file_unreadable": gettext_lazy(
        "The file cannot be read (%(reason)s). Check that it exists and that you may open it."
    ),
    "file_empty": gettext_lazy("The file is empty. Export the course again and upload the new file."),
    "not_a_zip": gettext_lazy(
        "This is not a zip file. Export the course as a SCORM package and upload the zip as the tool wrote it."
    ),
    "not_a_zip_but": gettext_lazy(
        "This is a %(kind)s file, not a zip file. Export the course as a SCORM package and upload the zip as the "
        "tool wrote it."
    ),
    "zip_cut_short": gettext_lazy(
        "The zip file is cut short: its end is missing, as after a broken transfer. Copy or export it again."
    ),
    "zip_damaged": gettext_lazy("The zip file is damaged: its list of files cannot be read. Export it again."),
    "zip_split": gettext_lazy(
        "This is one part of a zip file in several parts. Put the course into a single zip file."
    ),
    "zip_has_no_files": gettext_lazy("The zip file holds no files. Export the course again."),
    "zip_encrypted": gettext_lazy("“%(name)s” is protected by a password. Make the zip file without encryption."),
    "zip_method_unknown": gettext_lazy(
        "“%(name)s” is packed by a method (%(method)s) that SCORM does not allow. Make the zip file with the "
        "ordinary method (Deflate)."
    ),
    "zip_entry_damaged": gettext_lazy(
        "“%(name)s” in the zip file is damaged: its content does not fit its checksum. Export the course again."
    ),
    "zip_sizes_lie": gettext_lazy(
        "“%(name)s” unpacks to more than the zip file states. The package is not safe; make it again from the "
        "original course."
    ),
    "zip_entries_overlap": gettext_lazy(
        "“%(name)s” shares its bytes with another file, as in a zip bomb. The package is not safe; make it again "
        "from the original course."
    ),
    "zip_bomb": gettext_lazy(
        "“%(name)s” would unpack to %(size)s MB from almost nothing, as in a zip bomb. The package is not safe; make "
        "it again from the original course."
    ),
    "package_too_large": gettext_lazy(
        "The package is %(size)s MB; at most %(limit)s MB can be imported. Make its videos smaller or split the course."
    ),
    "package_unpacks_too_large": gettext_lazy(
        "The package unpacks to %(size)s MB; at most %(limit)s MB can be kept. Make its videos smaller or split the "
        "course."
    ),
    "package_changed": gettext_lazy("The file changed while it was being imported. Upload it again."),
    "too_many_files": gettext_lazy(
        "The package holds more than %(limit)s files. Remove what the course does not need, or split it."
    ),
    "file_too_large": gettext_lazy(
        "“%(name)s” is %(size)s MB; at most %(limit)s MB are allowed for one file. Make it smaller."
    ),
    "file_too_large_to_read": gettext_lazy(
        "The manifest is larger than %(limit)s MB. Check that the right file was exported."
    ),
    # Names
    "name_leaves_package": gettext_lazy(
        "The name “%(name)s” leads out of the package. The package is not safe; make it again from the original course."
    ),
    "name_absolute": gettext_lazy(
        "The name “%(name)s” starts at the root of a disk. Make the zip file again from inside the course's folder."
    ),
    "name_device": gettext_lazy(
        "The name “%(name)s” means a device on Windows. Rename the file in the course and export it again."
    ),
    "name_trailing_dot_or_space": gettext_lazy(
        "The name “%(name)s” has a part that ends in a dot or a space. Rename it in the course and export it again."
    ),
    "name_control_character": gettext_lazy(
        "The name “%(name)s” holds characters that cannot be seen. Rename the file in the course and export it again."
    ),
    "name_too_long": gettext_lazy(
        "The name “%(name)s” is longer than %(limit)s characters. Shorten the names of its folders and export the "
        "course again."
    ),
    "name_too_deep": gettext_lazy(
        "“%(name)s” lies in too many folders, one in the other. Move it up and export the course again."
    ),
    "name_is_link_or_device": gettext_lazy(
        "“%(name)s” is a link or a device, not a file. Replace it by the file it stands for and make the zip file "
        "again."
    ),
    "name_duplicate": gettext_lazy(
        "“%(name)s” is in the zip file twice. Make the zip file again so that each name stands for one file."
    ),
    "name_file_and_folder": gettext_lazy(
        "“%(name)s” is a file and a folder at once. Make the zip file again from the course's folder."
    ),
    # Finding the manifest
    "no_manifest": gettext_lazy(
        "There is no imsmanifest.xml in the package; it holds %(names)s. Export the course as SCORM 1.2 or SCORM 2004."
    ),
    "no_manifest_cmi5": gettext_lazy(
        "This is a cmi5 package (%(name)s): there is no imsmanifest.xml. Export the course as SCORM 1.2 or SCORM 2004."
    ),
    "no_manifest_tincan": gettext_lazy(
        "This is an xAPI (Tin Can) package (%(name)s): there is no imsmanifest.xml. Export the course as SCORM 1.2 or "
        "SCORM 2004."
    ),
    "no_manifest_h5p": gettext_lazy(
        "This is H5P content (%(name)s): there is no imsmanifest.xml. Export it inside a SCORM package."
    ),
    "no_manifest_aicc": gettext_lazy(
        "This is an AICC course (%(name)s): there is no imsmanifest.xml. Export the course as SCORM 1.2 or SCORM 2004."
    ),
    "no_manifest_zip_in_zip": gettext_lazy(
        "The package holds another zip file (%(name)s) and no imsmanifest.xml. Unpack it once and upload the zip file "
        "inside."
    ),
    "no_manifest_web_page": gettext_lazy(
        "This is a web page (%(name)s) without imsmanifest.xml, so nothing says how to follow a learner's progress. "
        "Export the course as SCORM 1.2 or SCORM 2004."
    ),
    "several_manifests": gettext_lazy(
        "The zip file holds %(count)s courses (%(names)s). Upload each course as a zip file of its own."
    ),
    "manifest_in_folder": gettext_lazy(
        "The course lies in the folder “%(folder)s” of the zip file; that folder was taken as the course."
    ),
    "manifest_name_case": gettext_lazy(
        "The manifest is called “%(name)s”. It was read, but other systems expect “imsmanifest.xml”."
    ),
    # Reading the manifest
    "manifest_encoding_undeclared": gettext_lazy(
        "The manifest does not say how its characters are encoded; it was read as %(encoding)s. Check the titles."
    ),
    "manifest_encoding_wrong": gettext_lazy(
        "The manifest says its characters are in %(declared)s, which is not so; it was read as %(encoding)s. Check "
        "the titles."
    ),
    "manifest_text_before_xml": gettext_lazy(
        "There are blank lines or characters before the manifest's first element; they were ignored."
    ),
    "manifest_control_character": gettext_lazy(
        "The manifest holds %(count)s control characters, which XML does not allow; they were replaced by spaces."
    ),
    "manifest_html_entity": gettext_lazy(
        "The manifest uses the HTML character %(entity)s, which XML does not know; it was replaced."
    ),
    "manifest_bare_ampersand": gettext_lazy(
        "The manifest holds an “&” that should read “&amp;”; it was taken as the character itself."
    ),
    "manifest_prefix_undeclared": gettext_lazy(
        "The prefix “%(prefix)s:” is used without being declared; its elements were read by their names."
    ),
    "manifest_junk_after_end": gettext_lazy("There is text after the manifest's end; it was ignored."),
    "manifest_not_xml": gettext_lazy("The manifest is not an XML file. Export the course again."),
    "manifest_not_well_formed": gettext_lazy(
        "The manifest cannot be read here (%(reason)s). Correct this line, or export the course again."
    ),
    "manifest_has_dtd": gettext_lazy(
        "The manifest defines a document type or entities of its own, which can be used to read other files. Remove "
        "the DOCTYPE and make the package again."
    ),
    "manifest_too_deep": gettext_lazy(
        "The manifest's elements are nested more than %(limit)s deep. Export the course again."
    ),
    "manifest_too_many_elements": gettext_lazy(
        "The manifest has more than %(limit)s elements. Export the course again with fewer files."
    ),
    "manifest_wrong_root": gettext_lazy(
        "The manifest starts with <%(root)s>, not <manifest>: it describes something else. Export the course as "
        "SCORM 1.2 or SCORM 2004."
    ),
    "standard_recognised": gettext_lazy(
        "The package follows SCORM %(edition)s, recognised by “%(reason)s” in its manifest."
    ),
    "standard_assumed": gettext_lazy(
        "The manifest does not say which standard it follows; SCORM 1.2 was assumed. Try the course before you "
        "publish it."
    ),
    "standard_disagreement": gettext_lazy(
        "The manifest says it is version “%(stated)s”, but is written as SCORM %(edition)s (%(reason)s), which was "
        "believed. Try the course before you publish it."
    ),
    "edition_inferred": gettext_lazy("The manifest names no edition of SCORM 2004; it was read as %(edition)s."),
    # Organisations and items
    "organisation_missing": gettext_lazy(
        "The manifest has no organisation that orders the course; it was made from %(count)s resources. Check the "
        "order."
    ),
    "organisation_default_missing": gettext_lazy(
        "The default organisation “%(default)s” does not exist; the first one, “%(title)s”, was taken."
    ),
    "organisation_default_unstated": gettext_lazy(
        "The manifest has several organisations and no default; the first one, “%(title)s”, was taken."
    ),
    "organisations_left_out": gettext_lazy(
        "Only the organisation “%(title)s” was imported. These were left out: %(names)s."
    ),
    "item_without_id": gettext_lazy(
        "An item has no identifier; it was given “%(given)s”. Records may not follow it into a later version."
    ),
    "item_id_duplicate": gettext_lazy(
        "The identifier “%(item)s” is used twice; the second item is kept as “%(given)s”."
    ),
    "item_without_resource": gettext_lazy("“%(item)s” has nothing to open; it is shown as a heading."),
    "item_resource_unknown": gettext_lazy(
        "“%(item)s” refers to the resource “%(resource)s”, which does not exist; it cannot be opened."
    ),
    "resource_duplicate": gettext_lazy("The resource “%(resource)s” is described twice; the first one was taken."),
    "resource_without_href": gettext_lazy(
        "The resource “%(resource)s” of “%(item)s” names no file; the item cannot be opened."
    ),
    "launch_file_missing": gettext_lazy(
        "“%(item)s” opens “%(href)s”, which is not in the package. Add the file or correct the manifest, and make "
        "the package again."
    ),
    "href_leaves_package": gettext_lazy(
        "“%(item)s” opens “%(href)s”, which lies outside the package. Put the file into the package and correct the "
        "manifest."
    ),
    "launch_too_long": gettext_lazy(
        "The address of “%(item)s” is longer than %(limit)s characters. Shorten its parameters and export the course "
        "again."
    ),
    "number_unreadable": gettext_lazy(
        "%(name)s is “%(value)s”, which is not a number from 0 to %(highest)s; it was left out."
    ),
    "storage_failed": gettext_lazy(
        "The package could not be stored (%(reason)s). Make room on the server or ask its administrator, then import "
        "it again."
    ),
    "unexpected": gettext_lazy(
        "The package could not be read because of a fault in this system. The fault has been logged; report it to "
        "the administrator with this file."
    ),
    "href_external": gettext_lazy(
        "“%(item)s” opens “%(href)s” on another server, where progress cannot be followed; it cannot be opened here. "
        "Put the content into the package."
    ),
    "href_other_case": gettext_lazy(
        "“%(href)s” is written in other capitals than the file “%(path)s”; the file was found all the same."
    ),
    "href_spelling": gettext_lazy(
        "“%(href)s” is not encoded as an address should be; it was taken to mean the file “%(path)s”."
    ),
    "href_sign_in_name": gettext_lazy(
        "“%(href)s” holds a “?” or “#” that belongs to the file's name; it was taken to mean the file “%(path)s”."
    ),
    "href_absolute": gettext_lazy(
        "“%(href)s” starts at the root of a server; it was taken to mean the file “%(path)s” in the package."
    ),
    "href_base_ignored": gettext_lazy(
        "“%(href)s” does not fit the manifest's xml:base; it was taken to mean the file “%(path)s”."
    ),
    "href_base_without_slash": gettext_lazy(
        "The xml:base for “%(href)s” lacks its closing slash; it was taken to mean the file “%(path)s”."
    ),
    "files_missing": gettext_lazy(
        "%(count)s files are listed in the manifest but not in the package (%(names)s). Check whether the course "
        "shows everything."
    ),
    "dependencies_unknown": gettext_lazy(
        "%(count)s dependencies refer to resources that do not exist (%(names)s). Check whether the course shows "
        "everything."
    ),
    "nothing_to_launch": gettext_lazy(
        "Nothing in this package can be opened. Check that the course was exported as a SCORM package with its files."
    ),
    "no_sco": gettext_lazy(
        "Nothing in this package reports progress (no SCO); opening an item counts as completing it."
    ),
    "nothing_visible": gettext_lazy("All items are hidden from the list of contents; the first one is opened."),
    "findings_left_out": gettext_lazy("There are %(count)s more findings of these kinds."),
    "too_many_items": gettext_lazy("The course has more than %(limit)s items. Split it into several courses."),
    "items_too_deep": gettext_lazy(
        "The course's items are nested more than %(limit)s deep. Flatten its structure and export it again."
    ),
    "auxiliary_resources": gettext_lazy(
        "The course names auxiliary resources (%(names)s). SCORM gives them no meaning; learners will not see them."
    ),
    "sequencing_supported": gettext_lazy("The course uses these SCORM 2004 sequencing features: %(names)s."),
    "sequencing_unsupported": gettext_lazy(
        "The course uses SCORM 2004 sequencing features that the player does not follow yet: %(names)s. Try the "
        "course before you publish it."
    ),
}


# SCORM 2004 features by the words of the standard's readers, not by its element names.
FEATURES: dict[str, str | Promise] = {
    "attempt_limit": gettext_lazy("limited attempts"),
    "auxiliary_resources": gettext_lazy("auxiliary resources"),
    "choice": gettext_lazy("free choice"),
    "choice_exit": gettext_lazy("no leaving by choice"),
    "completion_threshold": gettext_lazy("completion by progress"),
    "constrained_choice": gettext_lazy("constrained choice"),
    "delivery_controls": gettext_lazy("status set by the content"),
    "duration_limit": gettext_lazy("limited time"),
    "earlier_attempts": gettext_lazy("results of earlier attempts"),
    "exit_condition_rules": gettext_lazy("rules on exit"),
    "flow": gettext_lazy("continue and previous"),
    "forward_only": gettext_lazy("forward only"),
    "global_objectives": gettext_lazy("objectives shared between activities"),
    "hide_lms_ui": gettext_lazy("hidden navigation buttons"),
    "measure_weight": gettext_lazy("weighted scores"),
    "no_choice": gettext_lazy("no free choice"),
    "objectives_local_to_course": gettext_lazy("objectives kept within the course"),
    "post_condition_rules": gettext_lazy("rules after an activity"),
    "pre_condition_rules": gettext_lazy("rules before an activity"),
    "primary_objective": gettext_lazy("primary objective"),
    "randomization": gettext_lazy("random order"),
    "rollup_considerations": gettext_lazy("conditions on rollup"),
    "rollup_rules": gettext_lazy("rollup rules"),
    "satisfied_by_measure": gettext_lazy("passing by score"),
    "secondary_objectives": gettext_lazy("further objectives"),
    "selection": gettext_lazy("random selection"),
    "shared_data": gettext_lazy("data shared between activities"),
    "shared_data_local_to_course": gettext_lazy("shared data kept within the course"),
}
VERDICTS: dict[Verdict, str | Promise] = {
    Verdict.IMPORTED: gettext_lazy("can be used"),
    Verdict.IMPORTED_WITH_WARNINGS: gettext_lazy("can be used; please read the warnings"),
    Verdict.REFUSED: gettext_lazy("refused"),
}
SEVERITIES: dict[Severity, str | Promise] = {
    Severity.NOTICE: gettext_lazy("note"),
    Severity.WARNING: gettext_lazy("warning"),
    Severity.ERROR: gettext_lazy("error"),
}


def verdict(value: Verdict) -> str:
    return str(VERDICTS[value])


def severity(value: Severity) -> str:
    return str(SEVERITIES[value])


def sentence(finding: Finding, file: str) -> str:
    """The finding as a sentence that names the file, the place in it where known, and the remedy."""
    text = str(SENTENCES[finding.code]) % _worded(finding)
    place = {"file": file, "where": finding.where, "line": finding.line, "text": text}
    if finding.line is not None:
        return _("%(file)s, %(where)s, line %(line)s: %(text)s") % place
    if finding.where:
        return _("%(file)s, %(where)s: %(text)s") % place
    return _("%(file)s: %(text)s") % place


def _worded(finding: Finding) -> dict[str, str | int]:
    if not finding.code.startswith("sequencing_"):
        return dict(finding.params)
    names = str(finding.params["names"]).split(", ")
    return {"names": _(", ").join(str(FEATURES.get(name, name)) for name in names)}


def as_json(report: ImportReport) -> dict[str, Json]:
    """The report in the shape that `import_package --json` prints and package versions keep."""
    return {
        "file": report.file,
        "verdict": report.verdict.value,
        "standard": report.standard.value if report.standard is not None else None,
        "edition": report.edition,
        "title": report.title,
        "launch": report.launch,
        "items": [_item_as_json(item) for item in report.items],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "message": sentence(finding, report.file),
            }
            for finding in report.findings
        ],
    }


def _item_as_json(item: Item) -> dict[str, Json]:
    return {
        "id": item.id,
        "title": item.title,
        "launch": item.launch,
        "children": [_item_as_json(child) for child in item.children],
    }
