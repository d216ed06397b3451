"""Setting terms, placing holds, proposing and deciding deletions."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lms.lib.calendar import fiscal_year
from lms.operations.retention import queries, rules
from lms.operations.retention.models import DeletionItem, DeletionRun, Hold, RetentionTerm
from lms.operations.retention.registry import CLASSES, PERSON
from lms.people import audit
from lms.people.models import User
from lms.people.queries import department_labels, standing_of


class Refused(Exception):
    """What was asked is not possible; the message says why, and what to do."""


@transaction.atomic
def set_term(key: str, years: int, *, document_no: str, by: User, at: datetime) -> RetentionTerm:
    """Set how long a class is kept; it holds for the runs proposed from now on."""
    all_years = queries.years_by_class()
    former = all_years[key]
    if problem := term_problem(key, years):
        raise Refused(problem)
    term, _made = RetentionTerm.objects.update_or_create(
        key=key, defaults={"years": years, "document_no": document_no, "set_by": by, "set_at": at}
    )
    details = {"years": years, "former": former, "document_no": document_no}
    audit.record("retention.term_set", actor=by, at=at, target=key, details=details)
    return term


def term_problem(key: str, years: int) -> str:
    """Say why a class cannot be kept for so many years; nothing when it can."""
    term = CLASSES[key].term
    if not rules.within_bounds(term, years):
        bounds = {"least": term.least, "most": term.most}
        return _("Choose between %(least)d and %(most)d years.") % bounds
    terms = {each.key: each.term for each in CLASSES.values()}
    longer = rules.outlives_person(terms, {**queries.years_by_class(), key: years}, PERSON)
    if not longer:
        return ""
    names = _(", ").join(str(CLASSES[each].name) for each in longer)
    return _(
        "%(classes)s name people they do not belong to, so they must be kept at least a year less than leavers’ "
        "personal records."
    ) % {"classes": names}


@transaction.atomic
def place_hold(person: User | None, *, reason: Hold.Reason, note: str, by: User, at: datetime) -> Hold:
    """Keep a person's records, or everybody's, out of every deletion; a running one too."""
    hold = Hold.objects.create(person=person, reason=reason, note=note, placed_by=by, placed_at=at)
    audit.record("retention.held", actor=by, subject=person, at=at, target=reason)
    return hold


@transaction.atomic
def release_hold(hold: Hold, *, by: User, at: datetime) -> bool:
    """Release a hold; return whether it still stood."""
    if not Hold.objects.standing().filter(pk=hold.pk).update(released_by=by, released_at=at):
        return False
    audit.record("retention.released", actor=by, subject=hold.person, at=at, target=hold.reason)
    return True


@transaction.atomic
def propose(*, document_no: str, note: str, by: User, at: datetime, on: date) -> DeletionRun:
    """Put down what has run out as a deletion that waits for somebody else's approval."""
    if queries.open_run():
        raise Refused(_("Another deletion is waiting or under way. Decide or finish that one first."))
    years = queries.years_by_class()
    items = list(items_due(on, years))
    if not items:
        raise Refused(_("Nothing has run out, or everything that has is held."))
    year = fiscal_year(on)
    last = DeletionRun.objects.filter(fiscal_year=year).aggregate(last=Max("serial"))["last"]
    try:
        with transaction.atomic():
            run = DeletionRun.objects.create(
                fiscal_year=year,
                serial=(last or 0) + 1,
                on=on,
                document_no=document_no,
                note=note,
                terms=years,
                proposed_by=by,
                proposed_office=office_of(by, on),
                proposed_at=at,
            )
    except IntegrityError as clash:
        raise Refused(_("Another deletion is waiting or under way. Decide or finish that one first.")) from clash
    for item in items:
        item.run = run
    DeletionItem.objects.bulk_create(items, batch_size=500)
    audit.record("deletion.proposed", actor=by, at=at, target=run.number, details={"rows": len(items)})
    return run


def items_due(on: date, years: dict[str, int]) -> Iterator[DeletionItem]:
    """Yield the steps of a deletion: leavers last, once what names them elsewhere is gone."""
    classes = sorted(queries.due_on(on, years), key=lambda each: each.record_class.key == PERSON)
    for due in classes:
        key, before = due.record_class.key, due.before
        yield from (DeletionItem(key=key, person=person, before=before) for person in sorted(due.people))
        yield from (DeletionItem(key=key, reference=piece, before=before) for piece in due.pieces)


def office_of(person: User, on: date) -> str:
    """Return department and title, as the record of deletion names who proposed and who approved."""
    standing = standing_of(person, on)
    department = department_labels([person.pk], on).get(person.pk, "")
    return f"{department} {standing.title}".strip() if standing else ""


@transaction.atomic
def note_look(run: DeletionRun, places: int, *, by: User, at: datetime) -> DeletionRun:
    """Note that somebody looked where texts of the city still name the leavers, and how many places they saw."""
    locked = waiting_or_refuse(run)
    locked.looked_by, locked.looked_at, locked.places_found = by, at, places
    locked.save()
    audit.record("deletion.looked", actor=by, at=at, target=locked.number, details={"rows": places})
    return locked


@transaction.atomic
def approve(run: DeletionRun, *, by: User, at: datetime, on: date) -> DeletionRun:
    """Approve what somebody else proposed; from here on it is carried out and cannot be taken back."""
    locked = waiting_or_refuse(run)
    if locked.proposed_by_id == by.pk:
        raise Refused(_("You proposed this deletion. Somebody else must approve it."))
    if queries.must_be_looked_for(locked):
        raise Refused(_("HR must look first where pages still name the leavers: afterwards nobody knows their names."))
    locked.state = DeletionRun.State.RUNNING
    locked.touched_at = at
    return decide(locked, "deletion.approved", by=by, at=at, on=on)


@transaction.atomic
def reject(run: DeletionRun, *, by: User, at: datetime, on: date) -> DeletionRun:
    """Turn a proposal down; who proposed it withdraws it this way."""
    locked = waiting_or_refuse(run)
    is_own = locked.proposed_by_id == by.pk
    locked.state = DeletionRun.State.WITHDRAWN if is_own else DeletionRun.State.REJECTED
    locked.items.all().delete()
    return decide(locked, "deletion.withdrawn" if is_own else "deletion.rejected", by=by, at=at, on=on)


def waiting_or_refuse(run: DeletionRun) -> DeletionRun:
    locked = DeletionRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if locked.state != DeletionRun.State.PROPOSED:
        raise Refused(_("This deletion has been decided already."))
    return locked


def decide(run: DeletionRun, action: str, *, by: User, at: datetime, on: date) -> DeletionRun:
    run.decided_by, run.decided_at, run.decided_office = by, at, office_of(by, on)
    run.save()
    audit.record(action, actor=by, at=at, target=run.number)
    return run
