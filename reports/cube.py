"""Everybody's way from the base cycle to the current one, counted once; every figure is a sum over these counts.

A person met in both cycles in the same group stayed; in another group they moved (a promotion restarts the ladder);
met in one of them only they joined or left. Each count knows the group and the status then and now and nothing else,
so a cube of a few hundred numbers holds all the committee ever reads, and a frozen cube reproduces its figures.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import pandas as pd

from assessments.states import BELOW_LEVEL_1

LEVELS = (BELOW_LEVEL_1, 1, 2, 3, 4, 5)
NOT_ASSESSED = -1
"""No level is confirmed (未評価)."""
NOT_OBSERVABLE = -2
"""The confirmed rating is that nothing could be observed (判断材料なし): not assessed either."""
OUT_OF_SCOPE = -9
"""Stands for no status while pandas counts; a `Way` says None."""
STATUSES = (*LEVELS, NOT_ASSESSED, NOT_OBSERVABLE)


class Way(NamedTuple):
    """A kind of person: group and status in the base cycle and in the current one; None where out of scope."""

    then: str | None
    now: str | None
    before: int | None
    after: int | None

    @property
    def stayed(self) -> bool:
        return self.then is not None and self.then == self.now

    @property
    def joined(self) -> bool:
        return self.then is None

    @property
    def left(self) -> bool:
        return self.now is None

    @property
    def moved(self) -> bool:
        return self.then is not None and self.now is not None and self.then != self.now

    @property
    def followed(self) -> bool:
        """Tell whether the person stayed and had a level both times."""
        return self.stayed and is_level(self.before) and is_level(self.after)


type Cube = Mapping[Way, int]


def is_level(status: int | None) -> bool:
    return status is not None and status >= BELOW_LEVEL_1


def reached(status: int | None, level: int) -> bool:
    return status is not None and status >= level


def statuses(rows: pd.DataFrame) -> "pd.Series[int]":
    """Return the status of each row of `assessment_frame`."""
    status = rows["level"].fillna(NOT_ASSESSED).astype("int64")
    return status.mask(rows["not_observable"].astype(bool), NOT_OBSERVABLE)


def ways(now: pd.DataFrame, then: pd.DataFrame | None) -> pd.DataFrame:
    """Return one row a person met in either cycle: person, then, now, before, after (NA where out of scope)."""
    after = now.assign(after=statuses(now))[["person", "group", "after"]].rename(columns={"group": "now"})
    if then is None:
        return after.assign(then=None, before=OUT_OF_SCOPE)
    before = then.assign(before=statuses(then))[["person", "group", "before"]].rename(columns={"group": "then"})
    return before.merge(after, on="person", how="outer", validate="one_to_one")


def count(rows: pd.DataFrame) -> Cube:
    """Count the rows of `ways`."""
    # Numbers instead of missing values: pandas groups them many times faster.
    plain = rows[["then", "now"]].astype("object").where(rows[["then", "now"]].notna(), "")
    plain["before"] = pd.to_numeric(rows["before"]).fillna(OUT_OF_SCOPE).astype("int64")
    plain["after"] = pd.to_numeric(rows["after"]).fillna(OUT_OF_SCOPE).astype("int64")
    sizes = plain.groupby(["then", "now", "before", "after"], sort=True).size().reset_index()
    return {
        Way(then or None, now or None, _status(before), _status(after)): int(people)
        for then, now, before, after, people in sizes.itertuples(index=False, name=None)
    }


def _status(number: int) -> int | None:
    return None if number == OUT_OF_SCOPE else int(number)


def every_way(groups: Sequence[str], *, has_base: bool) -> Iterator[Way]:
    """Yield every way that could be taken, whether or not anybody took it."""
    for group, status in product(groups, STATUSES):
        yield Way(None, group, None, status)
        if has_base:
            yield Way(group, None, status, None)
    if has_base:
        for then, now, before, after in product(groups, groups, STATUSES, STATUSES):
            yield Way(then, now, before, after)


def total(cube: Cube, kept: Iterable[Way]) -> int:
    return sum(cube.get(way, 0) for way in kept)


def margin(cube: Cube, *, now: bool) -> dict[tuple[str, int], int]:
    """Return the people of each group and status in one of the two cycles."""
    counts: Counter[tuple[str, int]] = Counter()
    for way, people in cube.items():
        group, status = (way.now, way.after) if now else (way.then, way.before)
        if group is not None and status is not None:
            counts[group, status] += people
    return dict(counts)


def transitions(cube: Cube, group: str) -> list[list[int]]:
    """Return the 6x6 table of people who stayed with a level both times: rows before, columns after."""
    return [[cube.get(Way(group, group, before, after), 0) for after in LEVELS] for before in LEVELS]
