"""Classes (集合研修): the dates of a class module, and who applied, came or stayed away."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.lib.ids import uuid7


class ClassSession(models.Model):
    """集合研修の回: one date of a class, with a place and so many seats.

    It belongs to a module of one course version; learners of another version meet it by the module's key, which
    stays the same across versions. `needs_consent` makes an application wait for the learner's supervisor;
    `required_percent` is how much of the date somebody must be there for it to count.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    module = models.ForeignKey("curriculum.Module", on_delete=models.PROTECT, related_name="class_sessions")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200)
    capacity = models.PositiveIntegerField(_("seats"))
    instructor = models.CharField(_("instructor"), max_length=200, blank=True)
    needs_consent = models.BooleanField(_("applications need the supervisor's consent"), default=False)
    required_percent = models.PositiveSmallIntegerField(_("share to be present, in per cent"), default=80)
    request_key = models.CharField(max_length=64)
    called_off_at = models.DateTimeField(_("called off at"), null=True)
    created_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("class date")
        verbose_name_plural = _("class dates")
        constraints = [
            # A form sent twice makes one date.
            models.UniqueConstraint(fields=["module", "request_key"], name="class_once_per_request"),
            models.CheckConstraint(
                name="class_ends_after_start",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(name="class_has_seats", condition=models.Q(capacity__gt=0)),
            models.CheckConstraint(name="class_required_percent", condition=models.Q(required_percent__range=(1, 100))),
        ]
        indexes = [models.Index(fields=["module", "starts_at"], name="class_by_date")]

    def __str__(self) -> str:
        return f"{self.module_id} at {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class ClassApplication(models.Model):
    """出欠: one learner at one date, from applying to having been there.

    Somebody asks, the supervisor consents, and a seat is theirs, or a place on the waiting list; whoever is
    nominated (推薦) by a supervisor or designated (指名) by the organiser needs no consent. Present for too short a
    time is `PARTLY`: recorded, and not counted. `substitute_for` names the application whose seat this one took.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waiting for consent")
        DECLINED = "declined", _("consent refused")
        WAITING = "waiting", _("on the waiting list")
        APPLIED = "applied", pgettext_lazy("class", "applied")
        CANCELLED = "cancelled", pgettext_lazy("class", "seat given back")
        ATTENDED = "attended", _("attended")
        PARTLY = "partly", _("there for a part")
        ABSENT = "absent", _("absent")

    class Source(models.TextChoices):
        DESIGNATED = "designated", pgettext_lazy("class", "designated")
        NOMINATED = "nominated", pgettext_lazy("class", "nominated")
        OWN = "own", pgettext_lazy("class", "own application")
        SUBSTITUTE = "substitute", pgettext_lazy("class", "substitute")
        ON_THE_DAY = "on_the_day", pgettext_lazy("class", "on the day")

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    session = models.ForeignKey(ClassSession, on_delete=models.PROTECT, related_name="applications")
    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.PROTECT, related_name="class_applications")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.APPLIED)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.OWN)
    applied_at = models.DateTimeField(_("applied for at"))
    consent_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    consent_at = models.DateTimeField(_("consent given or refused at"), null=True)
    consent_note = models.CharField(_("reason"), max_length=400, blank=True)
    checked_in_at = models.DateTimeField(_("checked in at"), null=True)
    late_minutes = models.PositiveSmallIntegerField(_("minutes late"), default=0)
    left_early_minutes = models.PositiveSmallIntegerField(_("minutes left early"), default=0)
    substitute_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="substitutes")
    recorded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"), null=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="application_once"),
            models.CheckConstraint(
                name="attendance_is_recorded",
                condition=~models.Q(state__in=["attended", "partly", "absent"]) | models.Q(recorded_at__isnull=False),
            ),
            models.CheckConstraint(
                name="refusal_has_a_person",
                condition=~models.Q(state="declined") | models.Q(consent_by__isnull=False, consent_at__isnull=False),
            ),
        ]
        # The waiting list of a date, and what waits for consent.
        indexes = [models.Index(fields=["session", "state", "applied_at"], name="application_queue")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} at {self.session_id}: {self.state}"


class ClassNotice(models.Model):
    """連絡: a change of somebody's place that they did not make themselves, to be told by mail once.

    `seat` reads "you have a seat now"; `consent` goes to the supervisor. It is written with the change and sent
    later, so that neither a dead worker nor the night loses it.
    """

    class Kind(models.TextChoices):
        CONSENT = "consent", _("consent is asked for")
        SEAT = "seat", _("a seat is there")
        WAITING = "waiting", _("on the waiting list")
        DECLINED = "declined", _("consent refused")
        CHANGED = "changed", _("the date has changed")
        CALLED_OFF = "called_off", _("the date is called off")
        REPLACED = "replaced", _("somebody else goes instead")
        TAKEN_OFF = "taken_off", _("taken off the list")

    application = models.ForeignKey(ClassApplication, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("happened at"))
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("class notice")
        verbose_name_plural = _("class notices")
        constraints = [models.UniqueConstraint(fields=["application", "kind", "at"], name="class_notice_once")]
        indexes = [
            # What is still to be sent.
            models.Index(fields=["at"], name="class_notice_unsent", condition=models.Q(sent_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.application_id}"


# What the organiser has said of the day.
RECORDED_STATES = frozenset(
    {ClassApplication.State.ATTENDED, ClassApplication.State.PARTLY, ClassApplication.State.ABSENT}
)
# A seat is taken by whoever has not withdrawn; waiting for consent or on the list takes none.
SEATED_STATES = RECORDED_STATES | {ClassApplication.State.APPLIED}
# Who is to come, or would like to: one at a time for each class.
PENDING_STATES = frozenset(
    {ClassApplication.State.ASKED, ClassApplication.State.WAITING, ClassApplication.State.APPLIED}
)
GONE_STATES = frozenset({ClassApplication.State.CANCELLED, ClassApplication.State.DECLINED})
