"""The activity record: a snapshot that its person sees and releases before anybody else may read it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.lib.ids import uuid7


class ActivityRecord(models.Model):
    """DX活動記録: activity, role, result and hours of one person as of a day; it holds no ADKAR level.

    Released or refused once, by the person alone; a newer record follows, none is changed.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("activity record", "waiting for the person to see it")
        RELEASED = "released", pgettext_lazy("activity record", "released by the person")
        REFUSED = "refused", pgettext_lazy("activity record", "not released")

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="activity_records")
    as_of = models.DateField(_("as of"))
    activities = models.JSONField(_("activities"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    remark = models.TextField(_("remark of the person"), blank=True)
    prepared_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(_("prepared at"))
    decided_at = models.DateTimeField(_("seen by the person at"), null=True)

    class Meta:
        verbose_name = _("activity record")
        verbose_name_plural = _("activity records")
        constraints = [
            # Two officers at once prepare one record, not two, for the person to look at.
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="waiting"), name="activity_record_one_waiting"
            ),
            models.CheckConstraint(
                name="activity_record_seen_first",
                condition=models.Q(state="waiting") | models.Q(decided_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="activity_record_newest")]

    def __str__(self) -> str:
        return f"{self.person_id} as of {self.as_of}: {self.state}"
