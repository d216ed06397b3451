"""Japanese text: names are stored as written; only search keys are normalised (R04, R32)."""

import unicodedata

KATAKANA = range(ord("ァ"), ord("ヶ") + 1)
KANA_SHIFT = ord("ァ") - ord("ぁ")
_TO_HIRAGANA = {code: code - KANA_SHIFT for code in KATAKANA}


def search_key(*parts: str) -> str:
    """Return one folded key: NFKC, lower case, katakana as hiragana, no spaces."""
    folded = unicodedata.normalize("NFKC", " ".join(parts)).lower().translate(_TO_HIRAGANA)
    return "".join(folded.split())
