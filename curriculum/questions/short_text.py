"""When two written answers are the same answer in Japanese. Pure.

People write サーバ and サーバー, ﾃﾞｰﾀ and データ, ＲＰＡ and rpa, 3ヶ月 and 3か月, and mean the same. What changes the
meaning is kept: ビル is no ビール, ひょういん is no びょういん.
"""

import re
import unicodedata

from lms.lib.text import search_key

# Signs that stand for the long vowel when they follow kana: hyphens, dashes, wave dashes.
_LONG_AFTER_KANA = re.compile(r"(?<=[ぁ-ゖ])[-‐‑‒–—―−~〜ー]")
# JIS Z 8301: a long vowel may be left out at the end of a foreign word of three sounds or more (サーバー, エディター).
_TRAILING_LONG = re.compile(r"(?<=[ぁ-ゖー]{2})ー(?![ぁ-ゖー])")
_SIGNS = re.compile(r"[\s、。，．,.・･‧「」『』()\[\]{}<>〈〉《》【】\"'`“”‘’:;!?／/_]")
_SAME_SOUND = (("ゔぁ", "ば"), ("ゔぃ", "び"), ("ゔぇ", "べ"), ("ゔぉ", "ぼ"), ("ゔ", "ぶ"))
# 3ヶ月, 3ヵ月 and 3か月 are one word in three spellings.
_COUNTER = re.compile(r"(?<=\d)[ゖゕけ](?=[月所国年条村])")
# Decimal points, thousands and minus signs mean something between digits.
_POINT = re.compile(r"(?<=\d)[.](?=\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_POINT_KEPT = "\ue000"


def answer_key(text: str) -> str:
    """Return what two spellings of one answer share: width, case, kana, long vowels, spaces and signs are folded."""
    key = _folded(text)
    # A sign that is gone may have stood between a sound and its long vowel.
    while (again := _folded(key)) != key:
        key = again
    return key


def _folded(text: str) -> str:
    key = search_key(_THOUSANDS.sub("", unicodedata.normalize("NFKC", text)))
    for spelling, sound in _SAME_SOUND:
        key = key.replace(spelling, sound)
    key = _POINT.sub(_POINT_KEPT, key)
    key = _COUNTER.sub("か", key)
    key = _SIGNS.sub(" ", key)
    key = _LONG_AFTER_KANA.sub("ー", key)
    key = _TRAILING_LONG.sub("", key)
    return key.replace(" ", "").replace(_POINT_KEPT, ".")


def exact_key(text: str) -> str:
    """Return what two spellings share when the spelling itself is asked: only width and outer spaces are folded."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def is_accepted(given: str, accepted: tuple[str, ...], *, is_exact: bool) -> bool:
    fold = exact_key if is_exact else answer_key
    key = fold(given)
    return bool(key) and any(key == fold(text) for text in accepted)
