"""Reads for activity records: what a person did, and whose records somebody may read."""

from collections.abc import Iterable

from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.utils import timezone

from lms.learning.activity.models import ActivityRecord
from lms.learning.projects.models import Project, TeamMember, TimeEntry
from lms.learning.record.states import EnrolmentState
from lms.people.models import User, WorkingGroupMembership


def activities_of(person: User) -> list[dict[str, object]]:
    """Return a person's projects as a record keeps them, oldest first, in a constant number of queries."""
    places = TeamMember.objects.filter(enrolment__learner=person).exclude(enrolment__state=EnrolmentState.CANCELLED)
    minutes = TimeEntry.objects.filter(project=OuterRef("pk"), person=person, withdrawn_at=None).order_by()
    projects = (
        Project.objects.filter(pk__in=places.values("project"))
        .select_related("working_group")
        .annotate(
            minutes=Subquery(minutes.values("project").annotate(total=Sum("minutes")).values("total")),
            role=Subquery(_roles(person).values("role")[:1]),
        )
        .order_by("started_at", "pk")
    )
    return [_activity(project) for project in projects]


def _roles(person: User) -> QuerySet[WorkingGroupMembership]:
    """Return a person's memberships of a project's group, the leading one first."""
    rank = Case(When(role="leader", then=Value("0")), default=Value("1"), output_field=CharField())
    rows = WorkingGroupMembership.objects.filter(person=person, working_group=OuterRef("working_group"))
    return rows.order_by(rank, "-valid_from")


def _activity(project: Project) -> dict[str, object]:
    ended = project.completed_at
    return {
        "title": project.title,
        "group": project.working_group.name,
        "theme": project.working_group.theme,
        "role": project.role or WorkingGroupMembership.Role.MEMBER.value,  # type: ignore[attr-defined] # annotated
        "since": timezone.localdate(project.started_at).isoformat(),
        "until": timezone.localdate(ended).isoformat() if ended else "",
        "result": project.summary if ended else "",
        "minutes": project.minutes or 0,  # type: ignore[attr-defined] # annotated
    }


def newest(records: QuerySet[ActivityRecord]) -> list[ActivityRecord]:
    """Return the newest record of each person, by kana."""
    later = ActivityRecord.objects.filter(person=OuterRef("person")).order_by("-pk").values("pk")[:1]
    rows = records.filter(pk=Subquery(later)).select_related("person", "prepared_by")
    return list(rows.order_by("person__kana", "person__staff_no"))


def total_minutes(activities: Iterable[dict[str, object]]) -> int:
    return sum(int(str(activity["minutes"])) for activity in activities)
