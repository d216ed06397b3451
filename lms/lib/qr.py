"""A QR code as inline SVG, encoded on this machine.

ReportLab's encoder gives the squares; its own SVG drawing sets inline styles, which our content policy refuses.
"""

import base64
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString
from PIL import Image
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

# A square is this many dots wide in a picture, so that viewers that smooth pictures leave its edges alone.
DOTS = 4
# The empty margin that scanners need (ISO/IEC 18004, 5.3.8).
QUIET_ZONE = 4


def qr_svg(text: str, *, label: str) -> SafeString:
    """Return the code as an `<svg>` element; level M survives a smudge of 15 per cent."""
    rows = qr_rows(text)
    side = len(rows) + 2 * QUIET_ZONE
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}"/></svg>',
        side,
        label,
        "".join(strokes(rows)),
    )


def qr_png(text: str) -> str:
    """Return the code as the address of a picture (data:), for paper: hundreds of slips hold it once."""
    rows = qr_rows(text)
    side = len(rows) + 2 * QUIET_ZONE
    picture = Image.new("1", (side, side), color=1)
    for y, row in enumerate(rows, start=QUIET_ZONE):
        for x, is_dark in enumerate(row, start=QUIET_ZONE):
            picture.putpixel((x, y), not is_dark)
    target = BytesIO()
    picture.resize((side * DOTS, side * DOTS)).save(target, "PNG")
    return f"data:image/png;base64,{base64.b64encode(target.getvalue()).decode()}"


def qr_rows(text: str) -> Sequence[Sequence[bool]]:
    """Return the code's squares, True where dark, without the margin."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    return [[bool(square) for square in row] for row in code.modules]


def strokes(rows: Sequence[Sequence[bool]]) -> Iterator[str]:
    """Yield each run of dark squares as a piece of an SVG path."""
    for y, row in enumerate(rows, start=QUIET_ZONE):
        x = QUIET_ZONE
        for is_dark, run in groupby(row):
            width = len(list(run))
            if is_dark:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += width
