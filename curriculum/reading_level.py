"""How hard a Japanese text is to read (やさしい日本語). Pure rules, and advice rather than law.

What is measured is what makes readers stumble first and what an author can mend: sentences that go on, text dark with
kanji, and rows of kanji without a break. Sentences without kana are no Japanese and are left alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

# Public style guides advise 50 to 60 characters; only what is well beyond is worth a word.
LONGEST_SENTENCE = 80
MOST_KANJI_PERCENT = 45
# A share of a few words says nothing.
FEWEST_CHARACTERS = 100
LONGEST_RUN = 10
# Advice on everything at once is advice on nothing.
MOST_OF_A_KIND = 3

KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
KANJI = re.compile(r"[一-鿿㐀-䶿豈-﫿々]")
KANJI_RUN = re.compile(rf"[一-鿿㐀-䶿豈-﫿々]{{{LONGEST_RUN},}}")


class Hardness(StrEnum):
    LONG_SENTENCE = "long_sentence"
    KANJI_RUN = "kanji_run"
    MANY_KANJI = "many_kanji"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stumble:
    """One place where a reader stumbles: what it is, the sentence or the row of kanji, and how much of it there is."""

    kind: Hardness
    where: str
    amount: int


def stumbles(sentences: Iterable[str]) -> list[Stumble]:
    """Return what to mend, the worst of each kind first."""
    japanese = [sentence for sentence in sentences if KANA.search(sentence)]
    return [*_long_sentences(japanese), *_kanji_runs(japanese), *_many_kanji(japanese)]


def _long_sentences(sentences: Sequence[str]) -> list[Stumble]:
    found = sorted((each for each in sentences if len(each) > LONGEST_SENTENCE), key=len, reverse=True)
    return [Stumble(kind=Hardness.LONG_SENTENCE, where=each, amount=len(each)) for each in found[:MOST_OF_A_KIND]]


def _kanji_runs(sentences: Sequence[str]) -> list[Stumble]:
    runs = dict.fromkeys(run for sentence in sentences for run in KANJI_RUN.findall(sentence))
    found = sorted(runs, key=len, reverse=True)
    return [Stumble(kind=Hardness.KANJI_RUN, where=run, amount=len(run)) for run in found[:MOST_OF_A_KIND]]


def _many_kanji(sentences: Sequence[str]) -> Iterator[Stumble]:
    """Yield the share of the whole text, with the sentence that holds most of it."""
    length = sum(map(len, sentences))
    if length < FEWEST_CHARACTERS:
        return
    percent = 100 * sum(map(_kanji_in, sentences)) // length
    if percent > MOST_KANJI_PERCENT:
        darkest = max(sentences, key=lambda sentence: (_kanji_in(sentence) / len(sentence), len(sentence)))
        yield Stumble(kind=Hardness.MANY_KANJI, where=darkest, amount=percent)


def _kanji_in(sentence: str) -> int:
    return len(KANJI.findall(sentence))
