"""Printed slips for people without a mailbox: what is due, and a QR code; four on a sheet of A4 (R12, story 20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from lms.learning.reminders.not_done import Owed
from lms.lib.calendar import wareki
from lms.lib.pdf import render_pdf
from lms.lib.qr import qr_png
from lms.people.queries import DepartmentTree

# Five courses fit on a slip; more are named by their number.
COURSES_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One person's slip."""

    department: str
    name: str
    staff_no: str
    items: Sequence[tuple[str, str, bool]]
    more: int


def slips_of(rows: Sequence[Owed], tree: DepartmentTree) -> list[Slip]:
    """Return a slip for each person without a mailbox, department by department, as they are handed out."""
    places = {node.path: place for place, node in enumerate(tree.walk())}
    by_person: dict[str, list[Owed]] = {}
    for row in rows:
        if not row.has_mailbox:
            by_person.setdefault(row.staff_no, []).append(row)
    slips = [
        Slip(
            department=owed[0].department,
            name=owed[0].name,
            staff_no=staff_no,
            items=[(row.course, wareki(row.due_on), row.is_late) for row in owed[:COURSES_SHOWN]],
            more=max(len(owed) - COURSES_SHOWN, 0),
        )
        for staff_no, owed in by_person.items()
    ]
    return sorted(slips, key=lambda slip: places.get(slip.department, len(places)))


def slips_pdf(slips: Sequence[Slip], *, on: date) -> bytes:
    """Return the slips as PDF, two a row."""
    pairs = [slips[start : start + 2] for start in range(0, len(slips), 2)]
    url = settings.LMS_ORIGIN + reverse("learning:home")
    context: dict[str, object] = {"pairs": pairs, "on": wareki(on), "url": url, "qr": qr_png(url)}
    return render_pdf("learning/reminders/slips.html", context)
