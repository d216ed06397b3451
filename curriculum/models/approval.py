"""The step of the workflow in which somebody else looks a course over before it is published."""

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from curriculum import access
from curriculum.models.courses import Course
from lms.lib import clock
from lms.people.models import User


class CourseApproval(Task):
    """公開前の確認: an administrator, or an author other than the one who submitted, approves or asks for changes."""

    class Meta:
        verbose_name = _("course approval")
        verbose_name_plural = _("course approvals")

    @classmethod
    def get_description(cls) -> str:
        return gettext("Any author but the one who submitted, or an administrator, can approve.")

    def user_can_access_editor(self, obj: Course, user: User) -> bool:
        return access.can_edit_courses(user, on=clock.today())

    def locked_for_user(self, obj: Course, user: User) -> bool:
        """Lock the course for everyone but those who may approve it: what is approved is what was submitted."""
        return not self._may_approve(obj, user)

    def get_actions(self, obj: Course, user: User) -> list[tuple[str, str | Promise, bool]]:
        if not self._may_approve(obj, user):
            return []
        reject = ("reject", gettext_lazy("Request changes"), True)
        if self._is_blocked(obj):
            return [reject]
        return [
            reject,
            ("approve", gettext_lazy("Approve"), False),
            ("approve", gettext_lazy("Approve with comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet[TaskState]:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        today = clock.today()
        if access.can_publish_courses(user, on=today):
            return waiting
        if access.can_edit_courses(user, on=today):
            return waiting.exclude(workflow_state__requested_by=user)
        return waiting.none()

    @staticmethod
    def _is_blocked(obj: Course) -> bool:
        """Tell whether a publish check blocks the draft, so that approving it could only fail."""
        from curriculum.publishing import findings_for  # publishing needs the models first

        draft = obj.get_latest_revision_as_object()
        return any(finding.blocks for finding in findings_for(draft, on=clock.today()))

    @staticmethod
    def _may_approve(obj: Course, user: User) -> bool:
        state = obj.current_workflow_state
        return access.can_approve_course(user, submitted_by=state and state.requested_by_id, on=clock.today())
