"""The dated organisation: departments, ranks, and where each person is posted."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.dated import Dated, DatedQuerySet, ordered_dates
from lms.lib.ids import uuid7


class Department(models.Model):
    """An organisation node for life; its name and place in the tree are dated in `DepartmentPeriod`."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    # A roster without codes names a department by its path, so the code may be that long.
    code = models.CharField(_("department code"), max_length=200, unique=True)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")

    def __str__(self) -> str:
        return self.code


class DepartmentPeriod(Dated):
    """A department's name, kind and parent for a span of days (R05)."""

    class Kind(models.TextChoices):
        BUREAU = "bureau", _("department (部)")
        DIVISION = "division", _("division (課)")
        SECTION = "section", _("section (係)")

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="periods")
    parent = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="child_periods"
    )
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    order = models.PositiveIntegerField(_("order"), default=0)

    objects: ClassVar[DatedQuerySet["DepartmentPeriod"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            ordered_dates("department_period_dates"),
            models.UniqueConstraint(fields=["department", "valid_from"], name="department_period_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.valid_from}–)"


class Rank(models.Model):
    """A rank (級) such as 課長級, highest first; `heads` says which kind of department its holders lead."""

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=50)
    order = models.PositiveIntegerField(_("order"), unique=True)
    heads = models.CharField(_("leads a"), max_length=10, choices=DepartmentPeriod.Kind, blank=True, default="")

    class Meta:
        verbose_name = _("rank")
        verbose_name_plural = _("ranks")

    def __str__(self) -> str:
        return self.name


class TitleRank(models.Model):
    """The editable table that maps a job title (職名) to a rank (R06)."""

    title = models.CharField(_("job title"), max_length=50, unique=True)
    rank = models.ForeignKey(Rank, on_delete=models.PROTECT, related_name="titles", verbose_name=_("rank"))

    class Meta:
        verbose_name = _("job title and rank")
        verbose_name_plural = _("job titles and ranks")

    def __str__(self) -> str:
        return f"{self.title} → {self.rank}"


class Posting(Dated):
    """A person at a department with a title and rank for a span of days (R07).

    A person on leave keeps the main posting and has a second row of kind `leave` beside it.
    """

    class Kind(models.TextChoices):
        MAIN = "main", _("main post (本務)")
        CONCURRENT = "concurrent", _("concurrent post (兼務)")
        JOINT = "joint", _("joint post (併任)")
        ACTING = "acting", _("acting (事務取扱)")
        SECONDED_OUT = "seconded_out", _("seconded to another body (出向)")
        LEAVE = "leave", _("leave (休職・育休)")

    class Employment(models.TextChoices):
        REGULAR = "regular", _("regular staff")
        REAPPOINTED = "reappointed", _("reappointed (再任用)")
        FIXED_TERM = "fixed_term", _("fixed term (任期付)")
        FISCAL_YEAR = "fiscal_year", _("fiscal-year appointment (会計年度任用職員)")

    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="postings")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="postings")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.MAIN)
    employment = models.CharField(_("employment"), max_length=15, choices=Employment, default=Employment.REGULAR)
    title = models.CharField(_("job title"), max_length=50, blank=True)
    rank = models.ForeignKey(Rank, on_delete=models.PROTECT, related_name="postings")

    objects: ClassVar[DatedQuerySet["Posting"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            ordered_dates("posting_dates"),
            # One open main post a person: two roster loads at once cannot both post somebody.
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(kind="main", valid_to__isnull=True),
                name="posting_one_open_main",
                violation_error_message=_("This person already has an open main post."),
            ),
        ]
        indexes = [models.Index(fields=["person", "valid_from"], name="posting_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.title} ({self.kind}, {self.valid_from}–)"


# States that take a person out of the ADKAR denominator on a date.
OUT_OF_SCOPE_KINDS = frozenset({Posting.Kind.LEAVE, Posting.Kind.SECONDED_OUT})
