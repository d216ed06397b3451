"""The city's own calendar: days it closes beside the law's, or opens all the same (R02)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClosedDay(models.Model):
    """閉庁日: one day on which this city hall is closed, or open although the calendar says otherwise.

    Weekends, national holidays and 29 December to 3 January need no row.
    """

    on = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    is_open = models.BooleanField(_("open on this day"), default=False)
    set_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
