"""The committee's page on paper: one A4 sheet, good in black and white (R25)."""

from base64 import b64encode
from io import BytesIO

from django.conf import settings
from pypdf import PdfReader

from lms.lib.pdf import render_pdf
from reports.charts import levels_chart
from reports.release import Release
from reports.tables import tables
from reports.words import finding, notes, totals_words

# Width of the chart and room above each row, in points: the first that leaves everything on one sheet is taken.
# Most pages fit the first; the rows of a target for one or two levels need the room.
LAYOUTS = ((400, "1.9pt"), (350, "1.1pt"), (300, "0.6pt"), (250, "0.4pt"), (180, "0.4pt"))


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
        "is_demo": settings.DEMO,
    }
    levels = len({target.level for target in release.source.targets})
    for width, room in LAYOUTS[levels:]:
        paper = render_pdf("reports/committee_pdf.html", {**context, "chart_width": width, "row_room": room})
        if len(PdfReader(BytesIO(paper)).pages) == 1:
            break
    return paper
