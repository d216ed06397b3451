"""Which lists can be had as a file, and how each is put together from the address of its page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.people.models import User
from reports.cohort_words import names_listing
from reports.cohorts import cohort, names
from reports.forms import CohortForm
from reports.learning.forms import AuditForm
from reports.learning.lists import Listing
from reports.learning.queries import audit_list
from reports.learning.words import audit_listing
from reports.queries import NoCycleError


class NothingToList(LookupError):
    """The course, cycle or number the address names is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who wants a list: its "today" is the day they asked, `taken` the line that names them in the file."""

    query: QueryDict
    today: date
    by: User
    taken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A list and what its file is called."""

    listing: Listing
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One list: in words, the address of its page, and how it is made."""

    label: str | Promise
    page: str
    make: Callable[[Asked], Made]


def _audit(asked: Asked) -> Made:
    form = AuditForm(asked.today, asked.query.dict())
    if not form.is_valid() or form.cleaned_data["course"] is None:
        raise NothingToList("audit")
    audit = audit_list(form.cleaned_data["course"], on=form.on, since=form.first_day)
    return Made(listing=audit_listing(audit, asked.taken), name=f"audit-{audit.course.slug}-{audit.on:%Y%m%d}")


def _cohort_names(asked: Asked) -> Made:
    form = CohortForm(asked.query)
    if not form.is_valid():
        raise NothingToList("cohort")
    drill = asked.query.get("who", "now")
    try:
        cut = cohort(form.filters(), viewer=asked.by)
        people = names(cut, drill)
    except (NoCycleError, KeyError) as error:
        raise NothingToList("cohort") from error
    return Made(listing=names_listing(cut, drill, people, asked.taken), name=f"levels-{cut.cycle.code}-{drill}")


KINDS: Mapping[str, Kind] = {
    "audit": Kind(label=_("Audit list"), page="reports:learning_audit", make=_audit),
    "cohort": Kind(label=_("Cohort explorer: names"), page="reports:cohort_names", make=_cohort_names),
}
