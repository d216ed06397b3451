"""ADKAR: cycles, assessments, append-only answers, confirmations, evidence."""

from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from assessments.calibration.models import Calibration, CalibrationCase, CalibrationRater, CalibrationRating, Vignette
from assessments.comments import BIG_STEP, HIGH_LEVEL, CommentLimits
from assessments.evidence import default_needs
from assessments.levels import LevelRule
from assessments.scope import Exclude, TakesIn, default_employments, default_kinds
from assessments.sources import EvidenceKind, Source, title_of
from assessments.states import AnswerScale, AssessmentState, Choice, CycleState, View
from assessments.terms import CommentReaders, Setting
from lms.lib.dated import Dated, DatedQuerySet, ordered_dates
from lms.lib.ids import uuid7

__all__ = [
    "Answer",
    "AnswerLine",
    "Assessment",
    "Calibration",
    "CalibrationCase",
    "CalibrationRater",
    "CalibrationRating",
    "Chair",
    "Confirmation",
    "Cycle",
    "CycleReminder",
    "Decision",
    "Deputy",
    "Evidence",
    "Exclusion",
    "Extension",
    "Objection",
    "RaterChange",
    "Reply",
    "Vignette",
]

LEVEL_OR_NONE = models.Q(level__isnull=True) | models.Q(level__range=(0, 5))


class Cycle(models.Model):
    """評価期間: one round of assessment with a window and a reference date (基準日).

    Who is left out (対象外) is the cycle's own setting, so that a later rule changes no past figure (R07).
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    code = models.SlugField(_("code"), unique=True)
    name_ja = models.CharField(_("cycle name"), max_length=100)
    name_en = models.CharField(_("English cycle name"), max_length=100, blank=True)
    framework = models.ForeignKey("curriculum.FrameworkVersion", on_delete=models.PROTECT, related_name="cycles")
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    reference_on = models.DateField(_("reference date"))
    is_baseline = models.BooleanField(_("baseline"), default=False)
    excluded_kinds = models.JSONField(_("kinds of posting left out"), default=default_kinds)
    excluded_employments = models.JSONField(_("kinds of employment left out"), default=default_employments)
    takes_in = models.CharField(_("who takes part"), max_length=10, choices=TakesIn, default=TakesIn.EVERYONE)
    movers_since = models.DateField(_("joined or moved since"), null=True, blank=True)
    purpose_ja = models.TextField(_("purpose notice"), blank=True)
    purpose_en = models.TextField(_("purpose notice in English"), blank=True)
    answer_scale = models.CharField(_("answer scale"), max_length=10, choices=AnswerScale, default=AnswerScale.FOUR)
    level_rule = models.CharField(_("level rule"), max_length=12, choices=LevelRule, default=LevelRule.CUMULATIVE)
    evidence_needs = models.JSONField(_("evidence by level"), default=default_needs)
    has_second_rater = models.BooleanField(_("a second rater confirms"), default=True)
    comment_high_level = models.PositiveSmallIntegerField(
        _("comment needed from level"), null=True, blank=True, default=HIGH_LEVEL
    )
    comment_big_change = models.PositiveSmallIntegerField(
        _("comment needed at this many levels from last time"), null=True, blank=True, default=BIG_STEP
    )
    comment_big_gap = models.PositiveSmallIntegerField(
        _("comment needed at this many levels from the self-assessment"), null=True, blank=True, default=BIG_STEP
    )
    comment_readers = models.CharField(
        _("who sees comments"), max_length=10, choices=CommentReaders, default=CommentReaders.SUBJECT
    )
    objection_days = models.PositiveSmallIntegerField(_("days to object in"), default=30)
    calibration_opens_on = models.DateField(_("calibration begins on"), null=True, blank=True)
    calibration_closes_on = models.DateField(_("calibration ends on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=CycleState, default=CycleState.PLANNED)
    planned_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    opening_requested_at = models.DateTimeField(_("opening requested at"), null=True)
    opening_requested_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    # How far the opening is and when it last moved: what the page shows, and how the sweep knows a dead worker.
    opening_done = models.PositiveIntegerField(default=0)
    opening_total = models.PositiveIntegerField(default=0)
    opening_touched_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(_("opened at"), null=True)
    closed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        verbose_name = _("assessment cycle")
        verbose_name_plural = _("assessment cycles")
        constraints = [
            models.CheckConstraint(
                name="cycle_window",
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                violation_error_message=_("The cycle must close on or after the day it opens."),
            ),
            models.CheckConstraint(
                name="cycle_movers_have_a_day",
                condition=~models.Q(takes_in="movers") | models.Q(movers_since__isnull=False),
                violation_error_message=_("Say since which day people must have joined or moved."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name_ja

    @property
    def purpose(self) -> str:
        """What the assessment is used for: the cycle's own words, or the framework's, in the reader's language."""
        if get_language() == "en":
            english = self.purpose_en or ("" if self.purpose_ja else self.framework.purpose_notice_en)
            if english:
                return english
        return self.purpose_ja or self.framework.purpose_notice_ja

    @property
    def comment_limits(self) -> CommentLimits:
        return CommentLimits(
            high_level=self.comment_high_level, big_change=self.comment_big_change, big_gap=self.comment_big_gap
        )


