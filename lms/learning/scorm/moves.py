"""Moving learners to another version of a package: who plays an older one, what moving costs them, and the move."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curriculum.models import PackageVersion
from lms.learning.record.models import Enrolment
from lms.learning.record.states import EnrolmentState, ProgressState
from lms.learning.scorm.models import PackageMove
from lms.people import audit
from lms.people.models import User

COSTS: dict[ProgressState, str | Promise] = {
    ProgressState.NOT_STARTED: _("They lose nothing: they have not begun."),
    ProgressState.IN_PROGRESS: _(
        "They begin from the start: their place in the package and its saved data are not carried over. "
        "Their learning time and results so far stay."
    ),
    ProgressState.FAILED: _("They try again on this version, from the start. Their result stays until they do better."),
    ProgressState.COMPLETED: _(
        "They stay completed, with their certificate. When they open the package again, it begins from the start."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Learners on older versions in one state, how many, and what moving costs them."""

    state: ProgressState
    people: int

    @property
    def cost(self) -> str:
        return str(COSTS[self.state])


def groups(version: PackageVersion) -> list[Group]:
    """Return who plays another version of this package now, by how far they are, in one query."""
    rows = _on_others(version).values("so_far").annotate(people=Count("pk"))
    found = {ProgressState(row["so_far"]): row["people"] for row in rows}
    return [Group(state=state, people=found[state]) for state in COSTS if found.get(state)]


def _on_others(version: PackageVersion) -> QuerySet[Any]:  # annotated: the columns are not Enrolment's alone
    """Return one row for each enrolment and module that plays another version of the package."""
    return (
        Enrolment.objects.counted()
        .exclude(state=EnrolmentState.CANCELLED)
        .annotate(
            played=F("course_version__modules__pk"),
            own=F("course_version__modules__scorm__package_version"),
            package=F("course_version__modules__scorm__package_version__package"),
            move=FilteredRelation("package_moves", condition=Q(package_moves__module=F("course_version__modules"))),
            part=FilteredRelation("progress", condition=Q(progress__module=F("course_version__modules"))),
            plays=Coalesce(F("move__version"), F("own")),
            so_far=Coalesce(F("part__state"), Value(ProgressState.NOT_STARTED.value)),
        )
        .filter(package=version.package_id)
        .exclude(plays=version.pk)
    )


@transaction.atomic
def move_learners(version: PackageVersion, states: Collection[ProgressState], *, by: User, at: datetime) -> int:
    """Let learners in these states play this version from their next launch on; return how many moved."""
    moves = list(_moves(version, states, by=by, at=at))
    PackageMove.objects.bulk_create(
        moves,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["enrolment", "module"],
        update_fields=["version", "moved_by", "moved_at"],
    )
    if moves:
        details = {"rows": len(moves), "filter": ", ".join(sorted(states)), "version": version.number}
        audit.record("package.moved", actor=by, at=at, target=f"package-version:{version.uuid}", details=details)
    return len(moves)


def _moves(
    version: PackageVersion, states: Collection[ProgressState], *, by: User, at: datetime
) -> Iterator[PackageMove]:
    rows = _on_others(version).filter(so_far__in=list(states)).values_list("pk", "played")
    for enrolment, module in rows:
        yield PackageMove(enrolment_id=enrolment, module_id=module, version=version, moved_by=by, moved_at=at)
