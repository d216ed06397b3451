"""The words a message goes out with: the city's own, or the shipped ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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


def wordings_of(kinds: Iterable[TextKind]) -> dict[TextKind, Wording]:
    """Return the words in force; asked once for a round of messages, not once for each."""
    wanted = set(kinds)
    own = MessageText.objects.filter(kind__in=wanted).values_list("kind", "subject", "body")
    return {kind: shipped(kind) for kind in wanted} | {TextKind(kind): Wording(*words) for kind, *words in own}


def wording_of(kind: TextKind) -> Wording:
    return wordings_of([kind])[kind]


@cache
def shipped(kind: TextKind) -> Wording:
    """Return the words the product comes with: the subject, an empty line, the body."""
    subject, _empty, body = (SHIPPED / f"{kind}.txt").read_text(encoding="utf-8").split("\n", 2)
    return Wording(subject, body.strip())
