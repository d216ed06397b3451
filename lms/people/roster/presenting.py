"""A roster load as its page shows it: stages, tiles, lines before → after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import pgettext

from lms.people.models import Rank, RosterChange, RosterLoad
from lms.people.roster import words

Kind = RosterChange.Kind
State = RosterLoad.State

# Which facts stand in the two columns of a kind's list.
SHOWN = {
    Kind.JOIN: ("department", "title"),
    Kind.LEAVE: ("department", "title"),
    Kind.MOVE: ("department", "title"),
    Kind.PROMOTE: ("title", "rank"),
    Kind.REORGANISE: ("department", "code", "unit_kind"),
}
STAGES = (State.UPLOADED, State.CHECKING, State.READY, State.APPLIED)
# Where each state stands in the line of stages, and whether that stage is over.
STAGE_OF = {
    State.UPLOADED: 1,
    State.CHECKING: 1,
    State.READY: 2,
    State.REFUSED: 2,
    State.DISCARDED: 2,
    State.APPLYING: 3,
    State.APPLIED: 4,
    State.UNDONE: 4,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    kind: str
    label: str
    count: int
    current: bool
    warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a list: a person or department, before and after; or a problem and its remedy."""

    line: int | None
    staff_no: str
    name: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    severity: str = ""
    severity_label: str = ""
    message: str = ""
    remedy: str = ""


def stages(load: RosterLoad) -> list[dict[str, object]]:
    names = (
        pgettext("roster", "Upload"),
        pgettext("roster", "Check"),
        pgettext("roster", "Look at the difference"),
        pgettext("roster", "Apply"),
    )
    here = STAGE_OF[State(load.state)]
    return [
        {"label": name, "state": "done" if index < here else "current" if index == here else "todo"}
        for index, name in enumerate(names)
    ]


def tiles(load: RosterLoad, current: str) -> list[Tile]:
    """Return the counts by kind; problems first when there are any, last otherwise."""
    counts: Mapping[str, int] = load.summary.get("counts", {})
    problems = load.summary.get("errors", 0) + load.summary.get("warnings", 0)
    found = [
        Tile(kind=kind, label=str(kind.label), count=counts.get(kind, 0), current=kind == current)
        for kind in Kind
        if kind != Kind.PROBLEM
    ]
    problem = Tile(
        kind=Kind.PROBLEM,
        label=str(Kind.PROBLEM.label),
        count=problems,
        current=current == Kind.PROBLEM,
        warning=problems > 0,
    )
    return [problem, *found] if problems else [*found, problem]


def first_kind(load: RosterLoad) -> str:
    """Return the list to open with: problems if there are any, else the first kind that has lines."""
    if load.summary.get("errors") or load.summary.get("warnings"):
        return Kind.PROBLEM
    counts: Mapping[str, int] = load.summary.get("counts", {})
    return next((kind for kind in Kind if counts.get(kind)), Kind.JOIN)


def lines(changes: Iterable[RosterChange]) -> list[Line]:
    ranks = dict(Rank.objects.values_list("key", "name"))
    return [_problem(change) if change.kind == Kind.PROBLEM else _change(change, ranks) for change in changes]


def _problem(change: RosterChange) -> Line:
    return Line(
        line=change.line,
        staff_no=change.staff_no,
        name=change.name,
        severity=change.severity,
        severity_label=str(RosterChange.Severity(change.severity).label),
        message=words.message(change.code, change.details),
        remedy=words.remedy(change.code),
    )


def _change(change: RosterChange, ranks: Mapping[str, str]) -> Line:
    names = SHOWN.get(Kind(change.kind))
    return Line(
        line=change.line,
        staff_no=change.staff_no,
        name=change.name,
        before=_shown(change.before, names, ranks),
        after=_shown(change.after, names, ranks),
    )


def _shown(facts: Mapping[str, object], names: tuple[str, ...] | None, ranks: Mapping[str, str]) -> tuple[str, ...]:
    if "posts" in facts:
        posts = facts["posts"]
        return tuple(words.post_label(*post) for post in posts) if isinstance(posts, list) else ()
    if names is None:
        return tuple(f"{words.field_label(name)}: {_value(name, value, ranks)}" for name, value in facts.items())
    return tuple(_value(name, facts[name], ranks) for name in names if facts.get(name))


def _value(name: str, value: object, ranks: Mapping[str, str]) -> str:
    return ranks.get(str(value), str(value)) if name == "rank" else words.value_label(name, value)


def refusal(code: str) -> str:
    """Return the sentence for a step that could not be taken."""
    return str(words.REFUSALS[code]) if code else ""
