"""The attendance sheet on paper (R25, R28): signed in the room, keyed in afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from lms.learning.classes.models import ClassSession
from lms.learning.classes.queries import Attendee
from lms.lib.calendar import wareki
from lms.lib.pdf import render_pdf
from lms.people.models import User

# Room for people who come without being on the list.
SPARE_LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands on the paper, and who took it out, when and what for."""

    session: ClassSession
    lines: Sequence[Attendee]
    taken_by: User
    taken_at: datetime
    purpose: str


def sign_in_sheet(sheet: Sheet) -> bytes:
    session = sheet.session
    begins, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    taken_at = timezone.localtime(sheet.taken_at)
    return render_pdf(
        "learning/classes/paper.html",
        {
            "course": session.module.course_version.title,
            "day": wareki(begins.date()),
            "hours": f"{begins:%H:%M}–{ends:%H:%M}",
            "session": session,
            "lines": sheet.lines,
            "spare": range(len(sheet.lines) + 1, len(sheet.lines) + 1 + SPARE_LINES),
            "total": len(sheet.lines),
            "taken": f"{sheet.taken_by.name}　{wareki(taken_at.date(), weekday=False)} {taken_at:%H:%M}",
            "purpose": sheet.purpose,
        },
    )
