"""Japanese text: names are stored as written; only search keys are normalised (R04, R32)."""

import re
import unicodedata

from django.utils.translation import get_language

KATAKANA = range(ord("ァ"), ord("ヶ") + 1)
KANA_SHIFT = ord("ァ") - ord("ぁ")
_TO_HIRAGANA = {code: code - KANA_SHIFT for code in KATAKANA}


def search_key(*parts: str) -> str:
    """Return one folded key: NFKC, lower case, katakana as hiragana, no spaces."""
    folded = unicodedata.normalize("NFKC", " ".join(parts)).lower().translate(_TO_HIRAGANA)
    return "".join(folded.split())


_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def has_japanese(text: str) -> bool:
    """Tell whether text has kana or kanji."""
    return bool(_JAPANESE.search(text))


def in_reader_language(japanese: str, english: str) -> str:
    """Return what is written in the language in use; Japanese where English is missing."""
    return english if get_language() == "en" and english else japanese


_UNSHOWN = re.compile(r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f]")


def shown(text: str) -> str:
    """Return text that a page and a workbook can hold: halves of characters and control characters are replaced."""
    return _UNSHOWN.sub("\ufffd", text)
