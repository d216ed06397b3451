"""What a package said and what became of it: attempts, items, sessions and their commits, for people and for checks.

Reads only. `explanations` puts the same into words, `learning_record` into JSON.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from curriculum.models import Module, PackageItem
from lms.learning.record.models import Enrolment
from lms.learning.record.outcomes import Outcome
from lms.learning.scorm import cmi, durations, requirements, status
from lms.learning.scorm.cmi import BadData, Standard
from lms.learning.scorm.interactions import Interaction, Objective, interactions, objectives
from lms.learning.scorm.models import Attempt, CmiState, ScormCommit, ScormSession
from lms.learning.scorm.queries import items_of
from lms.learning.scorm.requirements import Requirements
from lms.learning.scorm.states import CommitKind, Ending, SessionState
from lms.lib.text import shown

SHOWN_CALLS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a package to its run-time, as the browser noted it."""

    at: str
    method: str
    arguments: tuple[str, ...]
    answer: str
    error: str


@dataclass(frozen=True, kw_only=True)
class CommitLine:
    """One accepted commit: what it brought, what of it was not taken, and the calls that led to it."""

    commit: ScormCommit
    standard: Standard

    @cached_property
    def _body(self) -> Mapping[str, Any]:
        body = json.loads(self.commit.body)
        return body if isinstance(body, Mapping) else {}

    @property
    def kind(self) -> CommitKind:
        return CommitKind(self.commit.kind)

    @property
    def refused(self) -> list[str]:
        return self.commit.refused.splitlines()

    @cached_property
    def values(self) -> Mapping[str, str]:
        """Return the elements it was taken at its word for."""
        try:
            return cmi.read(self.standard, self._body.get("cmi", {})).values
        except BadData:
            return {}

    @property
    def shown_values(self) -> Mapping[str, str]:
        """Return the values as a page can show them; packages write what no encoding holds."""
        return {element: shown(value) for element, value in self.values.items()}

    @cached_property
    def calls(self) -> list[Call]:
        noted = self._body.get("calls")
        return list(_calls(noted)) if isinstance(noted, list) else []


def _calls(noted: Iterable[object]) -> Iterator[Call]:
    """Read what a browser noted; it came from outside, so whatever is not a call is passed over."""
    for entry in noted:
        if isinstance(entry, list) and len(entry) == 5 and isinstance(entry[2], list):
            at, method, arguments, answer, error = entry
            yield Call(
                at=shown(str(at)),
                method=shown(str(method)),
                arguments=tuple(shown(str(argument)) for argument in arguments),
                answer=shown(str(answer)),
                error=shown(str(error)),
            )


@dataclass(frozen=True, kw_only=True)
class SessionHistory:
    session: ScormSession
    commits: Sequence[CommitLine] = ()

    @property
    def is_open(self) -> bool:
        return self.session.state == SessionState.OPEN


