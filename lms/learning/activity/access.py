"""Who may prepare and who may read an activity record. Nobody but its person reads one that is not released."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from lms.learning.activity.models import ActivityRecord
from lms.learning.projects.models import Project, TeamMember
from lms.people.models import Posting, RaterAssignment, Role, User, WorkingGroupMembership
from lms.people.reach import reach_of

LEADING = (WorkingGroupMembership.Role.LEADER, WorkingGroupMembership.Role.MENTOR)


def people_for(user: User, *, on: date) -> QuerySet[User]:
    """Return whose record somebody may ask for: HR within reach, leaders of their groups' teams, raters, oneself."""
    reach = reach_of(user, Role.HR, on)
    posted = Posting.objects.on(on).filter(reach.condition("department"), kind=Posting.Kind.MAIN).values("person")
    rated = RaterAssignment.objects.on(on).filter(rater=user).values("person")
    led = WorkingGroupMembership.objects.on(on).filter(person=user, role__in=LEADING).values("working_group")
    mentored = Project.objects.filter(Q(working_group__in=led) | Q(mentor=user)).values("pk")
    teams = TeamMember.objects.filter(project__in=mentored).values("enrolment__learner")
    mine = Q(pk=user.pk) | Q(pk__in=rated) | Q(pk__in=teams)
    return User.objects.filter(mine | Q(pk__in=posted) if reach else mine)


def may_see_others(user: User, *, on: date) -> bool:
    return people_for(user, on=on).exclude(pk=user.pk).exists()


def person_or_404(user: User, uuid: UUID, *, on: date) -> User:
    return get_object_or_404(people_for(user, on=on), pk=uuid)


def own_record_or_404(user: User, uuid: UUID) -> ActivityRecord:
    return get_object_or_404(ActivityRecord, person=user, uuid=uuid)


def readable(user: User, *, on: date) -> QuerySet[ActivityRecord]:
    """Return the records somebody may read: their own, and those released by people they may ask about."""
    released = Q(state=ActivityRecord.State.RELEASED, person__in=people_for(user, on=on))
    return ActivityRecord.objects.filter(Q(person=user) | released)


def record_or_404(user: User, uuid: UUID, *, on: date) -> ActivityRecord:
    return get_object_or_404(readable(user, on=on).select_related("person", "prepared_by"), uuid=uuid)
