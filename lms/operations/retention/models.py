"""Terms that differ from the proposed ones, holds, and deletion runs with what they deleted."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.lib.ids import uuid7
from lms.operations.retention.rules import run_number


class RetentionTerm(models.Model):
    """保存期間: how long a class is kept, where the city has set it; without a row the proposed term holds."""

    key = models.CharField(_("class of records"), max_length=30, unique=True)
    years = models.PositiveSmallIntegerField(_("years"))
    document_no = models.CharField(_("document number"), max_length=50, blank=True)
    set_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("set at"))

    class Meta:
        verbose_name = _("retention term")
        verbose_name_plural = _("retention terms")

    def __str__(self) -> str:
        return f"{self.key}: {self.years}"


class HoldQuerySet(models.QuerySet["Hold"]):
    def standing(self) -> Self:
        return self.filter(released_at=None)


class Hold(models.Model):
    """保留: keeps one person's records, or everybody's, out of every deletion until it is released."""

    class Reason(models.TextChoices):
        OBJECTION = "objection", _("an objection is open")
        DISPUTE = "dispute", _("a dispute or lawsuit")
        DISCLOSURE = "disclosure", _("a disclosure request")
        AUDIT = "audit", _("an audit")
        OTHER = "other", pgettext_lazy("hold", "another reason")

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    person = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    note = models.CharField(_("note"), max_length=200, blank=True)
    placed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(_("placed at"))
    released_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(_("released at"), null=True)

    objects: ClassVar[HoldQuerySet] = HoldQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        indexes = [models.Index(fields=["released_at", "person"], name="hold_standing")]

    def __str__(self) -> str:
        return f"{self.person_id or 'everybody'}: {self.reason}"


class DeletionRun(models.Model):
    """廃棄: one deletion, proposed by one person, approved by another, carried out in the background.

    The row stays for good as the record of deletion (廃棄記録); it and its items name nobody whose data was deleted.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("deletion", "waiting for approval")
        RUNNING = "running", pgettext_lazy("deletion", "being carried out")
        DONE = "done", pgettext_lazy("deletion", "carried out")
        REJECTED = "rejected", pgettext_lazy("deletion", "not approved")
        WITHDRAWN = "withdrawn", pgettext_lazy("deletion", "withdrawn")

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    serial = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    # The day whose rules decide: what had run out by then.
    on = models.DateField(_("as of"))
    document_no = models.CharField(_("document number"), max_length=50, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    # Years by class on the day of the proposal: a later change of a term changes no run.
    terms = models.JSONField(default=dict)
    # Nobody where an older backup was restored that does not know them; the office stays.
    proposed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    proposed_office = models.CharField(max_length=200, blank=True)
    proposed_at = models.DateTimeField(_("proposed at"))
    # Who of HR looked where texts of the city still name the leavers, when, and in how many places they did.
    looked_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField(null=True)
    places_found = models.PositiveIntegerField(null=True)
    decided_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_office = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    # When a worker last did something: how the sweep knows a dead one.
    touched_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    # When it was carried out again because an older backup had been restored.
    repeated_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("deletion run")
        verbose_name_plural = _("deletion runs")
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "serial"], name="deletion_run_number"),
            # Two proposals at once would hold the same people.
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(state__in=["proposed", "running"]),
                name="deletion_run_one_open",
                violation_error_message=_("Another deletion is waiting or under way."),
            ),
            models.CheckConstraint(
                name="deletion_run_four_eyes",
                condition=~models.Q(state__in=["running", "done"])
                | (models.Q(decided_at__isnull=False) & ~models.Q(decided_by=models.F("proposed_by"))),
                violation_error_message=_("Somebody else must approve what you proposed."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return run_number(self.fiscal_year, self.serial)


OPEN_STATES = frozenset({DeletionRun.State.PROPOSED, DeletionRun.State.RUNNING})


class DeletionItem(models.Model):
    """One person's share of one class in a run, or one piece of a class about many people.

    It names a person by the key of their row, which says nothing without the row: that is what lets the deletion be
    repeated on an old backup.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("deletion", "waiting")
        DELETED = "deleted", pgettext_lazy("deletion", "deleted")
        KEPT = "kept", pgettext_lazy("deletion", "kept")

    run = models.ForeignKey(DeletionRun, on_delete=models.PROTECT, related_name="items")
    key = models.CharField(max_length=30)
    person = models.UUIDField(null=True)
    reference = models.CharField(max_length=100, blank=True)
    before = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.WAITING)
    rows = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "key", "person"], condition=models.Q(person__isnull=False), name="deletion_person_once"
            ),
            models.UniqueConstraint(
                fields=["run", "key", "reference"], condition=models.Q(person=None), name="deletion_piece_once"
            ),
        ]
        # What is left to do.
        indexes = [models.Index(fields=["run", "outcome", "id"], name="deletion_waiting")]

    def __str__(self) -> str:
        return f"{self.key} {self.person or self.reference}: {self.outcome}"


class DoomedFile(models.Model):
    """A file whose row is deleted already; it goes as soon as somebody gets to it, also after a crash."""

    run = models.ForeignKey(DeletionRun, on_delete=models.PROTECT, related_name="doomed_files")
    name = models.CharField(max_length=500)

    def __str__(self) -> str:
        return self.name
