"""The demo's cast: who signs in as what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.demo.city import read_words
from lms.people.models import Posting, RaterAssignment, Role, User, WorkingGroupMembership

PASSWORD = "demo-city-2026"  # noqa: S105 - printed at start; it opens fictional data only


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
    return {
        Role.HR: city_office("職員課", "主査"),
        Role.AUTHOR: city_office("情報政策課", "主査"),
        Role.COMMITTEE: city_office("政策推進課", "課長"),
        Role.AUDITOR: city_office("監査課", "主査"),
        Role.ADMINISTRATOR: city_office("情報政策課", "係長"),
    }


def sign_ins(on: date) -> Iterator[SignIn]:
    """Yield the people a visitor may sign in as, all with the demo password."""
    learner = section_staff()[-1]
    yield SignIn(part=_("Learner"), person=learner)
    yield SignIn(part=_("Supervisor (first rater)"), person=rater_of(learner, RaterAssignment.Role.FIRST, on))
    yield SignIn(part=_("Second rater"), person=rater_of(learner, RaterAssignment.Role.SECOND, on))
    yield SignIn(part=_("Project mentor"), person=mentor_of(learner, on))
    for role, person in role_holders().items():
        yield SignIn(part=role.label, person=person)
