"""The words a message goes out with: the city's own, or the shipped ones, in the language of who reads it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import translation

from lms.learning.texts.kinds import TextKind
from lms.learning.texts.models import MessageText
from lms.learning.texts.rules import Values, filled, filled_line

SHIPPED = Path(__file__).parent / "shipped"
# What a notice's subject holds.
LONGEST_SUBJECT = 250


@dataclass(frozen=True, slots=True)
class Wording:
    """A subject and a body with placeholders."""

    subject: str
    body: str

    def subject_for(self, values: Values) -> str:
        return filled_line(self.subject, values)[:LONGEST_SUBJECT]

    def body_for(self, values: Values) -> str:
        return filled(self.body, values)


@dataclass(frozen=True, slots=True)
class Wordings:
    """The words in force for some messages, in every language; asked once for a round, not once for each message."""

    by_language: Mapping[tuple[TextKind, str], Wording]

    def written(self, kind: TextKind, language: str, values: Callable[[], Values]) -> tuple[str, str]:
        """Return subject and body in a language, its dates and amounts too; an empty one is the city's."""
        with translation.override(language or settings.LANGUAGE_CODE):
            wording, said = self.by_language[kind, translation.get_language()], values()
            return wording.subject_for(said), wording.body_for(said)


def wordings_of(kinds: Iterable[TextKind]) -> Wordings:
    wanted = set(kinds)
    ours = {(kind, language): shipped(kind, language) for kind in wanted for language, _name in settings.LANGUAGES}
    rows = MessageText.objects.filter(kind__in=wanted).values_list("kind", "language", "subject", "body")
    own = {(TextKind(kind), language): Wording(*words) for kind, language, *words in rows}
    return Wordings(ours | own)


def wording_of(kind: TextKind, language: str) -> Wording:
    return wordings_of([kind]).by_language[kind, language]


@cache
def shipped(kind: TextKind, language: str) -> Wording:
    """Return the words the product comes with: the subject, an empty line, the body."""
    text = (SHIPPED / language / f"{kind}.txt").read_text(encoding="utf-8")
    subject, _empty, body = text.split("\n", 2)
    return Wording(subject, body.strip())
