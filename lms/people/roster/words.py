"""The sentences HR reads about a roster: what is wrong, and what to do about it. In the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lms.people.models import DepartmentPeriod, Posting

FIELD_LABELS: Mapping[str, str | Promise] = {
    "staff_no": _("staff number"),
    "name": _("name"),
    "family_name": _("family name"),
    "given_name": _("given name"),
    "kana": _("name in kana"),
    "bureau_code": _("code of the 部"),
    "bureau": _("部"),
    "division_code": _("code of the 課"),
    "division": _("課"),
    "section_code": _("code of the 係"),
    "section": _("係"),
    "department_code": _("department code"),
    "department": _("department"),
    "title": _("job title"),
    "rank": _("rank"),
    "post_kind": _("kind of post"),
    "employment": _("kind of employment"),
    "joined_on": _("joined on"),
    "last_day": _("last day in office"),
    "left_on": _("left on"),
    "email": _("e-mail"),
    "weekly_minutes": _("working hours a week"),
    "first_rater": _("first rater (一次評価者)"),
    "second_rater": _("second rater (二次評価者)"),
}

# Code → what is wrong, what to do. Placeholders are the problem's details.
SENTENCES: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "empty_file": (
        _("The file is empty."),
        _("Write the roster out of the personnel system again and choose that file."),
    ),
    "excel_file": (
        _("The file is an Excel workbook, not a CSV file."),
        _("In Excel choose Save As and the type “CSV UTF-8 (comma delimited)”, then choose the saved file."),
    ),
    "utf16_file": (
        _("The file is in UTF-16 (“Unicode text”), which is not read here."),
        _("Save it as “CSV UTF-8 (comma delimited)” and choose the saved file."),
    ),
    "binary_file": (
        _("The file is not text: it contains a zero byte."),
        _("Write the roster out as a CSV file again and choose that file."),
    ),
    "undecodable": (
        _(
            "The character encoding cannot be read: character %(column)s of the line, after “%(after)s”, is the bytes "
            "%(found)s, which are neither UTF-8 nor CP932 (Shift_JIS)."
        ),
        _("Correct that character in the personnel system, or save the file as “CSV UTF-8”, and load it again."),
    ),
    "bad_csv": (
        _("The line cannot be divided into columns: a quotation mark is not closed or stands in the wrong place."),
        _("Close the quotation mark in that line, or write the file out again."),
    ),
    "no_rows": (
        _("The file has headings but no people."),
        _("Write the roster out again with its lines."),
    ),
    "unknown_column": (
        _("The column “%(column)s” is not known."),
        _("Say which field it holds or that it is to be left out, then check again; or take the column out."),
    ),
    "repeated_column": (
        _("The column “%(column)s” holds a field that another column already holds."),
        _("Leave only one of the two columns in the file, or leave this one out."),
    ),
    "missing_column": (
        _("There is no column for the field “%(field)s”, which is required."),
        _("Add the column to the file, or say which of its columns holds it."),
    ),
    "too_many_cells": (
        _("The line has %(found)s columns although the heading has %(expected)s."),
        _("Put cells that contain a comma between quotation marks, or take the surplus cells out."),
    ),
    "missing_number": (
        _("The staff number is blank."),
        _("Fill in the staff number, or take the line out."),
    ),
    "missing_name": (
        _("The name is blank."),
        _("Fill in the name as it is written in the personnel record."),
    ),
    "too_long": (
        _("The field “%(field)s” is longer than %(limit)s characters."),
        _("Shorten it, and check that the line's columns have not slipped."),
    ),
    "bad_date": (
        _("“%(value)s” in the field “%(field)s” is not a date."),
        _("Write it as 2026-04-01, 2026/4/1 or 令和8年4月1日."),
    ),
    "bad_value": (
        _("“%(value)s” in the field “%(field)s” is not understood."),
        _("Correct the cell, and check that the line's columns have not slipped."),
    ),
    "repeated_number": (
        _("The staff number already has a main post in line %(other_line)s."),
        _("Leave one main post; give the other line 兼務 or 併任 as its kind of post, or correct the staff number."),
    ),
    "other_name": (
        _("Line %(other_line)s gives the same staff number the name %(other_name)s."),
        _("Correct the staff number or the name so that both lines mean the same person."),
    ),
    "lost_zeros": (
        _("The staff number is not known, but %(known)s is: leading zeros seem to be lost."),
        _("Write the file out with the staff number as text; Excel drops leading zeros when it opens a CSV file."),
    ),
    "no_main_post": (
        _("The person has only a second post in the file, and no main post."),
        _("Add a line with the main post (本務)."),
    ),
    "no_department": (
        _("The line names no department."),
        _("Fill in 部, 課 or 係 by code or name."),
    ),
    "no_title": (
        _("The line has no job title."),
        _("Fill in the job title."),
    ),
    "unknown_title": (
        _("The job title “%(title)s” has no rank yet."),
        _("Choose its rank on the page of this load, or correct the job title, then check again."),
    ),
    "unknown_department": (
        _("The department code %(code)s is not known and has no name in the file."),
        _("Add the department's name to the line, or correct the code."),
    ),
    "department_names": (
        _("The department code %(code)s is called “%(name)s” here but “%(other)s” in line %(other_line)s."),
        _("Give both lines the same name, or correct one of the codes."),
    ),
    "department_place": (
        _("The department %(name)s (%(code)s) stands in another place than in line %(other_line)s."),
        _("Put the department under the same 部 and 課 in every line, or correct one of the codes."),
    ),
    "circular_departments": (
        _("The departments form a circle: %(chain)s."),
        _("Correct the codes so that no department stands under itself."),
    ),
    "rates_self": (
        _("The person is set as their own rater."),
        _("Give the staff number of somebody else, or leave the cell blank to follow the organisation."),
    ),
    "unknown_rater": (
        _("The rater %(rater)s is not among the staff on this date."),
        _("Correct the rater's staff number, or leave the cell blank to follow the organisation."),
    ),
    "cannot_rate": (
        _("The rater %(rater)s is on leave or seconded on this date; the organisation decides instead."),
        _("Give another rater if that is not what you want."),
    ),
    "circular_raters": (
        _("The raters form a circle: %(chain)s."),
        _("Change one of the raters set by hand so that the chain ends."),
    ),
    "override_ended": (
        _("The rater set by hand (%(rater)s) is no longer there; the organisation decides instead."),
        _("Set another rater by hand if that is not what you want."),
    ),
    "no_first_rater": (
        _("Nobody rates this person first (%(department)s)."),
        _("Give a first rater in the file if the person is to be assessed."),
    ),
    "no_second_rater": (
        _("%(count)s people have a first rater but no second one."),
        _("Give second raters in the file where a second check is wanted."),
    ),
    "many_ratees": (
        _("The person would rate %(count)s people first, more than %(most)s."),
        _("Share them out with first raters set in the file."),
    ),
    "private_character": (
        _("The name contains a character of the city's own (外字, %(character)s) that other computers cannot show."),
        _("Check how the name looks, and use the standard character in the personnel system if there is one."),
    ),
    "lost_character": (
        _("The name contains “%(character)s”, which often stands for a character that was lost."),
        _("Check the name against the personnel record. For characters that CP932 lacks save the file as “CSV UTF-8”."),
    ),
    "joins_later": (
        _("The person joins on %(date)s, after the date of this load; the line is left out."),
        _("Load a roster as of that day or later."),
    ),
    "many_leavers": (
        _("%(leavers)s of %(headcount)s people would leave, more than one in ten."),
        _("Make sure that the file is complete; applying it needs a second confirmation."),
    ),
    "later_load": (
        _("A roster as of %(date)s has already been applied; this one changes only the days before it."),
        _("Load the later roster again afterwards if it should follow from this one."),
    ),
}

REFUSALS: Mapping[str, str | Promise] = {
    "not_ready": _("The load is not ready to apply. Check it again."),
    "not_confirmed": _(
        "So many people would leave that a second confirmation is needed. Confirm the number, then apply."
    ),
    "stale": _(
        "The staff records have changed since the check, so nothing was applied. Check again and look at the result."
    ),
    "not_checked": _("The load is being worked on or has been applied already. Open it again to see where it stands."),
    "not_applied": _("Only an applied load can be undone."),
    "too_late": _("The time in which this load could be undone is over. Load a corrected roster instead."),
    "later_load": _("A later load has been applied since. Undo that one first."),
    "changed_since": _(
        "Postings or raters of this load have been changed by hand since. Load a corrected roster instead."
    ),
    "in_use": _("People or departments of this load are already in use elsewhere. Load a corrected roster instead."),
    "failed": _(
        "Something unexpected stopped the work and nothing was changed. Check again, or ask the administrator."
    ),
}


def message(code: str, details: Mapping[str, Any]) -> str:
    """Return what is wrong, in words."""
    return str(SENTENCES[code][0]) % _labelled(details)


def remedy(code: str) -> str:
    """Return what to do about it."""
    return str(SENTENCES[code][1])


def _labelled(details: Mapping[str, Any]) -> dict[str, Any]:
    field = details.get("field")
    return {**details, "field": FIELD_LABELS[field]} if field else dict(details)


def field_label(name: str) -> str:
    return str(FIELD_LABELS.get(name, name))


def post_label(kind: str, department: str, title: str) -> str:
    """Return a second post in words: 兼務: 総務部 情報政策課 主査."""
    return str(format_lazy("{}: {} {}", Posting.Kind(kind).label, department, title))


def value_label(name: str, value: Any) -> str:
    """Return a stored value of a difference as a person reads it."""
    if value in (None, ""):
        return "-"
    if name == "employment":
        return str(Posting.Employment(value).label)
    if name == "unit_kind":
        return str(DepartmentPeriod.Kind(value).label)
    if name == "weekly_minutes":
        return f"{value // 60}:{value % 60:02}"
    return str(value)