class Assessment(models.Model):
    """評価: one person in one cycle, bound to the group, framework and raters of the reference date.

    The level columns are the fold of the append-only `Answer` and `Confirmation` rows: null means none yet
    (未評価), 0 means assessed but below level 1 (レベル1未到達). The confirmed level is the supervisor's after the
    second rater's check, never an average.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="assessments")
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="assessments")
    group = models.ForeignKey("curriculum.TalentGroup", on_delete=models.PROTECT, related_name="assessments")
    is_secondary_wg = models.BooleanField(_("also in a working group (再掲)"), default=False)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("job title"), max_length=50, blank=True)
    first_rater = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="first_ratings")
    second_rater = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="second_ratings")
    state = models.CharField(_("state"), max_length=10, choices=AssessmentState, default=AssessmentState.OPEN)
    # When the person first saw the purpose notice of the cycle's framework (R19).
    notice_shown_at = models.DateTimeField(null=True)
    self_level = models.PositiveSmallIntegerField(_("self level"), null=True)
    self_submitted_at = models.DateTimeField(null=True)
    supervisor_level = models.PositiveSmallIntegerField(_("supervisor level"), null=True)
    supervisor_saved_at = models.DateTimeField(null=True)
    level = models.PositiveSmallIntegerField(_("confirmed level"), null=True)
    confirmed_at = models.DateTimeField(null=True)
    # Ratings up to this answer are a former rater's or were set aside: kept, but they no longer count.
    rating_after = models.BigIntegerField(null=True)
    # The last day of an extension for this person alone; the cycle's own last day holds without one.
    extended_to = models.DateField(_("extended to"), null=True)
    # When an objection set the level aside: from then on it may be rated anew although the cycle is closed.
    reopened_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            # Opening a cycle twice, or two workers at once, cannot assess a person twice.
            models.UniqueConstraint(fields=["cycle", "person"], name="assessment_once"),
            models.CheckConstraint(name="assessment_level", condition=LEVEL_OR_NONE),
        ]
        indexes = [
            models.Index(fields=["first_rater", "cycle"], name="assessment_first_rater"),
            models.Index(fields=["second_rater", "cycle"], name="assessment_second_rater"),
            models.Index(fields=["cycle", "group", "level"], name="assessment_figures"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.cycle_id}"

    @property
    def due_on(self) -> date:
        """The last day for this person."""
        return max(self.cycle.closes_on, self.extended_to) if self.extended_to else self.cycle.closes_on


class Exclusion(models.Model):
    """対象外: a person whom the cycle leaves out, with the reason; not part of any denominator."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="exclusions")
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey("curriculum.TalentGroup", on_delete=models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=15, choices=Exclude)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("person out of scope")
        verbose_name_plural = _("people out of scope")
        constraints = [models.UniqueConstraint(fields=["cycle", "person"], name="exclusion_once")]

    def __str__(self) -> str:
        return f"{self.person_id} not in {self.cycle_id}: {self.reason}"


