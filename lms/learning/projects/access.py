"""Who may see and do what in a project: its team and its mentor; results are for everyone once it is completed."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from lms.learning.projects.models import Deliverable, Phase, Project, Review, Task, TeamMember, TimeEntry
from lms.learning.record.states import EnrolmentState
from lms.lib.prepared import prepared
from lms.people.access import reaches_city
from lms.people.models import Role, User, WorkingGroup, WorkingGroupMembership

LEADING_ROLES = frozenset({WorkingGroupMembership.Role.LEADER, WorkingGroupMembership.Role.MENTOR})


def in_team(user: User, prefix: str = "") -> Q:
    """Return the condition that a project (reached by `prefix`) has this person in its team."""
    places = TeamMember.objects.filter(enrolment__learner=user).exclude(enrolment__state=EnrolmentState.CANCELLED)
    return Q(**{f"{prefix}id__in": places.values("project_id")})


def within(user: User, prefix: str = "") -> Q:
    """Return the condition that a project has this person in its team or as its mentor."""
    return in_team(user, prefix) | Q(**{f"{prefix}mentor": user})


def is_mentor(person: User) -> bool:
    """Tell whether somebody mentors a project; asked before what costs more, because few do."""
    return bool(_mentored(person.pk))


@prepared
def _mentored(mentor: UUID) -> QuerySet[Project, int]:
    return Project.objects.filter(mentor=mentor).values_list("pk", flat=True)[:1]


def projects_of(user: User) -> QuerySet[Project]:
    """Return the projects a person works in or mentors."""
    return Project.objects.filter(within(user))


def project_or_404(user: User, uuid: UUID) -> Project:
    projects = projects_of(user).select_related("working_group", "mentor", "module__project", "module__course_version")
    return get_object_or_404(projects, uuid=uuid)


def completed_or_404(uuid: UUID) -> Project:
    """Return a completed project; its results are the whole city hall's."""
    completed = Project.objects.filter(state=Project.State.COMPLETED)
    return get_object_or_404(completed.select_related("working_group", "mentor"), uuid=uuid)


def team_project_or_404(user: User, uuid: UUID) -> Project:
    return get_object_or_404(Project.objects.filter(in_team(user)), uuid=uuid)


def team_phase_or_404(user: User, uuid: UUID) -> Phase:
    """Return a phase to somebody of the team: mentors review, they don't hand in."""
    return get_object_or_404(Phase.objects.filter(in_team(user, "project__")).select_related("project"), uuid=uuid)


def team_task_or_404(user: User, uuid: UUID) -> Task:
    tasks = Task.objects.filter(in_team(user, "phase__project__"))
    return get_object_or_404(tasks.select_related("phase__project"), uuid=uuid)


def deliverable_or_404(user: User, uuid: UUID) -> Deliverable:
    """Return a version to the team and the mentor, and an accepted one of a completed project to everyone."""
    shared = Q(phase__project__state=Project.State.COMPLETED, review__verdict=Review.Verdict.ACCEPTED)
    return get_object_or_404(Deliverable.objects.filter(within(user, "phase__project__") | shared), uuid=uuid)


def reviewable_or_404(user: User, uuid: UUID) -> Deliverable:
    """Return a version to the project's mentor; nobody judges what their own team handed in."""
    mine = Deliverable.objects.filter(~in_team(user, "phase__project__"), phase__project__mentor=user)
    return get_object_or_404(
        mine.select_related("phase__project__working_group", "phase__project__module__project", "by"), uuid=uuid
    )


def own_time_or_404(user: User, uuid: UUID) -> TimeEntry:
    return get_object_or_404(TimeEntry.objects.filter(person=user).select_related("project"), uuid=uuid)


def groups_led_by(user: User, on: date) -> QuerySet[WorkingGroup]:
    """Return the working groups a person leads or mentors on a date; these may start a project."""
    leads = WorkingGroupMembership.objects.filter(person=user, role__in=LEADING_ROLES).on(on)
    return WorkingGroup.objects.filter(pk__in=leads.values("working_group_id")).order_by("name")


def may_export_time(user: User, on: date) -> bool:
    """Tell whether a person may take away who gave how much time each week (職員課)."""
    return reaches_city(user, Role.HR, on=on)
