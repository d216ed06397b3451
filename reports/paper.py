"""The committee's page on paper: one A4 sheet, good in black and white (R25)."""

from base64 import b64encode

from django.conf import settings

from lms.lib.pdf import render_pdf
from reports.charts import levels_chart
from reports.release import Release
from reports.tables import tables
from reports.words import finding, notes, totals_words

# In points; the rows of a target for one or two levels need the room.
CHART_WIDTHS = (400, 320, 240)


def committee_pdf(release: Release, *, number: str) -> bytes:
    """Return the one-page PDF; raise PdfError when it cannot be laid out."""
    picture = b64encode(levels_chart(release, image_format="png")).decode()
    context = {
        "figures": release.figures,
        "finding": finding(release),
        "totals": totals_words(release),
        "number": number,
        "chart": f"data:image/png;base64,{picture}",
        "tables": tables(release),
        "notes": notes(release),
        "chart_width": CHART_WIDTHS[min(len({target.level for target in release.source.targets}), 2)],
        "is_demo": settings.DEMO,
    }
    return render_pdf("reports/committee_pdf.html", context)
