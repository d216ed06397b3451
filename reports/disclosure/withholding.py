"""What is withheld from a disclosure, on which ground (個人情報の保護に関する法律, art. 78(1))."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.disclosure.held import Chapter, Fact


class Ground(models.TextChoices):
    """The grounds that can apply to a personnel record."""

    OTHERS = "78-1-2", _("personal information of somebody else (art. 78(1)(ii))")
    DELIBERATION = "78-1-6", _("deliberation that is not finished (art. 78(1)(vi))")
    PERSONNEL = "78-1-7-he", _("fair and smooth personnel management (art. 78(1)(vii)(f))")


class UnknownFactError(ValueError):
    """A fact to be withheld is not held, or is the person's own and cannot be withheld."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A fact as it is handed over: `text` is empty and `ground` says why where it is withheld."""

    fact: Fact
    text: str
    ground: Ground | None = None


def facts_of(chapters: Iterable[Chapter]) -> Iterator[Fact]:
    for chapter in chapters:
        for entry in chapter.entries:
            yield from entry.facts


def checked(withheld: Mapping[str, str], chapters: Iterable[Chapter]) -> dict[str, Ground]:
    """Return the ground of each withheld fact.

    Raises:
        UnknownFactError: if a key names no fact that may be withheld, or a ground the law does not give.
    """
    may_be = {fact.key for fact in facts_of(chapters) if fact.may_be_withheld}
    if not withheld.keys() <= may_be or not set(withheld.values()) <= set(Ground.values):
        raise UnknownFactError
    return {key: Ground(ground) for key, ground in withheld.items()}


def told(fact: Fact, withheld: Mapping[str, Ground]) -> Told:
    """Return a fact as the person will read it."""
    ground = withheld.get(fact.key)
    return Told(fact=fact, text="" if ground else fact.text, ground=ground)
