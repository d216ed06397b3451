"""The record on paper: A4, always Japanese, with room for a 起案 number (R25, R27)."""

from django.conf import settings
from django.utils import timezone, translation

from lms.learning.certificates.sheet import amount_of_time
from lms.learning.transcript.queries import Transcript
from lms.lib.calendar import fiscal_year_label, wareki
from lms.lib.pdf import render_pdf


def transcript_pdf(transcript: Transcript) -> bytes:
    taken_at = timezone.localtime(transcript.at)
    with translation.override("ja"):
        lines = [
            {
                "completed_on": wareki(line.completed_on, weekday=False),
                "fiscal_year": fiscal_year_label(line.fiscal_year),
                "title": line.title,
                "source": str(line.source),
                "provider": line.provider,
                "minutes": amount_of_time(line.minutes) if line.minutes else "",
                "certificate": line.certificate,
            }
            for line in transcript.lines
        ]
        return render_pdf(
            "learning/transcript/paper.html",
            {
                "person": transcript.person,
                "standing": transcript.standing,
                "lines": lines,
                "total": len(lines),
                "minutes": amount_of_time(transcript.minutes),
                "as_of": wareki(taken_at.date()),
                "taken": f"{wareki(taken_at.date(), weekday=False)} {taken_at:%H:%M}",
                "issuer": settings.CERTIFICATE_ISSUER,
            },
        )
