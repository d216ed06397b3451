"""A small city as plain values, and the difference a roster makes to it."""

from collections.abc import Iterable, Mapping
from datetime import date

from lms.people.roster.city import City, RankRule, Rules, TitleRule
from lms.people.roster.diff import Difference, Facts, difference
from lms.people.roster.problems import Problem
from lms.people.roster.raters import Key
from lms.people.roster.sheet import read_sheet
from tests.people.rosters import Line, as_text

ON = date(2026, 4, 1)
RANKS = {
    "director": RankRule(name="部長級", order=0, heads="bureau"),
    "division_head": RankRule(name="課長級", order=1, heads="division"),
    "section_chief": RankRule(name="係長級", order=2, heads="section"),
    "senior_staff": RankRule(name="主任級", order=3),
    "staff": RankRule(name="主事級", order=4),
    "fiscal_year_staff": RankRule(name="会計年度任用職員", order=5),
}
TITLES = {
    "部長": "director",
    "部次長": "director",
    "課長": "division_head",
    "参事": "division_head",
    "係長": "section_chief",
    "副主幹": "section_chief",
    "園長": "section_chief",
    "主任": "senior_staff",
    "主査": "senior_staff",
    "主事": "staff",
    "技師": "staff",
    "保健師": "staff",
    "会計年度任用職員": "fiscal_year_staff",
}
RULES = Rules(
    ranks=RANKS, titles={title: TitleRule(rank=rank, order=order) for order, (title, rank) in enumerate(TITLES.items())}
)
EMPTY = Facts(on=ON, city=City(), rules=RULES)


def compare(facts: Facts, lines: Iterable[Mapping[str, str]], *, is_full: bool = True) -> Difference:
    """Return the difference a roster makes; a line that cannot be read is a mistake of the test."""
    sheet = read_sheet(as_text(lines), {})
    assert sheet.problems == []
    return difference(facts, sheet.rows, is_full=is_full, columns=sheet.columns.position)


def facts_after(found: Difference, *, on: date = ON, overrides: Mapping[Key, str] | None = None) -> Facts:
    """Return the facts once a difference is true."""
    kept = {key: rating.rater for key, rating in found.ratings.items() if rating.is_override}
    return Facts(
        on=on,
        city=found.city,
        rules=RULES,
        known=dict(found.city.people),
        ratings=found.ratings,
        overrides=kept | dict(overrides or {}),
    )


def facts_of(lines: Iterable[Line], *, on: date = ON) -> Facts:
    return facts_after(compare(EMPTY, lines), on=on)


def kinds(found: Difference) -> dict[str, int]:
    return {kind: count for kind, count in found.counts.items() if count}


def codes(problems: Iterable[Problem]) -> list[str]:
    return sorted(problem.code for problem in problems if problem.severity == "error")
