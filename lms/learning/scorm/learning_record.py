"""A learning record as JSON: what `manage.py learning_record` prints, for checks from the shell."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from curriculum.kinds import ModuleKind
from curriculum.models import Module
from lms.learning.record.models import Enrolment, ModuleProgress
from lms.learning.record.states import Completion, Success
from lms.learning.scorm import sharing
from lms.learning.scorm.histories import AttemptHistory, Call, CommitLine, ItemHistory, SessionHistory, attempts_at
from lms.learning.scorm.requirements import Requirements, Store

type Json = Mapping[str, object]


def learning_record(enrolment: Enrolment) -> Json:
    """Return all that is recorded of an enrolment.

    `items` are those of the newest attempt at each package, as the course stands today; `modules` hold every attempt.
    """
    modules = list(Module.objects.filter(course_version=enrolment.course_version_id).order_by("order"))
    progress = {row.module_id: row for row in ModuleProgress.objects.filter(enrolment=enrolment)}
    histories = {
        module.pk: attempts_at(enrolment, module, with_commits=True)
        for module in modules
        if module.kind == ModuleKind.SCORM
    }
    newest = [histories[module.pk][0] for module in modules if histories.get(module.pk)]
    return {
        "enrolment": str(enrolment.uuid),
        "staff_no": enrolment.learner.staff_no,
        "course": enrolment.course_version.course.slug,
        "state": enrolment.state,
        "completed_at": _time(enrolment.completed_at),
        "items": [_item(item, attempt) for attempt in newest for item in attempt.items],
        "modules": [_module(module, progress.get(module.pk), histories.get(module.pk, [])) for module in modules],
    }


def _module(module: Module, progress: ModuleProgress | None, attempts: list[AttemptHistory]) -> Json:
    return {
        "module": str(module.uuid),
        "title": module.title,
        "kind": module.kind,
        "state": progress.state if progress else "not_started",
        "completion": progress.completion if progress else Completion.NOT_ATTEMPTED,
        "success": progress.success if progress else Success.UNKNOWN,
        "score": _number(progress.score if progress else None),
        "seconds": progress.seconds if progress else 0,
        "attempts": [_attempt(attempt) for attempt in attempts],
    }


def _attempt(history: AttemptHistory) -> Json:
    attempt = history.attempt
    return {
        "number": attempt.number,
        "state": attempt.state,
        "package_version": attempt.package_version.number,
        "sha256": attempt.package_version.sha256,
        "completion": attempt.completion,
        "success": attempt.success,
        "score": _number(attempt.score),
        "started_at": _time(attempt.started_at),
        "ended_at": _time(attempt.ended_at),
        "items": [_item(item, history) for item in history.items],
    }


def _item(history: ItemHistory, attempt: AttemptHistory) -> Json:
    """One item: its best outcome, and the data the package left, which the next launch gives back."""
    state = history.state
    last = history.sessions[-1].session if history.sessions else None
    return {
        "id": history.item.identifier,
        "title": history.item.title,
        "attempt": attempt.attempt.number,
        "completion": state.completion if state else Completion.NOT_ATTEMPTED,
        "success": state.success if state else Success.UNKNOWN,
        "score": {"scaled": _number(state.score if state else None), **_numbers(history.score_parts)},
        "location": history.location,
        "suspend_data": history.suspend_data,
        "total_time": history.total_time_text,
        "total_seconds": float(history.total_time),
        "entry": history.next_entry,
        "last_entry": last.entry if last else "",
        "data": dict(history.values),
        "shared_data": sharing.load(attempt.attempt.enrolment.learner_id, attempt.attempt, _readable(history.rules)),
        "sessions": [_session(session) for session in history.sessions],
    }


def _readable(rules: Requirements) -> list[Store]:
    """Return the item's shared data, those included that the package may only write."""
    return [replace(store, read=True) for store in rules.stores]


def _session(history: SessionHistory) -> Json:
    session = history.session
    return {
        "session": str(session.uuid),
        "state": session.state,
        "ending": session.ending,
        "mode": session.mode,
        "entry": session.entry,
        "started_at": _time(session.started_at),
        "last_at": _time(session.last_at),
        "ended_at": _time(session.ended_at),
        "session_time": session.session_time,
        "seconds": session.seconds,
        "commits": [_commit(line) for line in history.commits],
    }


def _commit(line: CommitLine) -> Json:
    return {
        "sequence": line.commit.sequence,
        "kind": line.commit.kind,
        "received_at": _time(line.commit.received_at),
        "values": dict(line.values),
        "refused": line.refused,
        "calls": [_call(call) for call in line.calls],
    }


def _call(call: Call) -> Json:
    return {
        "at": call.at,
        "method": call.method,
        "arguments": call.arguments,
        "answer": call.answer,
        "error": call.error,
    }


def _numbers(parts: Mapping[str, str]) -> dict[str, float]:
    return {part: float(text) for part, text in parts.items() if part != "scaled"}


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
