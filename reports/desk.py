"""HR's desk: what waits for the personnel division today."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.access import objections_for
from assessments.models import Cycle
from assessments.queries import Stages, stages_by_cycle
from assessments.states import CycleState
from lms.learning.extensions.queries import waiting_within
from lms.learning.reminders.access import departments_of
from lms.learning.reminders.not_done import Selection, unfinished
from lms.lib.calendar import fiscal_year
from lms.operations.models import DeletionRun
from lms.operations.retention.queries import open_run
from lms.people.access import has_role, reaches_city
from lms.people.models import Role, RosterLoad, User
from lms.people.reach import reach_of
from lms.people.roster.access import ROSTER_ROLES, loads
from lms.templatetags.ui import due


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A tile: how many of something wait, where they are dealt with, and whether they press."""

    label: str
    value: int | str
    unit: str = ""
    note: str = ""
    href: str
    presses: bool = False


def waiting_for(user: User, on: date) -> list[Waiting]:
    """Return what waits for somebody of HR on a day, within the departments their role reaches."""
    tiles = [_roster(user, on), _deletion(user, on)]
    if has_role(user, Role.HR, on=on):
        tiles += [_late(user, on), _requests(user, on), _objections(user, on), *_cycles(user, on)]
    return [tile for tile in tiles if tile is not None]


def _late(user: User, on: date) -> Waiting | None:
    year = fiscal_year(on)
    wanted = Selection(on=on, since=date(year, 4, 1), until=date(year + 1, 3, 31), only_late=True)
    count = unfinished(wanted.within(departments_of(user, on))).count()
    if not count:
        return None
    return Waiting(label=_("Overdue courses"), value=count, unit=_("cases"), href=reverse("learning:not-done"))


def _requests(user: User, on: date) -> Waiting | None:
    requests = waiting_within(reach_of(user, Role.HR, on), on)
    oldest = requests.first()
    if oldest is None:
        return None
    return Waiting(
        label=_("Requests about due dates"),
        value=requests.count(),
        unit=_("cases"),
        note=_("The oldest has waited for %(days)s days") % {"days": (on - oldest.asked_at.date()).days},
        href=reverse("learning:extensions"),
    )


def _objections(user: User, on: date) -> Waiting | None:
    count = objections_for(user, on=on).filter(reply__isnull=True).count()
    if not count:
        return None
    return Waiting(
        label=_("Objections without a reply"), value=count, unit=_("cases"), href=reverse("assessments:objections")
    )


def _roster(user: User, on: date) -> Waiting | None:
    if not reaches_city(user, *ROSTER_ROLES, on=on):
        return None
    ready = loads().filter(state=RosterLoad.State.READY).order_by("-uploaded_at")
    newest = ready.first()
    if newest is None:
        return None
    return Waiting(
        label=_("Roster loads to decide on"),
        value=ready.count(),
        unit=_("cases"),
        note=newest.filename,
        href=reverse("people:roster"),
        presses=True,
    )


def _deletion(user: User, on: date) -> Waiting | None:
    """A deletion waits for anybody but who proposed it."""
    run = open_run()
    if run is None or run.state != DeletionRun.State.PROPOSED or run.proposed_by_id == user.pk:
        return None
    if not reaches_city(user, Role.HR, Role.ADMINISTRATOR, on=on):
        return None
    return Waiting(
        label=_("Deletions to approve"),
        value=1,
        unit=_("cases"),
        note=run.number,
        href=reverse("operations:deletion", args=[run.uuid]),
        presses=True,
    )


def _cycles(user: User, on: date) -> list[Waiting]:
    stages = stages_by_cycle(reach_of(user, Role.HR, on))
    open_cycles = Cycle.objects.filter(state=CycleState.OPEN).order_by("closes_on", "pk")
    return [_cycle(cycle, stages.get(cycle.pk, Stages()), on) for cycle in open_cycles]


def _cycle(cycle: Cycle, stages: Stages, on: date) -> Waiting:
    left = stages.total - stages.confirmed
    return Waiting(
        label=_("%(cycle)s: not confirmed yet") % {"cycle": cycle.name},
        value=left,
        unit=_("of %(total)s") % {"total": f"{stages.total:,}"},
        note=due(cycle.closes_on, on),
        href=reverse("assessments:cycle", args=[cycle.code]),
        presses=bool(left) and cycle.closes_on < on,
    )
