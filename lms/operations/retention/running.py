"""Carrying a deletion out: step by step, each whole or not at all, taken up again where a worker died.

A step is one person's share of one class. Its rows go, its outcome is noted and its files are put down to be deleted
in one transaction, so a worker that dies leaves it done or not begun. Files go after the commit; what a dead worker
leaves of them is still written down, and the next one deletes it.
"""

from datetime import date, datetime

from django.core.files.storage import default_storage
from django.db import transaction

from lms.lib import clock
from lms.operations.retention import ledger, queries, rules
from lms.operations.retention.models import DeletionItem, DeletionRun, DoomedFile
from lms.operations.retention.registry import PERSON, Erased, folder_keepers, person_keepers
from lms.people import audit
from lms.people.models import User

STEPS_AT_ONCE = 25
"""After so many steps the run says that it is alive."""


def perform(run: DeletionRun) -> None:
    """Carry a run out to its end, from wherever it stands."""
    while perform_batch(run):
        DeletionRun.objects.filter(pk=run.pk).update(touched_at=clock.now())
    delete_files(run)
    finish(run, at=clock.now())


def perform_batch(run: DeletionRun) -> bool:
    """Take some steps; return whether there were any left."""
    waiting = run.items.filter(outcome=DeletionItem.Outcome.WAITING, run__state=DeletionRun.State.RUNNING)
    steps = list(waiting.order_by("pk").values_list("pk", flat=True)[:STEPS_AT_ONCE])
    for step in steps:
        perform_step(step)
        delete_files(run)
    return bool(steps)


@transaction.atomic
def perform_step(pk: int) -> None:
    """Take one step, unless somebody has; two workers at once wait for each other here."""
    item = DeletionItem.objects.select_for_update(of=("self",)).select_related("run").get(pk=pk)
    if item.outcome != DeletionItem.Outcome.WAITING:
        return
    erased = erase(item)
    item.outcome = DeletionItem.Outcome.KEPT if erased is None else DeletionItem.Outcome.DELETED
    if erased is not None:
        item.rows, item.files = erased.rows, len(erased.files)
        DoomedFile.objects.bulk_create([DoomedFile(run=item.run, name=name) for name in erased.files])
    item.done_at = clock.now()
    item.save()


def erase(item: DeletionItem) -> Erased | None:
    """Delete what a step is about; nothing when it is held by now, or the person came back."""
    if item.person is None:
        if queries.everybody_held():
            return None
        return sum((each.erase(item.reference, item.before) for each in folder_keepers(item.key)), Erased())
    person = User.objects.select_for_update(no_key=True).filter(pk=item.person).first()
    if person is None or not may_go(item, person, item.before):
        return None
    erased = sum((each.erase(person, item.before) for each in person_keepers(item.key)), Erased())
    if item.key == PERSON:
        audit.record("deletion.forgotten", actor=item.run.decided_by, subject=person, at=clock.now())
    return erased


def may_go(item: DeletionItem, person: User, before: date) -> bool:
    """Ask again what the proposal asked: between it and this moment somebody may have objected, or come back."""
    if person.pk in queries.kept_because([person.pk]):
        return False
    return item.key != PERSON or (person.left_on is not None and rules.last_day(person.left_on) < before)


def delete_files(run: DeletionRun) -> None:
    """Delete the files whose rows are gone; a file that is gone already is as good, one that stays is an error."""
    for doomed in run.doomed_files.order_by("pk"):
        default_storage.delete(doomed.name)
        if default_storage.exists(doomed.name):
            raise FileExistsError(doomed.name)
        doomed.delete()


@transaction.atomic
def finish(run: DeletionRun, *, at: datetime) -> bool:
    """Close a run that has nothing left to do; return whether it was this call that closed it."""
    locked = DeletionRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    is_over = not locked.items.filter(outcome=DeletionItem.Outcome.WAITING).exists()
    if locked.state != DeletionRun.State.RUNNING or not is_over or locked.doomed_files.exists():
        return False
    locked.state, locked.finished_at = DeletionRun.State.DONE, locked.finished_at or at
    locked.save()
    rows = locked.items.filter(outcome=DeletionItem.Outcome.DELETED).count()
    audit.record("deletion.finished", actor=None, at=at, target=locked.number, details={"rows": rows})
    # Before the commit: a run is only done once its list is where a restored backup finds it. A run carried out again
    # has its list, and may have kept what the first time deleted: a hold stood when the backup was made.
    if locked.repeated_at is None:
        ledger.write(locked)
    return True


def repeat_deletions(*, at: datetime) -> list[str]:
    """Carry out again what the folder of backups says was deleted and this database does not know.

    Return a sentence for each deletion.
    """
    repeated = []
    for data in ledger.unknown():
        run = ledger.take_up(data, at=at)
        perform(run)
        repeated.append(queries.repetition(run))
    return repeated
