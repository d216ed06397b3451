"""Facts with dates: a row holds from `valid_from` (inclusive) to `valid_to` (exclusive, null while open)."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


def holds_on(on: date, prefix: str = "") -> models.Q:
    """Return the condition that a dated row holds on a date; `prefix` reaches it through a relation."""
    begun = models.Q(**{f"{prefix}valid_from__lte": on})
    not_over = models.Q(**{f"{prefix}valid_to__isnull": True}) | models.Q(**{f"{prefix}valid_to__gt": on})
    return begun & not_over


class DatedQuerySet[M: models.Model](models.QuerySet[M]):
    def on(self, on: date) -> Self:
        """Keep the rows that hold on this date."""
        return self.filter(holds_on(on))


class Dated(models.Model):
    """A fact that holds for a span of days."""

    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until (exclusive)"), null=True, blank=True)

    class Meta:
        abstract = True


def ordered_dates(name: str) -> models.CheckConstraint:
    """Return the constraint that a span does not end before it begins."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
        violation_error_message=_("The end date must come after the start date."),
    )
