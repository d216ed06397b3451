"""What is said when a class date refuses a step, and where somebody's application stands."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lms.learning.classes.services import Refusal

REFUSALS: dict[str, Promise] = {
    "begun": gettext_lazy("This class has begun. Speak to the Personnel Division (職員課)."),
    "called_off": gettext_lazy("This date has been called off. Choose another one."),
    "applied_elsewhere": gettext_lazy("There is a place at another date of this class already. Give it back first."),
    "attended_before": gettext_lazy("The class has been attended on another date and is completed."),
    "not_begun": gettext_lazy("Attendance can be recorded once the class has begun."),
    "attended_already": gettext_lazy("Somebody recorded as present has completed the module; that is not taken back."),
    "too_few_seats": gettext_lazy("More people have a seat than that. Enter at least as many seats as are taken."),
    "reason_missing": gettext_lazy("Write why you refuse; the applicant reads it."),
    "recorded_already": gettext_lazy("This place is not open any more, so nobody can take it over."),
    "has_a_place": gettext_lazy("This person has a place at this class already. Name somebody else."),
    "too_early": gettext_lazy("Check-in opens an hour before the class. Come back then."),
    "over": gettext_lazy("The class is over. Tell the organiser that you were there; they enter it."),
    "not_on_list": gettext_lazy("You have no seat at this date. Speak to the organiser in the room; they can add you."),
}


def sentence(refusal: Refusal) -> str:
    """Return a refusal in the reader's language."""
    return str(REFUSALS[refusal.code])
