"""What has run out on a day, who is kept out of it, and what a run came to."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.translation import gettext as _

from lms.operations.retention import rules
from lms.operations.retention.models import OPEN_STATES, DeletionItem, DeletionRun, Hold, RetentionTerm
from lms.operations.retention.registry import (
    BLOCKERS,
    CLASSES,
    PERSON,
    Event,
    RecordClass,
    folder_keepers,
    person_keepers,
)
from lms.people.models import Posting, User
from lms.people.queries import department_tree


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLine:
    """A class of records with the term that holds for it."""

    record_class: RecordClass
    years: int
    own: RetentionTerm | None

    @property
    def event(self) -> str:
        return str(Event(self.record_class.event).label)


def class_lines() -> list[ClassLine]:
    own = {term.key: term for term in RetentionTerm.objects.select_related("set_by")}
    return [
        ClassLine(
            record_class=each,
            years=own[each.key].years if each.key in own else each.term.years,
            own=own.get(each.key),
        )
        for each in CLASSES.values()
    ]


def years_by_class() -> dict[str, int]:
    return {line.record_class.key: line.years for line in class_lines()}


# Who is kept


def everybody_held() -> Hold | None:
    """Return a hold on everybody's records, if one stands."""
    return Hold.objects.standing().filter(person=None).order_by("pk").first()


def kept_because(people: Iterable[UUID]) -> dict[UUID, str]:
    """Return who is kept and why: by a hold somebody placed, or by the state of a matter."""
    people = list(people)
    kept: dict[UUID, str] = {}
    for blocker in BLOCKERS:
        kept |= blocker(people)
    holds = Hold.objects.standing().filter(person__in=people).order_by("-pk")
    kept |= {hold.person_id: hold.get_reason_display() for hold in holds if hold.person_id}
    if hold := everybody_held():
        kept = dict.fromkeys(people, _("everybody’s records are held: %s") % hold.get_reason_display()) | kept
    return kept


def standing_holds() -> QuerySet[Hold]:
    return Hold.objects.standing().select_related("person", "placed_by").order_by("-placed_at", "-pk")


# What is due


@dataclass(slots=True, kw_only=True)
class DueClass:
    """What of one class has run out: people and pieces with how many rows, and who is kept out of it."""

    record_class: RecordClass
    years: int
    before: date
    people: dict[UUID, int] = field(default_factory=dict)
    pieces: dict[str, int] = field(default_factory=dict)
    kept: dict[UUID, str] = field(default_factory=dict)
    is_all_kept: bool = False

    @property
    def rows(self) -> int:
        return sum(self.people.values()) + sum(self.pieces.values())

    @property
    def is_of_people(self) -> bool:
        return not folder_keepers(self.record_class.key)


def due_on(on: date, years: Mapping[str, int] | None = None) -> list[DueClass]:
    """Return what has run out by a day, class by class; who is held is told apart, and loses nothing."""
    years = years or years_by_class()
    classes = [due_class(each, years[each.key], on) for each in CLASSES.values()]
    kept = kept_because({person for each in classes for person in each.people})
    leaving = set(next(each.people for each in classes if each.record_class.key == PERSON))
    is_all_kept = everybody_held() is not None
    for each in classes:
        each.kept = {person: kept[person] for person in each.people if person in kept}
        # What belongs to a leaver goes with them, and is counted there.
        also = leaving if each.record_class.key != PERSON else set()
        each.people = {who: rows for who, rows in each.people.items() if who not in kept and who not in also}
        each.is_all_kept = is_all_kept and bool(each.pieces)
        if is_all_kept:
            each.pieces = {}
    return classes


def due_class(record_class: RecordClass, years: int, on: date) -> DueClass:
    before = rules.cutoff(on, years)
    due = DueClass(record_class=record_class, years=years, before=before)
    if record_class.key == PERSON:
        due.people = dict.fromkeys(leavers(before).values_list("pk", flat=True), 1)
        return due
    people: Counter[UUID] = Counter()
    for keeper in person_keepers(record_class.key):
        people += Counter(keeper.due(before)) if keeper.due else Counter()
    due.people = dict(people)
    for folder in folder_keepers(record_class.key):
        due.pieces |= folder.due(before)
    return due


