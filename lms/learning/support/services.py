"""What HR and authors may do for a learner: begin a package anew, credit a module with a reason. Each is audited."""

from datetime import datetime

from django.db import transaction

from curriculum.models import Module, PackageItem
from lms.learning.record.models import Enrolment, ModuleProgress
from lms.learning.record.outcomes import Outcome
from lms.learning.record.services import record_outcome
from lms.learning.record.states import Completion, EnrolmentState, ProgressState, Success
from lms.learning.scorm.services import start_over
from lms.lib.ids import uuid7
from lms.people import audit
from lms.people.models import User


class NotOpenError(Exception):
    """There is nothing left to credit: the module is completed, or the course was cancelled."""


class OwnRecordError(Exception):
    """Nobody changes their own learning record."""


@transaction.atomic
def reset_module(enrolment: Enrolment, module: Module, *, reason: str, by: User, at: datetime) -> None:
    """Let a package begin from the start at the next launch; attempts and results so far stay recorded."""
    _check_other(enrolment, by)
    start_over(enrolment, module, at=at)
    _record("learning_record.reset", enrolment, module, reason=reason, by=by, at=at)


@transaction.atomic
def credit_module(enrolment: Enrolment, module: Module, *, reason: str, by: User, at: datetime) -> ModuleProgress:
    """Count a module as completed because of what a person knows and the record does not.

    It is an outcome like any other, with its giver; a failed result counts as passed from then on. What follows from
    completing the course follows.
    """
    _check_other(enrolment, by)
    locked = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    progress = ModuleProgress.objects.filter(enrolment=locked, module=module).first()
    if locked.state == EnrolmentState.CANCELLED or (progress and progress.state == ProgressState.COMPLETED):
        raise NotOpenError
    has_failed = progress is not None and progress.success == Success.FAILED
    outcome = Outcome(completion=Completion.COMPLETED, success=Success.PASSED if has_failed else Success.UNKNOWN)
    settled = record_outcome(locked, module, outcome, source=f"credit:{uuid7().hex}", by=by, at=at)
    _record("learning_record.credited", enrolment, module, reason=reason, by=by, at=at)
    return settled


def note_viewing(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    audit.record(
        "learning_record.viewed", actor=by, at=at, subject=enrolment.learner, target=f"enrolment:{enrolment.uuid}"
    )


def note_showing(enrolment: Enrolment, item: PackageItem, *, by: User, at: datetime) -> None:
    """Note that somebody looked at a package with a learner's data."""
    audit.record(
        "learning_record.shown",
        actor=by,
        at=at,
        subject=enrolment.learner,
        target=f"enrolment:{enrolment.uuid}",
        details={"item": item.identifier},
    )


def _check_other(enrolment: Enrolment, by: User) -> None:
    if enrolment.learner_id == by.pk:
        raise OwnRecordError


def _record(action: str, enrolment: Enrolment, module: Module, *, reason: str, by: User, at: datetime) -> None:
    audit.record(
        action,
        actor=by,
        at=at,
        subject=enrolment.learner,
        target=f"enrolment:{enrolment.uuid}",
        details={"module": str(module.uuid), "purpose": reason},
    )
