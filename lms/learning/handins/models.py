"""Hand-ins: what a learner wrote or attached, version by version, and what was said of it."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.learning.handed_in import MAX_NAME, stored_path
from lms.learning.rubric import Met
from lms.lib.ids import uuid7


def handin_path(version: "HandIn", name: str) -> str:
    return stored_path("handins", name, version.at)


class HandIn(models.Model):
    """提出: one version of a learner's answer to a hand-in module; a new version follows, none is ever replaced.

    `reviewer` is who was to look at it on the day it came in: the learner's first rater, else the course's owner,
    else nobody, and then HR does.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.PROTECT, related_name="hand_ins")
    module = models.ForeignKey("curriculum.Module", on_delete=models.PROTECT, related_name="hand_ins")
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"), blank=True)
    file = models.FileField(_("file"), upload_to=handin_path, blank=True)
    filename = models.CharField(_("file name"), max_length=MAX_NAME, blank=True)
    reviewer = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    request_key = models.CharField(max_length=64)
    at = models.DateTimeField(_("handed in at"))

    class Meta:
        verbose_name = _("hand-in")
        verbose_name_plural = _("hand-ins")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "module", "number"], name="handin_number"),
            # A form sent twice hands in once.
            models.UniqueConstraint(fields=["enrolment", "module", "request_key"], name="handin_once_per_request"),
            models.CheckConstraint(name="handin_not_empty", condition=~models.Q(text="", file="")),
        ]
        # What waits for one reviewer.
        indexes = [models.Index(fields=["reviewer", "at"], name="handin_of_reviewer")]

    # How far each criterion was met, set by the query that lists versions for a page.
    levels: Sequence[Met] = ()

    def __str__(self) -> str:
        return f"{self.module_id} of {self.enrolment_id} v{self.number}"


class HandInReview(models.Model):
    """確認: the reviewer's verdict on one version; accepting it completes the module."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned for another version")

    hand_in = models.OneToOneField(HandIn, on_delete=models.PROTECT, related_name="review")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    comment = models.TextField(_("comment"), blank=True)
    # Level 1 to 4 by the rubric's criterion key; empty where the hand-in has no rubric.
    scores = models.JSONField(_("levels"), default=dict)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("reviewed at"))

    def __str__(self) -> str:
        return f"{self.hand_in_id}: {self.verdict}"