class Answer(models.Model):
    """回答: five judged sentences at one moment, from one view; appended, never edited.

    The newest row of a view is the one that counts; `request_key` makes a repeated save harmless. `level` follows
    by the rule in `assessments.levels` (0 = below level 1, null = cannot tell). A draft is a self-assessment not yet
    handed in, or a rating that still lacks its level or a comment.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    view = models.CharField(_("whose view"), max_length=12, choices=View)
    is_draft = models.BooleanField(_("draft"), default=False)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    request_key = models.CharField(max_length=64)
    level = models.PositiveSmallIntegerField(null=True)
    has_skip = models.BooleanField(_("a later sentence is met above a gap (飛び越し)"), default=False)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "view", "request_key"], name="answer_once_per_request"),
            models.CheckConstraint(name="answer_level", condition=LEVEL_OR_NONE),
        ]
        # The newest answer of one view, for one person or for a rater's whole list.
        indexes = [models.Index(fields=["assessment", "view", "-id"], name="answer_newest")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.view} at {self.at}"


class AnswerLine(models.Model):
    """One sentence's answer, with the text as it was shown."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="lines")
    level = models.PositiveSmallIntegerField()
    descriptor = models.ForeignKey("curriculum.LevelDescriptor", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("sentence as shown"))
    choice = models.CharField(max_length=10, choices=Choice)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "level"], name="answer_line_once")]

    def __str__(self) -> str:
        return f"L{self.level}: {self.choice}"


class Confirmation(models.Model):
    """確定: the second rater confirms the supervisor's level, or returns it with a reason; appended."""

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("rating confirmed")
        RETURNED = "returned", _("rating returned")

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="confirmations")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="confirmations")
    level = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # A double click confirms once.
            models.UniqueConstraint(fields=["answer"], name="confirmation_once_per_answer"),
            models.CheckConstraint(
                name="confirmation_return_has_reason",
                condition=~models.Q(verdict="returned") | ~models.Q(reason=""),
                violation_error_message=_("Say why you return this rating."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.verdict}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def standing(self) -> Self:
        """Keep what has not been withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Evidence(models.Model):
    """根拠: a fact that supports one sentence: completed learning, an accepted hand-in or deliverable, or a dated note.

    `happened_on` is the day of completion, of handing in, or the one the note names.
    """

    Kind = EvidenceKind

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="evidence")
    level = models.PositiveSmallIntegerField(_("level it supports"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.PROTECT, null=True, related_name="+")
    hand_in = models.ForeignKey("learning.HandIn", on_delete=models.PROTECT, null=True, related_name="+")
    deliverable = models.ForeignKey("learning.Deliverable", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(_("what happened"), blank=True)
    happened_on = models.DateField(_("date it happened"), null=True, blank=True)
    request_key = models.CharField(max_length=64)
    added_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[EvidenceQuerySet] = EvidenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(name="evidence_level_1_to_5", condition=models.Q(level__range=(1, 5))),
            # A note sent twice is one note.
            models.UniqueConstraint(fields=["assessment", "request_key"], name="evidence_once_per_request"),
            models.UniqueConstraint(
                fields=["assessment", "level", "enrolment"],
                condition=models.Q(withdrawn_at__isnull=True, enrolment__isnull=False),
                name="evidence_enrolment_once",
                violation_error_message=_("This learning is already attached."),
            ),
            models.UniqueConstraint(
                fields=["assessment", "level", "hand_in"],
                condition=models.Q(withdrawn_at__isnull=True, hand_in__isnull=False),
                name="evidence_hand_in_once",
            ),
            models.UniqueConstraint(
                fields=["assessment", "level", "deliverable"],
                condition=models.Q(withdrawn_at__isnull=True, deliverable__isnull=False),
                name="evidence_deliverable_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for L{self.level}"

    @property
    def source(self) -> Source | None:
        """What it points to; nothing for a note."""
        return self.enrolment or self.hand_in or self.deliverable

    @property
    def title(self) -> str:
        return title_of(self.source)


class Chair(models.TextChoices):
    """The two seats a rater may have."""

    FIRST = "first", _("first rater (一次評価者)")
    SECOND = "second", _("second rater (二次評価者)")


class RaterChange(models.Model):
    """評価者の変更: HR gives one person's assessment to another rater, with a reason; appended."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="rater_changes")
    chair = models.CharField(_("role"), max_length=10, choices=Chair)
    former = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    rater = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.former_id} → {self.rater_id} ({self.chair})"


