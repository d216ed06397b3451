"""廃棄記録: the record of a deletion as one sheet of A4, always in Japanese; it names nobody whose data was deleted."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation

from lms.lib.calendar import wareki
from lms.lib.pdf import render_pdf
from lms.operations.retention.models import DeletionRun
from lms.operations.retention.queries import RunLine, run_lines
from lms.people.models import User


def deletion_pdf(run: DeletionRun) -> bytes:
    """Return the record of a run that is done."""
    with translation.override("ja"):
        lines = run_lines(run)
        context = {
            "run": run,
            "on": wareki(run.on),
            "lines": [(line, wareki(line.before, weekday=False)) for line in lines],
            "totals": totals(lines),
            "proposed": signed(run.proposed_by, run.proposed_office),
            "proposed_on": wareki(timezone.localdate(run.proposed_at), weekday=False),
            "looked_on": wareki(timezone.localdate(run.looked_at), weekday=False) if run.looked_at else "",
            "decided": signed(run.decided_by, run.decided_office),
            "decided_on": wareki(timezone.localdate(run.decided_at), weekday=False) if run.decided_at else "",
            "finished_at": moment(run.finished_at),
            "repeated_at": moment(run.repeated_at),
            "issuer": settings.CERTIFICATE_ISSUER,
            "is_demo": settings.DEMO,
            "backups_kept": settings.BACKUPS_KEPT,
        }
        return render_pdf("operations/retention/record.html", context)


def totals(lines: list[RunLine]) -> dict[str, int]:
    return {name: sum(getattr(line, name) for line in lines) for name in ("deleted", "kept", "rows", "files")}


def signed(person: User | None, office: str) -> str:
    """Return office and name of an official; one who is a leaver by now stands under the pseudonym."""
    return f"{office} {person.name if person else ''}".strip()


def moment(at: datetime | None) -> str:
    if at is None:
        return ""
    at = timezone.localtime(at)
    return f"{wareki(at.date())} {at:%H:%M}"