@dataclass(frozen=True, kw_only=True)
class ItemHistory:
    """One item of an attempt: what the package last said about it, and its best outcome."""

    item: PackageItem
    state: CmiState | None = None
    sessions: Sequence[SessionHistory] = field(default_factory=list)

    @property
    def standard(self) -> Standard:
        return Standard(self.item.version.standard)

    @cached_property
    def rules(self) -> Requirements:
        return requirements.from_item(
            mastery_score=self.item.mastery_score,
            completion_threshold=self.item.completion_threshold,
            sequencing=self.item.sequencing or {},
            data_maps=self.item.data_maps,
        )

    @property
    def open_session(self) -> ScormSession | None:
        """Return the session that holds the item's data, while one does."""
        return next((one.session for one in self.sessions if one.is_open and one.session.last_sequence), None)

    @cached_property
    def values(self) -> Mapping[str, str]:
        """Return the run-time data as it now stands."""
        holder = self.open_session or self.state
        return cmi.loads(holder.data) if holder else {}

    @property
    def total_time(self) -> Decimal:
        """Return cmi.total_time as the next launch would give it out."""
        session = self.open_session
        if session:
            return durations.total(session.total_time, durations.parse(session.session_time))
        return Decimal(self.state.total_time) if self.state else Decimal(0)

    @property
    def total_time_text(self) -> str:
        write = durations.timespan if self.standard is Standard.SCORM12 else durations.duration
        return write(self.total_time)

    @property
    def next_entry(self) -> str:
        """Return the word with which the next launch enters; an open session counts as left."""
        ending = Ending.LOST if self.open_session else Ending(self.state.ended if self.state else "")
        before = cmi.Before(
            ending=ending,
            exit=self.values.get(cmi.EXIT[self.standard], ""),
            has_progress=cmi.has_progress(self.values),
        )
        return cmi.entry(self.standard, before)

    @property
    def outcome(self) -> Outcome:
        """Return what the data says now; the best so far is `state`'s."""
        finished = [one.session for one in self.sessions if one.session.ending == Ending.FINISHED]
        has_ended = bool(finished) and self.values.get(cmi.EXIT[self.standard]) != "suspend"
        return status.outcome_of(self.standard, self.values, self.rules, has_ended=has_ended)

    def value(self, in_12: str, in_2004: str) -> str:
        return self.values.get(in_12 if self.standard is Standard.SCORM12 else in_2004, "")

    @property
    def location(self) -> str:
        return self.value("cmi.core.lesson_location", "cmi.location")

    @cached_property
    def interactions(self) -> list[Interaction]:
        return interactions(self.standard, self.values)

    @cached_property
    def objectives(self) -> list[Objective]:
        return objectives(self.standard, self.values)

    @property
    def suspend_data(self) -> str:
        return self.values.get("cmi.suspend_data", "")

    @property
    def score_parts(self) -> dict[str, str]:
        prefix = "cmi.core.score." if self.standard is Standard.SCORM12 else "cmi.score."
        found = {part: self.values.get(prefix + part, "") for part in ("raw", "min", "max", "scaled")}
        return {part: text for part, text in found.items() if text}


@dataclass(frozen=True, kw_only=True)
class AttemptHistory:
    attempt: Attempt
    items: Sequence[ItemHistory]

    @property
    def sessions(self) -> list[SessionHistory]:
        return sorted((one for item in self.items for one in item.sessions), key=lambda one: one.session.pk)

    @property
    def last_at(self) -> datetime | None:
        return max((one.session.last_at for one in self.sessions), default=None)


def attempts_at(enrolment: Enrolment, module: Module, *, with_commits: bool = False) -> list[AttemptHistory]:
    """Return every attempt at a module, the newest first, in as many queries however many there are."""
    attempts = Attempt.objects.filter(enrolment=enrolment, module=module)
    found = list(attempts.select_related("package_version").defer("package_version__report").order_by("-number"))
    states = list(CmiState.objects.filter(attempt__in=found))
    sessions = list(ScormSession.objects.filter(attempt__in=found).order_by("pk"))
    commits = commits_of(sessions) if with_commits else {}
    return [_attempt(attempt, states, sessions, commits) for attempt in found]


def commits_of(sessions: Iterable[ScormSession]) -> dict[int, list[CommitLine]]:
    """Return the commits of sessions in the order they counted."""
    standards = {session.pk: Standard(session.standard) for session in sessions}
    lines: dict[int, list[CommitLine]] = {pk: [] for pk in standards}
    for commit in ScormCommit.objects.filter(session__in=standards).order_by("session", "sequence"):
        lines[commit.session_id].append(CommitLine(commit=commit, standard=standards[commit.session_id]))
    return lines


def _attempt(
    attempt: Attempt,
    states: Iterable[CmiState],
    sessions: Iterable[ScormSession],
    commits: Mapping[int, Sequence[CommitLine]],
) -> AttemptHistory:
    own = {state.item_id: state for state in states if state.attempt_id == attempt.pk}
    by_state: dict[int, list[SessionHistory]] = {}
    for session in sessions:
        history = SessionHistory(session=session, commits=commits.get(session.pk, ()))
        by_state.setdefault(session.cmi_id, []).append(history)
    launchable = [item for item in items_of(attempt.package_version.uuid) if item.launch]
    return AttemptHistory(
        attempt=attempt,
        items=[
            ItemHistory(
                item=item,
                state=own.get(item.pk),
                sessions=by_state.get(own[item.pk].pk, ()) if item.pk in own else (),
            )
            for item in launchable
        ],
    )
