"""Who rates whom by the organisation: 係長 → 課長 → 部長; a vacancy climbs; nobody rates themselves (R08)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lms.people.roster import values
from lms.people.roster.city import City, Person, Post, Rules

FIRST = "first"
SECOND = "second"
ROLES = (FIRST, SECOND)

type Key = tuple[str, str]  # staff number, role
HEADING_KINDS = (values.MAIN, values.ACTING, values.CONCURRENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """The rater of one person in one role, and whether somebody set it by hand."""

    rater: str
    is_override: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The one who leads a department, and through which kind of post."""

    person: Person
    kind: str


def derive(city: City, rules: Rules, overrides: Mapping[Key, str]) -> dict[Key, Rating]:
    """Return each person's first and second rater; an override stands as long as its rater can rate."""
    heads = department_heads(city, rules)
    found: dict[Key, Rating] = {}
    for person in city.people.values():
        taken = {person.staff_no}
        climb = _above(person, city, heads, rules)
        for role in ROLES:
            chosen = overrides.get((person.staff_no, role))
            if chosen and chosen not in taken and can_rate(city, chosen):
                found[person.staff_no, role] = Rating(rater=chosen, is_override=True)
                taken.add(chosen)
                continue
            rater = next((head for head in climb if head.staff_no not in taken), None)
            # A second rater without a first would confirm what nobody rated.
            if rater is None or (role == SECOND and (person.staff_no, FIRST) not in found):
                continue
            found[person.staff_no, role] = Rating(rater=rater.staff_no)
            taken.add(rater.staff_no)
    return found


def can_rate(city: City, staff_no: str) -> bool:
    """Tell whether a person is here on the date, neither on leave nor seconded."""
    person = city.people.get(staff_no)
    return person is not None and not person.is_away


def department_heads(city: City, rules: Rules) -> dict[str, Head]:
    """Return who leads each department; a department whose own head is missing or away has none."""
    parents = {unit.parent for unit in city.units.values()}
    best: dict[str, tuple[tuple[object, ...], Head]] = {}
    for person in city.people.values():
        if person.is_away:
            continue
        for post in person.posts:
            if post.kind in HEADING_KINDS and _may_head(post, city, rules, is_leaf=post.unit not in parents):
                key = _precedence(post, person, rules)
                if post.unit not in best or key < best[post.unit][0]:
                    best[post.unit] = (key, Head(person=person, kind=post.kind))
    return {unit: head for unit, (_key, head) in best.items()}


def _may_head(post: Post, city: City, rules: Rules, *, is_leaf: bool) -> bool:
    """A department with others below it wants the rank that leads its kind; one without takes any leading rank.

    So a 保育所 placed as a 課 is led by its 園長 (係長級), while a 課 of several 係 without a 課長 is not led by
    a 副主幹 who happens to stand there.
    """
    unit = city.units.get(post.unit)
    if unit is None or not rules.ranks[post.rank].heads:
        return False
    if is_leaf:
        return True
    leading = [rank.order for rank in rules.ranks.values() if rank.heads == unit.kind]
    return bool(leading) and rules.rank_order(post.rank) <= max(leading)


def _precedence(post: Post, person: Person, rules: Rules) -> tuple[object, ...]:
    return (
        rules.rank_order(post.rank),
        HEADING_KINDS.index(post.kind),
        rules.title_order(post.title),
        person.staff_no,
    )


def _above(person: Person, city: City, heads: Mapping[str, Head], rules: Rules) -> Iterator[Person]:
    """Yield the heads over a person, nearest first.

    Each outranks the person, or shares the rank and leads the person's own department by main post. That order is
    strict, so derived chains never close into a loop.
    """
    main = person.main
    if main is None:
        return
    own_order = rules.rank_order(main.rank)
    for unit in city.path(main.unit):
        head = heads.get(unit.code)
        if head is None or head.person.staff_no == person.staff_no or head.person.main is None:
            continue
        order = rules.rank_order(head.person.main.rank)
        leads_own = unit.code == main.unit and head.kind == values.MAIN
        if order < own_order or (order == own_order and leads_own):
            yield head.person


def first_raters(ratings: Mapping[Key, Rating]) -> dict[str, str]:
    """Return who rates whom first."""
    return {person: rating.rater for (person, role), rating in ratings.items() if role == FIRST}


def circles[K](rated_by: Mapping[K, K]) -> list[tuple[K, ...]]:
    """Return each closed chain of raters, such as A → B → A, beginning at its smallest number."""
    done: set[K] = set()
    found: list[tuple[K, ...]] = []
    for start in sorted(rated_by, key=str):
        chain: dict[K, int] = {}
        here: K | None = start
        while here is not None and here not in done and here not in chain:
            chain[here] = len(chain)
            here = rated_by.get(here)
        if here is not None and here in chain:
            circle = list(chain)[chain[here] :]
            first = circle.index(min(circle, key=str))
            found.append((*circle[first:], *circle[:first]))
        done.update(chain)
    return found
