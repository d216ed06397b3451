"""HR's actions on who rates and until when: another rater, a deputy, a longer time. Each with a reason."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.errors import Refused
from assessments.locks import is_open, locked_all, locked_cycle
from assessments.models import Assessment, Chair, Cycle, Deputy, Extension, RaterChange
from assessments.queries import newest_answer
from assessments.states import CONFIRMED_STATES, CycleState, Move, View, after
from lms.people import audit
from lms.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Whose assessments changed, and whose were left with the reason in words."""

    changed: tuple[Assessment, ...]
    left: tuple[tuple[Assessment, str], ...]


@transaction.atomic
def reassign(
    assessments: Iterable[Assessment], raters: Mapping[Chair, User | None], *, reason: str, by: User, at: datetime
) -> Done:
    """Give people another rater in one chair, or in both at once, as when each head moves up by one.

    A new first rater begins blind: what the former one wrote is kept but counts no more. A finished rating stays with
    whoever gave it, so its first rater cannot be changed; the second rater can, until they have confirmed. Nobody
    rates themselves, and one person is never both raters.
    """
    reason = _given(reason)
    changed, left = [], []
    for row in locked_all(assessments):
        moves, problems = _possible(row, raters)
        left += [(row, problem) for problem in problems]
        for chair, rater in moves.items():
            _give_to(row, chair, rater, reason=reason, by=by, at=at)
            details = {"chair": chair.value, "reason": reason, "rater": rater.staff_no if rater else ""}
            audit.record(
                "assessment.rater_changed", actor=by, subject=row.person, at=at, target=row.cycle.code, details=details
            )
        if moves:
            changed.append(row)
    return Done(changed=tuple(changed), left=tuple(left))


def _possible(row: Assessment, raters: Mapping[Chair, User | None]) -> tuple[dict[Chair, User | None], list[str]]:
    """Return the changes that can be made to one assessment, and why the others cannot."""
    moves = {chair: rater for chair, rater in raters.items() if _rater_of(row, chair) != (rater.pk if rater else None)}
    problems: list[str] = []
    while found := next(((chair, words) for chair in moves if (words := _problem(row, chair, moves))), None):
        chair, words = found
        del moves[chair]
        problems.append(words)
    return moves, problems


def _problem(row: Assessment, chair: Chair, moves: Mapping[Chair, User | None]) -> str:
    rater, other = moves[chair], Chair.SECOND if chair is Chair.FIRST else Chair.FIRST
    if not is_open(row) or row.state in CONFIRMED_STATES:
        return str(_("already confirmed, or the cycle is closed"))
    if rater and rater.pk == row.person_id:
        return str(_("nobody rates themselves"))
    if chair is Chair.FIRST and after(row.state, Move.HAND_OVER) is None:
        return str(_("the rating is finished and stays with the rater who gave it"))
    if rater and rater.pk == _rater_then(row, other, moves):
        return str(_("this person is already their other rater"))
    return ""


def _rater_then(row: Assessment, chair: Chair, moves: Mapping[Chair, User | None]) -> object:
    """Return who would sit in a chair once the moves are made."""
    if chair not in moves:
        return _rater_of(row, chair)
    rater = moves[chair]
    return rater.pk if rater else None


def _rater_of(row: Assessment, chair: Chair) -> object:
    return row.first_rater_id if chair is Chair.FIRST else row.second_rater_id


def _give_to(row: Assessment, chair: Chair, rater: User | None, *, reason: str, by: User, at: datetime) -> None:
    former = row.first_rater if chair is Chair.FIRST else row.second_rater
    RaterChange.objects.create(assessment=row, chair=chair, former=former, rater=rater, reason=reason, by=by, at=at)
    if chair is Chair.SECOND:
        row.second_rater = rater
        row.save(update_fields=["second_rater"])
        return
    row.first_rater = rater
    row.state = after(row.state, Move.HAND_OVER) or row.state
    begin_blind(row)
    row.save(update_fields=["first_rater", "state", *BLIND_FIELDS])


BLIND_FIELDS = ("rating_after", "supervisor_level", "supervisor_saved_at")


def begin_blind(row: Assessment) -> None:
    """Let the rating begin anew: what was written so far stays in the history and counts no longer."""
    written = newest_answer(row, View.SUPERVISOR)
    if written:
        row.rating_after = written.pk
    row.supervisor_level, row.supervisor_saved_at = None, None


@transaction.atomic
def extend(assessments: Iterable[Assessment], until: date | None, *, reason: str, by: User, at: datetime) -> Done:
    """Give people until a later day; None ends their extension, and the cycle's own last day holds again.

    What was granted and taken back stays as rows of `Extension`.
    """
    reason = _given(reason)
    changed, left = [], []
    for row in locked_all(assessments):
        if row.cycle.state != CycleState.OPEN or row.state in CONFIRMED_STATES:
            left.append((row, str(_("already confirmed, or the cycle is closed"))))
        elif row.extended_to != until:
            last_day = until or row.cycle.closes_on
            Extension.objects.create(assessment=row, until=last_day, reason=reason, by=by, at=at)
            row.extended_to = until
            row.save(update_fields=["extended_to"])
            changed.append(row)
    for row in changed:
        details = {"until": row.due_on.isoformat(), "reason": reason}
        audit.record("assessment.extended", actor=by, subject=row.person, at=at, target=row.cycle.code, details=details)
    return Done(changed=tuple(changed), left=tuple(left))


@transaction.atomic
def appoint_deputy(
    cycle: Cycle,
    rater: User,
    deputy: User,
    chairs: Collection[Chair],
    *,
    since: date,
    until: date | None,
    reason: str,
    by: User,
    at: datetime,
) -> list[Deputy]:
    """Let somebody sit in a rater's chairs from a day on, up to and including `until` when it is given."""
    held = locked_cycle(cycle)
    if held.state == CycleState.CLOSED:
        raise Refused(_("This cycle is closed, so nothing about it changes any more."))
    rows = [
        Deputy(
            cycle=held,
            rater=rater,
            deputy=deputy,
            chair=chair,
            valid_from=since,
            valid_to=date.fromordinal(until.toordinal() + 1) if until else None,
            reason=_given(reason),
            by=by,
            at=at,
        )
        for chair in chairs
    ]
    for row in rows:
        try:
            row.full_clean()
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        row.save(force_insert=True)
    details = {"deputy": deputy.staff_no, "since": since.isoformat(), "reason": reason.strip()}
    audit.record("cycle.deputy_appointed", actor=by, subject=rater, at=at, target=held.code, details=details)
    return rows


@transaction.atomic
def end_deputy(deputy: Deputy, *, on: date, by: User, at: datetime) -> None:
    """End a deputy's time with the day before; one that has not begun is as good as never held."""
    last = max(on, date.fromordinal(deputy.valid_from.toordinal() + 1))
    if deputy.valid_to is None or deputy.valid_to > last:
        Deputy.objects.filter(pk=deputy.pk).update(valid_to=last)
        audit.record("cycle.deputy_ended", actor=by, subject=deputy.rater, at=at, target=deputy.cycle.code)


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Say why. The reason stays in the trail."))
    return reason.strip()
