"""What is said when a project refuses a step: what is wrong and what to do instead."""

from collections.abc import Iterable
from typing import cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.learning.projects.services import Refusal

REFUSALS: dict[str, Promise] = {
    "not_this_phase": gettext_lazy("This phase is not open for hand-ins. Hand in to the phase the project is in."),
    "older_version": gettext_lazy("A newer version has been handed in. Review the newest one."),
    "comment_missing": gettext_lazy("Write what is good and what to do next; the team reads it."),
    "future_day": gettext_lazy("This day is still to come. Enter today or an earlier day."),
    "project_over": gettext_lazy("The project was completed before this day. Enter a day of the project."),
    "no_mentor": gettext_lazy("This working group has no mentor yet. Ask HR to appoint one, then start the project."),
    "mentor_joins": gettext_lazy("The mentor reviews the project and cannot be in its team."),
}


def sentence(refusal: Refusal) -> str:
    """Return a refusal in the reader's language."""
    if refusal.code == "criteria_missing":
        criteria = cast("Iterable[str]", refusal.params["criteria"])  # what `review` gives with this code
        return _("Choose a level for: %(criteria)s.") % {"criteria": _(", ").join(criteria)}
    return str(REFUSALS[refusal.code])
