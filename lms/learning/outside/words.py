"""What is wrong with a line of outside training, in words that name the remedy."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.learning.outside.sheet import Problem
from lms.people.roster.decode import Undecodable

COLUMNS: Mapping[str, str | Promise] = {
    "staff_no": _("staff number (職員番号)"),
    "title": _("training (研修名)"),
    "provider": _("provider (実施機関)"),
    "completed_on": _("completed on (修了日)"),
}
PROBLEMS: Mapping[str, str | Promise] = {
    "bad_csv": _("The file is not well-formed CSV: %(cell)s. Write it out again and choose that file."),
    "no_rows": _("The file has a heading at most, and no line under it. Choose the file with the lines."),
    "too_many": _("The file has more than %(cell)s lines. Cut it into smaller files."),
    "missing_column": _("There is no column for %(cell)s. Add it to the first line of the file."),
    "bad_staff_no": _("“%(cell)s” is no staff number. Correct it in the file."),
    "unknown_person": _("Nobody has the staff number %(cell)s. Correct it, or load the roster first."),
    "lost_zeros": _("Nobody has the staff number %(cell)s; it has lost the zeros before it. Write them again."),
    "other_name": _("The number belongs to somebody else than “%(cell)s”. Correct the number or the name."),
    "no_title": _("The name of the training is empty. Fill it in."),
    "no_provider": _("The provider is empty. Fill it in."),
    "long_title": _("The name of the training is longer than 200 characters: “%(cell)s…”. Shorten it."),
    "long_provider": _("The provider is longer than 200 characters: “%(cell)s…”. Shorten it."),
    "long_note": _("The note is longer than 400 characters: “%(cell)s…”. Shorten it."),
    "bad_day": _("“%(cell)s” is no date. Write it as 2026-11-23 or 令和8年11月23日."),
    "future_day": _("%(cell)s is still to come. Load it when the training is over."),
    "bad_hours": _("“%(cell)s” is no length of time. Write hours as 7, 7.5 or 7:30."),
    "twice": _("This line stands in the file twice: “%(cell)s”. It is taken once."),
}
UNREADABLE: Mapping[str, str | Promise] = {
    "empty_file": _("The file is empty. Choose the file with the lines."),
    "excel_file": _("This is an Excel workbook. In Excel choose Save As and “CSV UTF-8”, then choose the saved file."),
    "utf16_file": _("The file is in UTF-16. Save it as “CSV UTF-8” and choose the saved file."),
    "binary_file": _("The file is not text. Write it out as CSV and choose that file."),
    "undecodable": _("Line %(line)s cannot be read as UTF-8 or CP932 (Shift_JIS). Save the file as “CSV UTF-8”."),
}


def sentence(problem: Problem) -> str:
    """Return a problem in the reader's language."""
    cell = COLUMNS.get(problem.cell, problem.cell) if problem.code == "missing_column" else problem.cell
    return str(PROBLEMS[problem.code]) % {"cell": cell}


def unreadable(error: Undecodable) -> str:
    return str(UNREADABLE[error.code]) % {"line": error.line}
