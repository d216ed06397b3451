"""How the explorer says its numbers: rows with the address of the people behind each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.cohorts import DRILLS, Cohort, Named
from reports.cube import LEVELS
from reports.figures import DEFINITION, share_of
from reports.learning.lists import Listing, columns_of, day_words
from reports.words import bounds_words, group_name, level_name, percent_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number on the page and where its people are listed (nothing for shares and empty cells)."""

    text: str
    url: str = ""
    label: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    label: str
    numbers: list[Number]


def finding(cut: Cohort) -> str:
    """Return the headline: the people followed, both ways and net, never one way alone."""
    moves = cut.figures.moves
    if moves is None or not moves.people:
        return _("%(group)s: nobody to follow between two cycles") % {"group": group_name(cut.group)}
    return _("%(group)s: of %(people)s people followed, %(up)s rose and %(down)s fell (net %(net)s)") % {
        "group": group_name(cut.group),
        "people": f"{moves.people:,}",
        "up": f"{moves.up:,}",
        "down": f"{moves.down:,}",
        "net": signed(moves.up - moves.down),
    }


def signed(number: int) -> str:
    return f"{number:+,}".replace("-", "−") if number else "±0"


def standing_rows(cut: Cohort, address: str) -> list[Row]:
    """Return 在籍者 (base, now) beside the fixed cohort (then, now): two answers to two questions."""
    counts, then, now = cut.figures.counts, cut.followed_then, cut.followed_now
    followed = counts["followed"]
    rows = [
        Row(
            label=_("In scope"),
            numbers=[
                people(counts["base_in_scope"], address, "base"),
                people(counts["in_scope"], address, "now"),
                people(followed, address, "followed"),
                people(followed, address, "followed"),
            ],
        ),
        Row(
            label=_("Assessed"),
            numbers=plain(counts["base_assessed"], counts["assessed"], followed, followed),
        ),
        Row(label=_("Not assessed"), numbers=plain(counts["base_not_assessed"], counts["not_assessed"], 0, 0)),
    ]
    for level in LEVELS:
        numbers = plain(cut.base_levels[level], counts[f"level_{level}"], then[level], now[level])
        rows.append(Row(label=level_name(level), numbers=numbers))
    for level in (3, 4):
        rows += _reached_rows(cut, level)
    return rows


def _reached_rows(cut: Cohort, level: int) -> Iterator[Row]:
    counts, followed = cut.figures.counts, cut.figures.counts["followed"]
    at_least = [sum(side[each] for each in LEVELS if each >= level) for side in (cut.followed_then, cut.followed_now)]
    name = _("%(level)s or above") % {"level": level_name(level)}
    yield Row(label=name, numbers=plain(counts[f"base_ge{level}"], counts[f"ge{level}"], *at_least))
    shares = [
        share_of(counts[f"base_ge{level}"], assessed=counts["base_assessed"], in_scope=counts["base_in_scope"]),
        share_of(counts[f"ge{level}"], assessed=counts["assessed"], in_scope=counts["in_scope"]),
        *(share_of(count, assessed=followed, in_scope=followed) for count in at_least),
    ]
    yield Row(
        label=_("%(level)s or above, of those assessed") % {"level": level_name(level)},
        numbers=[Number(text=percent_words(share.of_assessed)) for share in shares],
    )
    yield Row(
        label=_("%(level)s or above, bounds of everyone in scope") % {"level": level_name(level)},
        numbers=[Number(text=bounds_words(share)) for share in shares],
    )


def transition_rows(cut: Cohort, address: str) -> list[Row]:
    """Return the 6x6 table with a sum at the end of each row, and the sums of the columns below."""
    table = cut.transitions
    rows = [
        Row(
            label=level_name(before),
            numbers=[
                *(
                    people(count, address, f"{before}-{after}", kind=_direction(before, after))
                    for after, count in zip(LEVELS, table[before], strict=True)
                ),
                Number(text=f"{sum(table[before]):,}"),
            ],
        )
        for before in LEVELS
    ]
    columns = [sum(column) for column in zip(*table, strict=True)]
    return [*rows, Row(label=_("Together"), numbers=plain(*columns, sum(columns)))]


