"""What happens when the last step of a workflow is approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

# Wagtail's models import this module while they are being loaded themselves.
if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from lms.people.models import User


def publish_approved(state: WorkflowState, user: User | None = None) -> None:
    """Publish what was approved.

    Wagtail asks whether the approver may publish by themselves; ours may not, and need not: the approval is the right.
    """
    state.content_object.get_latest_revision().publish(user=user, skip_permission_checks=True)