class Deputy(Dated):
    """代理: somebody sits in a rater's chair for a span of days, explicit and logged (R08).

    The deputy sees and does what the rater would, is named in what they write, and never rates themselves.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="deputies")
    rater = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="deputyships")
    chair = models.CharField(_("role"), max_length=10, choices=Chair)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[DatedQuerySet["Deputy"]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        constraints = [
            ordered_dates("deputy_dates"),
            models.CheckConstraint(
                name="deputy_is_somebody_else",
                condition=~models.Q(rater=models.F("deputy")),
                violation_error_message=_("Nobody is their own deputy."),
            ),
            models.UniqueConstraint(
                fields=["cycle", "rater", "deputy", "chair"],
                condition=models.Q(valid_to__isnull=True),
                name="deputy_once_open",
                violation_error_message=_("This person already stands in for this rater."),
            ),
        ]
        # Whom a person stands in for today, asked on every page of a rater.
        indexes = [models.Index(fields=["deputy", "chair", "valid_from"], name="deputy_people")]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.rater_id} ({self.chair})"

    @property
    def last_day(self) -> date | None:
        """The last day it holds; None while nobody has ended it."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None


class Extension(models.Model):
    """期限の延長: one person's last day in a cycle, moved by HR with a reason; the newest row counts."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateField(_("extended to"))
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.assessment_id} until {self.until}"


class Objection(models.Model):
    """意見申出: what a person writes against a confirmed level; it is never edited, and gets a reply (R21)."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="objections")
    confirmation = models.ForeignKey(Confirmation, on_delete=models.PROTECT, related_name="objections")
    text = models.TextField(_("objection"))
    request_key = models.CharField(max_length=64)
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        # A form sent twice objects once.
        constraints = [
            models.UniqueConstraint(fields=["assessment", "request_key"], name="objection_once_per_request"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} at {self.at}"


class Reply(models.Model):
    """意見申出への回答: the level stands, or it is set aside and rated anew; either way in writing."""

    class Verdict(models.TextChoices):
        UPHELD = "upheld", pgettext_lazy("objection", "the level stands")
        SET_ASIDE = "set_aside", pgettext_lazy("objection", "the level is set aside and rated anew")

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="reply")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    text = models.TextField(_("reply"))
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")

    def __str__(self) -> str:
        return f"{self.objection_id}: {self.verdict}"


class CycleReminder(models.Model):
    """督促: one mail to one person about one cycle; at most one a day, whatever they are late with."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="reminders")
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("day"))
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["cycle", "person", "on"], name="cycle_reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.person_id} on {self.on}"


class Decision(models.Model):
    """決定: who approved a setting, when, under which document number."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, null=True, related_name="decisions")
    setting = models.CharField(_("setting"), max_length=20, choices=Setting, blank=True)
    what = models.CharField(_("what was decided"), max_length=100)
    value = models.JSONField(_("decided value"), default=dict)
    decided_by = models.CharField(_("decided by"), max_length=100)
    decided_on = models.DateField(_("decided on"))
    document_no = models.CharField(_("document number"), max_length=50, blank=True)
    recorded_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Decision"]] = models.Manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return f"{self.what} ({self.decided_on})"