def _direction(before: int, after: int) -> str:
    if before == after:
        return "same"
    return "up" if after > before else "down"


def change_rows(cut: Cohort, address: str) -> list[Row]:
    """Return what the change at levels 3 and 4 or above is made of, and the people behind each part."""
    made = cut.figures.composition
    if made is None:
        return []
    three, four = made.level_3, made.level_4
    return [
        _change_row(_("Base cycle"), cut.figures.counts["base_in_scope"], "base", three.before, four.before, address),
        *(
            _change_row(label, count, drill, *effect, address, is_change=True)
            for label, count, drill, effect in (
                (_("Stayed: gained"), made.stayers, "stayers", (three.gained, four.gained)),
                (_("Stayed: lost"), made.stayers, "stayers", (-three.lost, -four.lost)),
                (_("Came into scope"), made.joiners, "joined", (three.joined, four.joined)),
                (_("Left the scope"), made.leavers, "left", (-three.left, -four.left)),
                (_("Moved in from another group"), made.moved_in, "moved_in", (three.moved_in, four.moved_in)),
                (_("Moved out to another group"), made.moved_out, "moved_out", (-three.moved_out, -four.moved_out)),
            )
        ),
        _change_row(_("Current cycle"), cut.figures.in_scope, "now", three.now, four.now, address),
    ]


def _change_row(
    label: str, count: int, drill: str, three: int, four: int, address: str, *, is_change: bool = False
) -> Row:
    say = signed if is_change else "{:,}".format
    return Row(label=label, numbers=[people(count, address, drill), Number(text=say(three)), Number(text=say(four))])


def people(count: int, address: str, drill: str, *, kind: str = "") -> Number:
    """Return a count that leads to its people, where there are any."""
    url = f"{address}&who={drill}" if count else ""
    return Number(text=f"{count:,}", url=url, label=drill_words(drill), kind=kind)


def plain(*counts: int) -> list[Number]:
    return [Number(text=f"{count:,}") for count in counts]


def drill_words(drill: str) -> str:
    """Say whom a number stands for."""
    words = {
        "now": _("In the group in the current cycle"),
        "base": _("In the group in the base cycle"),
        "stayers": _("In the group both times"),
        "followed": _("Same people, with a level both times"),
        "joined": _("Came into scope"),
        "left": _("Left the scope"),
        "moved_in": _("Moved in from another group"),
        "moved_out": _("Moved out to another group"),
        "up": _("All moves up"),
        "down": _("All moves down"),
    }
    if drill in DRILLS:
        return words[drill]
    before, _dash, after = drill.partition("-")
    return _("From %(before)s to %(after)s") % {"before": level_name(int(before)), "after": level_name(int(after))}


def names_listing(cut: Cohort, drill: str, people: Sequence[Named], taken: str) -> Listing:
    """Return the people behind a number as a file's content."""
    widths = (
        (_("Staff number"), 0.1),
        (_("Name"), 0.18),
        (_("Kana"), 0.18),
        (_("Department"), 0.26),
        (_("Then"), 0.14),
        (_("Now"), 0.14),
    )
    as_of = _("%(cycle)s, as of %(on)s; definition %(definition)s") % {
        "cycle": cut.cycle.name,
        "on": day_words(cut.filters.as_of),
        "definition": DEFINITION,
    }
    return Listing(
        title=f"{drill_words(drill)} — {group_name(cut.group)}",
        notes=[as_of, _("For development only: never for personnel evaluation."), taken],
        columns=columns_of(widths),
        rows=[
            (person.staff_no, person.name, person.kana, person.department, person.before_words, person.after_words)
            for person in people
        ],
    )
