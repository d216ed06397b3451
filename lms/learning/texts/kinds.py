"""Which messages people get, and the placeholders each may hold."""

from collections.abc import Mapping

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TextKind(models.TextChoices):
    """What a message says; its shipped words lie in `shipped/<language>/<kind>.txt`."""

    ASSIGNED = "assigned", pgettext_lazy("message", "courses are assigned")
    REMINDER = "reminder", pgettext_lazy("message", "the due date is near")
    OVERDUE = "overdue", pgettext_lazy("message", "the due date has passed")
    DIGEST = "digest", pgettext_lazy("message", "Monday digest for supervisors")
    EXTENSION_GRANTED = "extension_granted", pgettext_lazy("message", "the due date is moved")
    EXTENSION_KEPT = "extension_kept", pgettext_lazy("message", "the due date is kept")
    CLASS_CONSENT = "class_consent", pgettext_lazy("message", "class: consent is asked of the supervisor")
    CLASS_SEAT = "class_seat", pgettext_lazy("message", "class: a seat is there")
    CLASS_WAITING = "class_waiting", pgettext_lazy("message", "class: on the waiting list")
    CLASS_DECLINED = "class_declined", pgettext_lazy("message", "class: consent refused")
    CLASS_CHANGED = "class_changed", pgettext_lazy("message", "class: time or place changed")
    CLASS_CALLED_OFF = "class_called_off", pgettext_lazy("message", "class: called off")
    CLASS_REPLACED = "class_replaced", pgettext_lazy("message", "class: somebody else goes")
    CLASS_TAKEN_OFF = "class_taken_off", pgettext_lazy("message", "class: taken off the list")
    HANDIN_ACCEPTED = "handin_accepted", pgettext_lazy("message", "hand-in: accepted")
    HANDIN_RETURNED = "handin_returned", pgettext_lazy("message", "hand-in: returned to be mended")


COURSE_LEFT = ("name", "course", "due", "urgency", "minutes", "done", "total")
EXTENSION = ("name", "course", "due", "answer", "answered_by")
HANDIN = ("name", "course", "answer", "answered_by")
CLASS = ("name", "course", "day", "begins", "ends", "place")

PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    TextKind.ASSIGNED: ("name", "course", "courses", "due"),
    TextKind.REMINDER: COURSE_LEFT,
    TextKind.OVERDUE: COURSE_LEFT,
    TextKind.DIGEST: ("name", "late", "soon", "asked", "ratings"),
    TextKind.EXTENSION_GRANTED: EXTENSION,
    TextKind.EXTENSION_KEPT: EXTENSION,
    TextKind.CLASS_CONSENT: CLASS,
    TextKind.CLASS_SEAT: CLASS,
    TextKind.CLASS_WAITING: CLASS,
    TextKind.CLASS_DECLINED: (*CLASS, "note"),
    TextKind.CLASS_CHANGED: CLASS,
    TextKind.CLASS_CALLED_OFF: CLASS,
    TextKind.CLASS_REPLACED: CLASS,
    TextKind.CLASS_TAKEN_OFF: CLASS,
    TextKind.HANDIN_ACCEPTED: HANDIN,
    TextKind.HANDIN_RETURNED: HANDIN,
}

MEANINGS: Mapping[str, str | Promise] = {
    "name": _("name of the learner; in the Monday digest, of the supervisor"),
    "course": _("course; with several, the first and how many more"),
    "courses": _("all courses with their due dates, one a line"),
    "due": _("due date"),
    "urgency": _("how many days are left"),
    "minutes": _("minutes still to do"),
    "done": _("modules done"),
    "total": _("modules in all"),
    "late": _("people past a due date"),
    "soon": _("people with a due date within 7 days"),
    "asked": _("requests for more time that wait"),
    "ratings": _("ratings not handed in yet in the open assessment"),
    "answer": _("words of the answer"),
    "answered_by": _("who answered"),
    "day": _("day of the class"),
    "begins": _("beginning of the class"),
    "ends": _("end of the class"),
    "place": _("place of the class"),
    "note": _("reason of the refusal"),
}
