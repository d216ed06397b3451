"""The city on one date as plain values: people, their posts, and the departments they stand in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from lms.people.roster import values

FULL_WEEK_MINUTES = 2325  # 38 hours 45 minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A department: a 部, 課 or 係 with its parent's code."""

    code: str
    name: str
    kind: str
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    kind: str
    unit: str
    title: str
    rank: str
    employment: str = values.REGULAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    staff_no: str
    name: str
    family_name: str = ""
    given_name: str = ""
    kana: str = ""
    email: str = ""
    weekly_minutes: int = FULL_WEEK_MINUTES
    joined_on: date | None = None
    left_on: date | None = None
    posts: frozenset[Post] = frozenset()

    @property
    def main(self) -> Post | None:
        return next((post for post in self.posts if post.kind == values.MAIN), None)

    @property
    def is_away(self) -> bool:
        return any(post.kind in values.AWAY_KINDS for post in self.posts)


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """Everyone who holds a post on the date, and the departments that exist on it."""

    people: Mapping[str, Person] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)

    def path(self, code: str) -> Iterator[Unit]:
        """Yield a department and those above it, lowest first; stops at a department met twice."""
        met = set()
        here: str | None = code
        while here is not None and here not in met and here in self.units:
            met.add(here)
            yield self.units[here]
            here = self.units[here].parent

    def label(self, code: str) -> str:
        """Return a department's full name, highest first."""
        return " ".join(unit.name for unit in reversed(list(self.path(code))))


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleRule:
    """A job title's rank; `order` says which of two titles of one rank comes first."""

    rank: str
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RankRule:
    """A rank, highest first, and the kind of department its holders lead."""

    name: str
    order: int
    heads: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The city's editable tables."""

    titles: Mapping[str, TitleRule]
    ranks: Mapping[str, RankRule]

    def rank_order(self, rank: str) -> int:
        return self.ranks[rank].order

    def title_order(self, title: str) -> int:
        rule = self.titles.get(title)
        return rule.order if rule else len(self.titles)
