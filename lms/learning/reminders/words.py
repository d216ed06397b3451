"""Reasons, steps and selections in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy

from lms.learning.reminders.forms import Span
from lms.learning.reminders.rules import LeftOut

REASONS: dict[str, str | Promise] = {
    LeftOut.COMPLETED: pgettext_lazy("left out", "completed"),
    LeftOut.CANCELLED: pgettext_lazy("left out", "no longer assigned"),
    LeftOut.RETIRED: pgettext_lazy("left out", "course retired"),
    LeftOut.LEFT_OFFICE: pgettext_lazy("left out", "left the city"),
    LeftOut.ON_LEAVE: pgettext_lazy("left out", "on leave"),
    LeftOut.SECONDED: pgettext_lazy("left out", "seconded to another body"),
    LeftOut.NO_DUE_DATE: pgettext_lazy("left out", "no due date"),
    LeftOut.ASKED: pgettext_lazy("left out", "waiting for an answer about the due date"),
    LeftOut.TODAY: pgettext_lazy("left out", "reminded today already"),
    LeftOut.NOT_YET: pgettext_lazy("left out", "next reminder not due yet"),
    "nothing_to_tell": pgettext_lazy("left out", "nothing to tell"),
}


def reasons_in_words(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the reasons with their counts, the largest first."""
    return sorted(((str(REASONS[key]), count) for key, count in counts.items() if count), key=lambda pair: -pair[1])


def selection_in_words(selection: Mapping[str, str]) -> str:
    """Return what HR had chosen for a round by hand."""
    parts = [selection[name] for name in ("department", "course", "group") if selection.get(name)]
    if selection.get("due"):
        parts.append(str(Span(selection["due"]).label))
    return " · ".join(parts) or gettext("all that is not done")
