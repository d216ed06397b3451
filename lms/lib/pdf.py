"""PDF pages from HTML with the product's fonts embedded.

BIZ UDPGothic draws all but rare characters of names; those (𠮷) come from Noto Sans JP. A template names both, in this
order: `font-family: "BIZ UDPGothic", "Noto Sans JP"`; xhtml2pdf cuts text into runs that one of them can draw.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO

from django.conf import settings
from django.template.loader import render_to_string
from reportlab.pdfbase import pdfmetrics, ttfonts

FONT = "BIZ UDPGothic"
RARE_FONT = "Noto Sans JP"
# The regular and the bold file of each family, below `settings.FONTS_ROOT`.
FONT_FILES = {
    FONT: ("biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf", "biz-udpgothic/700Bold/BIZUDPGothic_700Bold.ttf"),
    RARE_FONT: ("noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf", "noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf"),
}
LONG_CODE = re.compile(r"<([0-9A-F]{5,6})>")

type UnicodeMap = Callable[[str, Sequence[int]], str]


class PdfError(RuntimeError):
    """The page could not be made into a PDF."""


@cache
def register_fonts() -> None:
    """Make both families known to ReportLab and xhtml2pdf; read from disk once a process."""
    from xhtml2pdf.default import DEFAULT_FONT

    for family, (regular, bold) in FONT_FILES.items():
        heavy = f"{family} Bold"
        pdfmetrics.registerFont(ttfonts.TTFont(family, settings.FONTS_ROOT / regular))
        pdfmetrics.registerFont(ttfonts.TTFont(heavy, settings.FONTS_ROOT / bold))
        pdfmetrics.registerFontFamily(family, normal=family, bold=heavy, italic=family, boldItalic=heavy)
        DEFAULT_FONT[family.lower()] = family
    # The same function with its result mended; its parameters' names don't matter, they are passed in order.
    ttfonts.makeToUnicodeCMap = readable_above_ffff(ttfonts.makeToUnicodeCMap)  # type: ignore[assignment]


def readable_above_ffff(make: UnicodeMap) -> UnicodeMap:
    """Let text be read back: PDF wants 𠮷 as UTF-16 (ISO 32000-1, 9.10.3), ReportLab writes five hex digits."""

    def utf_16(code: re.Match[str]) -> str:
        return f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>"

    return lambda name, subset: LONG_CODE.sub(utf_16, make(name, subset))


def drawable(text: str) -> str:
    """Drop variation selectors, which no font draws: the character's base form is printed without a box beside it."""
    return "".join(character for character in text if not is_variation_selector(ord(character)))


def is_variation_selector(code: int) -> bool:
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


def render_pdf(template: str, context: dict[str, object]) -> bytes:
    """Return a template as PDF."""
    from xhtml2pdf import pisa

    register_fonts()
    target = BytesIO()
    outcome = pisa.CreatePDF(drawable(render_to_string(template, context)), dest=target, encoding="utf-8")
    if outcome.err:
        raise PdfError(f"{template}: {outcome.log}")
    return target.getvalue()
