"""部ごとの小さな図: each 部 of a cut as one small chart, the base cycle above the current one, on every face the same.

It is HR's own, like the explorer it belongs to: exact counts, nothing withheld, nothing below 部. The 部 stand in the
order of the organisation, never by their figures.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd
from django.utils.translation import gettext as _

from lms.people.queries import DepartmentTree, department_tree
from reports.charts import multiples_chart
from reports.cohorts import Cohort
from reports.cube import LEVELS
from reports.figures import DEFINITION
from reports.learning.lists import Cell, Listing, columns_of, day_words
from reports.words import group_name, level_name, percent_words

FEWEST_TO_COMPARE = 30
"""Below it a 部's share says more than it knows, so the headline leaves it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The people of a 部 in one cycle: those at each level, and those without one."""

    levels: Mapping[int, int]
    not_assessed: int

    @property
    def assessed(self) -> int:
        return sum(self.levels.values())

    @property
    def in_scope(self) -> int:
        return self.assessed + self.not_assessed

    def at_least(self, level: int) -> int:
        return sum(people for each, people in self.levels.items() if each >= level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One 部: the base cycle (empty where there is none) and the current one."""

    name: str
    base: Standing
    now: Standing


def panels(cut: Cohort) -> list[Panel]:
    """Return a panel for each 部 that has people of the cut's group; together they are the whole cut."""
    tree = department_tree(cut.cycle.reference_on)
    tops = _tops(tree)
    place = cut.rows["department"].map(tops).fillna("")
    names = [*(root.path for root in tree.roots), ""]
    found = []
    for name in dict.fromkeys(names):
        rows = cut.rows[place == name]
        base, now = _standing(rows, cut.group.key, "then", "before"), _standing(rows, cut.group.key, "now", "after")
        if base.in_scope or now.in_scope:
            found.append(Panel(name=name or _("No department on the day"), base=base, now=now))
    return found


def _tops(tree: DepartmentTree) -> dict[int, str]:
    return {node.id: root.path for root in tree.roots for node in root.walk()}


def _standing(rows: pd.DataFrame, group: str, where: str, status: str) -> Standing:
    counts = pd.to_numeric(rows.loc[rows[where] == group, status]).value_counts()
    levels = {level: int(counts.get(level, 0)) for level in LEVELS}
    return Standing(levels=levels, not_assessed=int(counts.sum()) - sum(levels.values()))


def finding(cut: Cohort, found: Sequence[Panel]) -> str:
    """Return the headline: how far the 部 lie apart, naming none."""
    shares = [
        Fraction(panel.now.at_least(3), panel.now.assessed)
        for panel in found
        if panel.now.assessed >= FEWEST_TO_COMPARE
    ]
    group = group_name(cut.group)
    if not shares:
        return _("%(group)s: no department has thirty people assessed") % {"group": group}
    return _("%(group)s: by department %(low)s to %(high)s of those assessed stand at %(level)s or above") % {
        "group": group,
        "low": percent_words(min(shares)),
        "high": percent_words(max(shares)),
        "level": level_name(3),
    }


def heads() -> list[str]:
    """Return the headings of the table beside the chart."""
    at_least = [_("%(level)s or above") % {"level": level_name(level)} for level in (3, 4)]
    levels = [level_name(level) for level in LEVELS]
    return [_("Department"), _("Cycle"), _("In scope"), _("Not assessed"), *levels, *at_least]


def table(cut: Cohort, found: Sequence[Panel]) -> Iterator[tuple[str | int, ...]]:
    """Yield the numbers of the chart: two rows a 部, one where there is no base cycle."""
    for panel in found:
        if cut.base:
            yield panel.name, cut.base.name, *_numbers(panel.base)
        yield panel.name, cut.cycle.name, *_numbers(panel.now)


def _numbers(standing: Standing) -> tuple[int, ...]:
    levels = (standing.levels[level] for level in LEVELS)
    return standing.in_scope, standing.not_assessed, *levels, standing.at_least(3), standing.at_least(4)


def listing(cut: Cohort) -> Listing:
    """Return chart and table as a file's content."""
    found = panels(cut)
    rows: list[Sequence[Cell]] = list(table(cut, found))
    widths = [0.16, 0.14, *[0.07] * (len(heads()) - 2)]
    facts = {"cycle": cut.cycle.name, "on": day_words(cut.cycle.reference_on), "definition": DEFINITION}
    return Listing(
        title=finding(cut, found),
        notes=[
            _("%(cycle)s, as of %(on)s; definition %(definition)s") % facts,
            _("For HR only: exact counts. Departments differ in their work, so this is no ranking."),
        ],
        columns=columns_of(zip(heads(), widths, strict=True)),
        rows=rows,
        picture=multiples_chart(found, image_format="png"),
    )
