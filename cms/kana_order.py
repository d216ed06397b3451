"""The order of a Japanese glossary (五十音順). Pure rules.

Marks and sizes come second: が sorts with か, ゃ with や, and ー as the vowel it lengthens. Where two readings are then
equal, the plain one comes first.
"""

import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby

from lms.lib.text import search_key

SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
VOWELS = {
    "あ": "あかさたなはまやらわ",
    "い": "いきしちにひみり",
    "う": "うくすつぬふむゆる",
    "え": "えけせてねへめれ",
    "お": "おこそとのほもよろを",
}
VOWEL_OF = {kana: vowel for vowel, column in VOWELS.items() for kana in column}
ROWS = (
    "あいうえお",
    "かきくけこ",
    "さしすせそ",
    "たちつてと",
    "なにぬねの",
    "はひふへほ",
    "まみむめも",
    "やゆよ",
    "らりるれろ",
    "わをん",
)
MARKS = "\u3099\u309a"


def base(reading: str) -> str:
    """Return a reading without marks and sizes: ガバナンス as かはなんす, データ as てえた."""
    plain = unicodedata.normalize("NFD", search_key(reading)).translate(dict.fromkeys(map(ord, MARKS)))
    spelt = ""
    for kana in plain.translate(SMALL).replace("・", ""):
        spelt += VOWEL_OF.get(spelt[-1:], "") if kana == "ー" else kana
    return spelt


def order_key(reading: str) -> tuple[str, str]:
    return base(reading), search_key(reading)


def row_of(reading: str) -> str:
    """Return the heading a reading stands under, such as か; empty for one that does not begin in kana."""
    first = base(reading)[:1]
    return next((row[0] for row in ROWS if first and first in row), "")


def rows[T](items: Iterable[T], reading: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    """Return the items under their headings, in order."""
    ordered = sorted(items, key=lambda item: order_key(reading(item)))
    return [(heading, list(own)) for heading, own in groupby(ordered, key=lambda item: row_of(reading(item)))]
