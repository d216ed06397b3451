"""Loading a roster: keep the file, check it, apply it in one transaction, take it back (R09, story 4)."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime

from django.core.files import File
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from lms.people import audit
from lms.people.models import Rank, RosterChange, RosterColumn, RosterJournal, RosterLoad, TitleRank, User
from lms.people.models.roster import CHECKED_STATES, WORKING_STATES
from lms.people.roster import writing
from lms.people.roster.columns import FIELDS, IGNORED
from lms.people.roster.diff import KINDS
from lms.people.roster.plan import Plan, make_plan

type Progress = Callable[[int, int], None]
State = RosterLoad.State
BATCH = 500


class RosterRefused(Exception):
    """A step that may not be taken now; `code` says why, in `words.REFUSALS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def start_load(
    file: "File[bytes]",
    *,
    by: User | None,
    at: datetime,
    as_of: date,
    form: RosterLoad.Form = RosterLoad.Form.FULL,
) -> RosterLoad:
    """Keep the file as it came and note who wants it loaded, as of which date."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    filename = (file.name or "roster.csv").rpartition("/")[2]
    load = RosterLoad(
        filename=filename,
        sha256=digest.hexdigest(),
        form=form,
        as_of=as_of,
        uploaded_by=by,
        uploaded_at=at,
        touched_at=at,
    )
    # The stored name says nothing of the city; the original name is a column.
    load.file.save(f"{load.uuid}.csv", file, save=False)
    load.save(force_insert=True)
    details = {"file": filename, "sha256": load.sha256, "as_of": as_of.isoformat(), "form": form}
    audit.record("roster.uploaded", actor=by, at=at, target=str(load.uuid), details=details)
    return load


def queue_check(load: RosterLoad, *, at: datetime) -> bool:
    """Put a checked load back in line for another check; tell whether it may be."""
    rows = RosterLoad.objects.filter(pk=load.pk, state__in=CHECKED_STATES)
    waiting = rows.update(state=State.UPLOADED, rows_done=0, rows_total=0, failure="", touched_at=at)
    return bool(waiting)


def check_load(load: RosterLoad, *, at: datetime, ignored_columns: tuple[str, ...] = ()) -> Plan | None:
    """Dry-run a load and store its difference line by line; running it again replaces the lines.

    Returns None for a load that is past checking.
    """
    checkable = {State.UPLOADED, State.CHECKING, *CHECKED_STATES}
    rows = RosterLoad.objects.filter(pk=load.pk, state__in=checkable)
    if not rows.update(state=State.CHECKING, rows_done=0, rows_total=0, failure="", touched_at=at):
        return None

    def progress(done: int, total: int) -> None:
        RosterLoad.objects.filter(pk=load.pk).update(rows_done=done, rows_total=total)

    plan = _plan(load, ignored_columns, progress)
    _store_check(load, plan, at=at)
    return plan


def _plan(load: RosterLoad, ignored_columns: tuple[str, ...] = (), progress: Progress | None = None) -> Plan:
    with load.file.open("rb") as file:
        data = file.read()
    return make_plan(
        data,
        as_of=load.as_of,
        is_full=load.form == RosterLoad.Form.FULL,
        ignored_columns=ignored_columns,
        progress=progress,
    )


@transaction.atomic
def _store_check(load: RosterLoad, plan: Plan, *, at: datetime) -> None:
    locked = RosterLoad.objects.select_for_update(no_key=True).get(pk=load.pk)
    if locked.state != State.CHECKING:
        return
    RosterChange.objects.filter(load=locked).delete()
    RosterChange.objects.bulk_create(_change_rows(locked, plan), batch_size=BATCH)
    locked.state = State.REFUSED if plan.is_refused else State.READY
    locked.encoding = plan.encoding
    locked.rows_total = locked.rows_done = plan.rows
    locked.digest = plan.digest
    locked.touched_at = at
    locked.summary = _summary(plan)
    locked.save()
    load.refresh_from_db()
    details = {"state": locked.state, **locked.summary["counts"]}
    audit.record("roster.checked", actor=locked.uploaded_by, at=at, target=str(locked.uuid), details=details)


def _summary(plan: Plan) -> dict[str, object]:
    return {
        "counts": {kind: plan.counts.get(kind, 0) for kind in KINDS},
        "errors": sum(problem.severity == "error" for problem in plan.problems),
        "warnings": sum(problem.severity == "warning" for problem in plan.problems),
        "columns": sorted(plan.columns.position, key=plan.columns.position.__getitem__),
        "ignored_columns": list(plan.columns.ignored),
        "compared": plan.difference is not None,
        "needs_confirmation": plan.needs_confirmation,
        "leavers": plan.difference.leavers if plan.difference else 0,
        "headcount": plan.difference.headcount if plan.difference else 0,
        "raters_changed": plan.raters_changed,
    }


def _change_rows(load: RosterLoad, plan: Plan) -> list[RosterChange]:
    problems = [
        RosterChange(
            load=load,
            line=problem.line,
            kind=RosterChange.Kind.PROBLEM,
            severity=problem.severity,
            code=problem.code,
            staff_no=problem.staff_no[:20],
            name=problem.name[:100],
            details=dict(problem.details),
        )
        for problem in plan.problems
    ]
    changes = [
        RosterChange(
            load=load,
            line=change.line,
            kind=change.kind,
            staff_no=change.staff_no,
            name=change.name,
            before=dict(change.before),
            after=dict(change.after),
        )
        for change in (plan.difference.changes if plan.difference else ())
    ]
    return problems + changes


@transaction.atomic
def approve_load(load: RosterLoad, *, by: User, at: datetime, confirmed: bool = False) -> RosterLoad:
    """Note that somebody approved the difference; the applying itself is work for the background."""
    locked = RosterLoad.objects.select_for_update(no_key=True).get(pk=load.pk)
    if locked.state in (State.APPLYING, State.APPLIED):
        return locked
    _refuse_unless_ready(locked, confirmed=confirmed)
    locked.state = State.APPLYING
    locked.applied_by = by
    locked.touched_at = at
    locked.failure = ""
    locked.save()
    audit.record("roster.approved", actor=by, at=at, target=str(locked.uuid), details={"confirmed": confirmed})
    return locked


def _refuse_unless_ready(load: RosterLoad, *, confirmed: bool) -> None:
    if load.state != State.READY:
        raise RosterRefused("not_ready")
    if load.needs_confirmation and not confirmed:
        raise RosterRefused("not_confirmed")


def apply_load(
    load: RosterLoad,
    *,
    by: User | None,
    at: datetime,
    confirmed: bool = False,
    ignored_columns: tuple[str, ...] = (),
) -> RosterLoad:
    """Apply a checked load in one transaction; an applied one stays as it is.

    The file is compared afresh: when the city has changed since the check, nothing is written and the load asks to
    be checked again.
    """
    try:
        return _apply(load, by=by, at=at, confirmed=confirmed, ignored_columns=ignored_columns)
    except RosterRefused as refusal:
        if refusal.code == "stale":
            rows = RosterLoad.objects.filter(pk=load.pk)
            rows.update(state=State.REFUSED, failure=refusal.code, applied_by=None, touched_at=at)
            audit.record("roster.stale", actor=by, at=at, target=str(load.uuid))
        raise


@transaction.atomic
def _apply(
    load: RosterLoad, *, by: User | None, at: datetime, confirmed: bool, ignored_columns: tuple[str, ...]
) -> RosterLoad:
    locked = RosterLoad.objects.select_for_update(no_key=True).get(pk=load.pk)
    if locked.state == State.APPLIED:
        return locked
    if locked.state != State.APPLYING:
        _refuse_unless_ready(locked, confirmed=confirmed)
    # The audit chain's lock is taken first, so that two loads cannot both compare with the same city. The digest ties
    # the load's lines, which say what changed about whom, to the chain.
    details = {"file": locked.filename, "digest": locked.digest, **locked.summary["counts"]}
    audit.record("roster.applied", actor=by, at=at, target=str(locked.uuid), details=details)
    plan = _plan(locked, ignored_columns)
    if plan.is_refused or plan.digest != locked.digest or plan.difference is None or plan.snapshot is None:
        raise RosterRefused("stale")
    journal = writing.write_difference(plan.snapshot, plan.difference)
    RosterJournal.objects.update_or_create(load=locked, defaults={"body": journal})
    locked.state = State.APPLIED
    locked.applied_by = by
    locked.applied_at = locked.touched_at = at
    locked.failure = ""
    locked.save()
    load.refresh_from_db()
    return locked


def note_failure(load: RosterLoad, *, at: datetime) -> None:
    """Note that the work on a load stopped unexpectedly; nothing it was to change has changed."""
    rows = RosterLoad.objects.filter(pk=load.pk, state__in=WORKING_STATES)
    rows.update(state=State.REFUSED, failure="failed", touched_at=at)


@transaction.atomic
def discard_load(load: RosterLoad, *, by: User, at: datetime) -> RosterLoad:
    """Put a load aside unapplied; its file stays for inspection."""
    locked = RosterLoad.objects.select_for_update(no_key=True).get(pk=load.pk)
    if locked.state == State.DISCARDED:
        return locked
    if locked.state not in CHECKED_STATES:
        raise RosterRefused("not_checked")
    locked.state = State.DISCARDED
    locked.touched_at = at
    locked.save()
    audit.record("roster.discarded", actor=by, at=at, target=str(locked.uuid))
    return locked


def undo_load(load: RosterLoad, *, by: User | None, at: datetime) -> RosterLoad:
    """Take back an applied load within its days, unless something since depends on it."""
    try:
        return _undo(load, by=by, at=at)
    except writing.ChangedSince as error:
        raise RosterRefused("changed_since") from error
    except (ProtectedError, RestrictedError) as error:
        raise RosterRefused("in_use") from error


@transaction.atomic
def _undo(load: RosterLoad, *, by: User | None, at: datetime) -> RosterLoad:
    locked = RosterLoad.objects.select_for_update(no_key=True).get(pk=load.pk)
    if locked.state == State.UNDONE:
        return locked
    if refusal := undo_refusal(locked, at=at):
        raise RosterRefused(refusal)
    journal = RosterJournal.objects.get(load=locked)
    writing.take_back(journal.body)
    journal.delete()
    locked.state = State.UNDONE
    locked.undone_by = by
    locked.undone_at = locked.touched_at = at
    locked.save()
    audit.record("roster.undone", actor=by, at=at, target=str(locked.uuid), details={"file": locked.filename})
    load.refresh_from_db()
    return locked


def undo_refusal(load: RosterLoad, *, at: datetime) -> str:
    """Return why a load may not be undone, as far as can be told without trying; nothing when it may."""
    if load.state != State.APPLIED or load.applied_at is None or load.undo_until is None:
        return "not_applied"
    if at >= load.undo_until:
        return "too_late"
    later = RosterLoad.objects.filter(state=State.APPLIED, applied_at__gte=load.applied_at).exclude(pk=load.pk)
    return "later_load" if later.exists() else ""


@transaction.atomic
def map_columns(choices: dict[str, str], *, by: User, at: datetime) -> None:
    """Remember which field the city's own headings hold; an empty field leaves the column out."""
    known = {heading: field for heading, field in choices.items() if field in FIELDS or field == IGNORED}
    for heading, field in known.items():
        RosterColumn.objects.update_or_create(header=heading, defaults={"field": field})
    if known:
        audit.record("roster.columns_mapped", actor=by, at=at, details={"columns": known})


@transaction.atomic
def map_titles(choices: dict[str, str], *, by: User | None, at: datetime) -> None:
    """Give new job titles a rank, by the rank's key."""
    ranks = Rank.objects.in_bulk(choices.values(), field_name="key")
    for title, key in choices.items():
        TitleRank.objects.update_or_create(title=title, defaults={"rank": ranks[key]})
    if choices:
        audit.record("roster.titles_mapped", actor=by, at=at, details={"titles": choices})
