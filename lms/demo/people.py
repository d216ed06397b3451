"""The demo's cast: who signs in as what."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.core.exceptions import ObjectDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.demo.city import read_words
from lms.people.models import Posting, RaterAssignment, Role, User, WorkingGroupMembership

PASSWORD = "demo-city-2026"  # noqa: S105 - printed at start; it opens fictional data only


OFFICES = {
    Role.HR: ("職員課", "主査"),
    Role.AUTHOR: ("情報政策課", "主査"),
    Role.COMMITTEE: ("政策推進課", "課長"),
    Role.AUDITOR: ("監査課", "主査"),
    Role.ADMINISTRATOR: ("情報政策課", "係長"),
}
"""Division and title of who holds each role in the demo city."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    part: str | Promise
    person: User


def section_staff() -> list[User]:
    """Return the demo section's staff without its chief, by staff number: a dozen people with one rater."""
    name = read_words()["demo_section"]["name"]
    postings = Posting.objects.filter(kind=Posting.Kind.MAIN, department__periods__name=name, valid_to=None)
    return list(User.objects.filter(postings__in=postings).exclude(postings__title="係長").order_by("staff_no"))


def rater_of(person: User, role: RaterAssignment.Role, on: date) -> User:
    """Return who rates a person in a role on a date; raise DoesNotExist when nobody does."""
    return RaterAssignment.objects.filter(person=person, role=role).on(on).select_related("rater").get().rater


def mentor_of(person: User, on: date) -> User:
    """Return who mentors the working group a person is in on a date, and so their project."""
    groups = WorkingGroupMembership.objects.filter(person=person).on(on).values("working_group_id")
    mentors = WorkingGroupMembership.objects.filter(working_group__in=groups, role=WorkingGroupMembership.Role.MENTOR)
    return mentors.on(on).select_related("person").order_by("valid_from", "pk")[:1].get().person


def city_office(division: str, title: str, number: int = 0) -> User:
    """Return the n-th person with a title in a division, by staff number."""
    posted = Posting.objects.filter(kind=Posting.Kind.MAIN, title=title, valid_to=None)
    below = posted.filter(department__code__startswith=_division_code(division)).exclude(person__staff_no="")
    return below.select_related("person").order_by("person__staff_no")[number].person


def _division_code(name: str) -> str:
    for bureau_no, bureau in enumerate(read_words()["bureaus"], start=1):
        if name in bureau["divisions"]:
            return f"{bureau_no:02}{bureau['divisions'].index(name) + 1:02}"
    raise LookupError(f"No division is called {name}.")


def role_holders() -> dict[Role, User]:
    """Return who holds each role in the demo city."""
    return {role: city_office(*office) for role, office in OFFICES.items()}


def learner_of(on: date) -> User:
    """Return the last of the demo section's staff who is in a working group on a date: who has something of each."""
    members = set(WorkingGroupMembership.objects.on(on).values_list("person_id", flat=True))
    return [person for person in section_staff() if person.pk in members][-1]


def sign_ins(on: date) -> Iterator[SignIn]:
    """Yield the people a visitor may sign in as, all with the demo password.

    A part whose people a roster has moved away since has nobody and is left out.
    """
    parts: dict[str | Promise, Callable[[], User]] = {
        _("Learner"): lambda: learner_of(on),
        _("Supervisor (first rater)"): lambda: rater_of(learner_of(on), RaterAssignment.Role.FIRST, on),
        _("Second rater"): lambda: rater_of(learner_of(on), RaterAssignment.Role.SECOND, on),
        _("Project mentor"): lambda: mentor_of(learner_of(on), on),
        **{role.label: partial(city_office, *office) for role, office in OFFICES.items()},
    }
    for part, find in parts.items():
        with suppress(ObjectDoesNotExist, IndexError):
            yield SignIn(part=part, person=find())