def leavers(before: date) -> QuerySet[User]:
    """Return people whose last day of work lies before a day and who still have their name."""
    return User.objects.filter(left_on__lte=before, forgotten_at=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaver:
    person: User
    department: str
    last_day: date
    expires_on: date
    kept: str


def leaver_lines(on: date, years: int) -> list[Leaver]:
    """Return by name who left and is due on a day, held ones too, in the order of their kana."""
    people = list(leavers(rules.cutoff(on, years)).order_by("kana", "staff_no"))
    kept = kept_because(person.pk for person in people)
    departments = last_departments(people, on)
    return [
        Leaver(
            person=person,
            department=departments.get(person.pk, ""),
            last_day=(last := rules.last_day(person.left_on or on)),
            expires_on=rules.expires_on(last, years),
            kept=kept.get(person.pk, ""),
        )
        for person in people
    ]


def last_departments(people: Iterable[User], on: date) -> dict[UUID, str]:
    """Return where each leaver last sat, by the name it had then, or has now where nobody knows the old one."""
    ids = [person.pk for person in people]
    posts = Posting.objects.filter(person__in=ids, kind=Posting.Kind.MAIN).order_by("valid_from", "pk")
    last = {post.person_id: post for post in posts}
    trees = {day: department_tree(day) for day in {on, *(last_evening(post, on) for post in last.values())}}
    return {
        person: trees[last_evening(post, on)].path(post.department_id) or trees[on].path(post.department_id)
        for person, post in last.items()
    }


def last_evening(post: Posting, on: date) -> date:
    return rules.last_day(post.valid_to) if post.valid_to else on


# Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """What a run comes to in one class."""

    record_class: RecordClass
    years: int
    before: date
    units: int
    deleted: int
    kept: int
    rows: int
    files: int


def run_lines(run: DeletionRun) -> list[RunLine]:
    counts = (
        run.items.order_by()
        .values_list("key", "outcome", "before")
        .annotate(units=Count("pk"), rows=Sum("rows"), files=Sum("files"))
    )
    by_key: dict[str, list[tuple[str, str, date, int, int, int]]] = defaultdict(list)
    for row in counts:
        by_key[row[0]].append(row)
    return [_run_line(run, each, by_key[each.key]) for each in CLASSES.values() if each.key in by_key]


def _run_line(
    run: DeletionRun, record_class: RecordClass, found: Sequence[tuple[str, str, date, int, int, int]]
) -> RunLine:
    units = Counter({outcome: count for _key, outcome, _before, count, _rows, _files in found})
    return RunLine(
        record_class=record_class,
        years=run.terms[record_class.key],
        before=found[0][2],
        units=units.total(),
        deleted=units[DeletionItem.Outcome.DELETED],
        kept=units[DeletionItem.Outcome.KEPT],
        rows=sum(row[4] for row in found),
        files=sum(row[5] for row in found),
    )


def runs() -> QuerySet[DeletionRun]:
    return DeletionRun.objects.select_related("proposed_by", "decided_by").order_by("-proposed_at", "-pk")


def repetition(run: DeletionRun) -> str:
    """Say of a deletion that it was carried out again, and what came of it."""
    outcomes = Counter(run.items.order_by().values_list("outcome", flat=True))
    deleted, kept = outcomes[DeletionItem.Outcome.DELETED], outcomes[DeletionItem.Outcome.KEPT]
    said = _("Deletion %(number)s was carried out again: %(deleted)d deleted, %(kept)d kept.")
    return said % {"number": run.number, "deleted": deleted, "kept": kept}


def repeated_runs() -> QuerySet[DeletionRun]:
    """Return deletions that were carried out again after the latest restore that needed any."""
    again = DeletionRun.objects.exclude(repeated_at=None)
    return again.filter(repeated_at=again.aggregate(last=Max("repeated_at"))["last"]).order_by("proposed_at", "pk")


def open_run() -> DeletionRun | None:
    return runs().filter(state__in=OPEN_STATES).first()


def progress_of(run: DeletionRun) -> tuple[int, int]:
    """Return how many steps of a run are done, and how many there are."""
    return run.items.exclude(outcome=DeletionItem.Outcome.WAITING).count(), run.items.count()


def must_be_looked_for(run: DeletionRun) -> bool:
    """Tell whether a run forgets leavers, and nobody has looked yet where they are named."""
    return run.looked_at is None and run.items.filter(key=PERSON).exists()


def leavers_in(run: DeletionRun) -> QuerySet[User]:
    """Return the people a run is to forget; afterwards they have no name to show."""
    named = run.items.filter(key=PERSON, outcome=DeletionItem.Outcome.WAITING)
    return User.objects.filter(pk__in=named.values("person")).order_by("kana", "staff_no")
