"""What is said when a hand-in or its review is refused."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lms.learning.handins.services import Refusal

REFUSALS: dict[str, Promise] = {
    "accepted_already": gettext_lazy("This has been accepted. There is nothing more to hand in here."),
    "nothing": gettext_lazy("Write something or attach a file, then hand in."),
    "older_version": gettext_lazy("A newer version has been handed in. Review that one."),
    "criteria_missing": gettext_lazy("Choose a level for every criterion before you accept."),
    "reviewed_already": gettext_lazy("This version has been reviewed; nobody else needs to."),
    "own_work": gettext_lazy("Nobody reviews their own work. Name somebody else."),
    "comment_missing": gettext_lazy("Write what to change; the learner reads it."),
}


def sentence(refusal: Refusal) -> str:
    """Return a refusal in the reader's language."""
    return str(REFUSALS[refusal.code])
