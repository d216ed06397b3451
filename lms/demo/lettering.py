"""The letters a demo package needs: a computer without Japanese fonts would show boxes in its pages."""

from io import BytesIO

from django.conf import settings
from fontTools.subset import Options, Subsetter, load_font, save_font

from lms.lib.pdf import FONT, FONT_FILES

LETTERS = "letters.woff"


def letters(text: str) -> bytes:
    """Return a web font that holds the characters of a text and no others; the same text gives the same bytes."""
    options = Options(flavor="woff", recalc_timestamp=False, hinting=False, layout_features=[], drop_tables=["meta"])
    font = load_font(settings.FONTS_ROOT / FONT_FILES[FONT][0], options)
    subsetter = Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    body = BytesIO()
    save_font(font, body, options)
    return body.getvalue()
