"""Playing packages: attempts, launches, what they sent, and the fold of it."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lms.learning.record.states import Completion, Success
from lms.learning.scorm.states import AttemptState, CommitKind, Ending, Mode, SessionState
from lms.lib.ids import uuid7


class Attempt(models.Model):
    """受講回: one try of an enrolment at a SCORM module, on the package version it began with.

    `completion`, `success` and `score` are the best of this try over all its items; what counts for the course is
    `ModuleProgress`, which keeps the best of all tries.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.PROTECT, related_name="scorm_attempts")
    module = models.ForeignKey("curriculum.Module", on_delete=models.PROTECT, related_name="scorm_attempts")
    number = models.PositiveIntegerField(_("number"))
    package_version = models.ForeignKey("curriculum.PackageVersion", on_delete=models.PROTECT, related_name="attempts")
    state = models.CharField(_("state"), max_length=6, choices=AttemptState, default=AttemptState.OPEN)
    completion = models.CharField(max_length=15, choices=Completion, default=Completion.NOT_ATTEMPTED)
    success = models.CharField(max_length=10, choices=Success, default=Success.UNKNOWN)
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=6, null=True)
    started_at = models.DateTimeField(_("started at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "module", "number"], name="scorm_attempt_number"),
            # Two tabs that launch at once meet here: one of them makes the attempt, both play it.
            models.UniqueConstraint(
                fields=["enrolment", "module"],
                condition=models.Q(state=AttemptState.OPEN),
                name="scorm_attempt_one_open",
                violation_error_message=_("This package is already being played."),
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number} of {self.enrolment_id} at {self.module_id}"


class PackageMove(models.Model):
    """版の切り替え: from the next launch on, an enrolment plays this version of a module's package, from the start.

    A window that is open goes on with the version it has. What was earned stays; the open attempt is closed at the
    next launch, with all it holds.
    """

    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.PROTECT, related_name="package_moves")
    module = models.ForeignKey("curriculum.Module", on_delete=models.PROTECT, related_name="package_moves")
    version = models.ForeignKey("curriculum.PackageVersion", on_delete=models.PROTECT, related_name="moves")
    moved_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField(_("moved at"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "module"], name="package_move_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} at {self.module_id} plays {self.version_id}"


class CmiState(models.Model):
    """The run-time data of one item in one attempt, as its last session left it, and the best outcome so far.

    `data` is JSON text of element to value, escaped to ASCII: packages write characters (U+0000, half of a surrogate
    pair) that no database stores as they are, and suspend data must come back byte for byte. `total_time` is
    cmi.total_time in seconds; `ended` tells how the last session ended. While a session is open, it holds the data.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="cmi_states")
    item = models.ForeignKey("curriculum.PackageItem", on_delete=models.PROTECT, related_name="cmi_states")
    data = models.TextField(default="{}")
    total_time = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    completion = models.CharField(max_length=15, choices=Completion, default=Completion.NOT_ATTEMPTED)
    success = models.CharField(max_length=10, choices=Success, default=Success.UNKNOWN)
    score = models.DecimalField(max_digits=7, decimal_places=6, null=True)
    ended = models.CharField(max_length=8, choices=Ending, blank=True, default=Ending.NONE)
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "item"], name="scorm_state_once")]

    def __str__(self) -> str:
        return f"item {self.item_id} in attempt {self.attempt_id}: {self.completion}"


class ScormSession(models.Model):
    """学習セッション: one launch of one item, from the player's opening to its end.

    An open session is the only one that writes into its attempt, so its row is the lock, and it holds the data that
    commits fold into until it ends and hands them to `CmiState`. What a commit must know without looking further is
    copied here at launch: learner, standard, the item's requirements. `total_time` is cmi.total_time at launch: the
    total is that plus the session's own time, however often the package reports it. `session_time` is the package's
    exact text; `seconds` what counts as learning time, from the package where plausible, else from the clock
    (`is_reported`). `wish` is adl.nav.request as the package finished.

    Looking again and looking around (`mode`) write nothing, so they need no lock and end nobody else's session.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="sessions")
    cmi = models.ForeignKey(CmiState, on_delete=models.PROTECT, related_name="sessions")
    learner = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    standard = models.CharField(max_length=10)
    requirements = models.JSONField(default=dict)
    data = models.TextField(default="{}")
    state = models.CharField(_("state"), max_length=10, choices=SessionState, default=SessionState.OPEN)
    ending = models.CharField(max_length=8, choices=Ending, blank=True, default=Ending.NONE)
    mode = models.CharField(max_length=6, choices=Mode, default=Mode.NORMAL)
    entry = models.CharField(max_length=9, blank=True)
    last_sequence = models.PositiveIntegerField(default=0)
    total_time = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    session_time = models.CharField(max_length=60, blank=True)
    wish = models.CharField(max_length=1000, blank=True, default="")
    seconds = models.PositiveIntegerField(_("learning time in seconds"), default=0)
    is_reported = models.BooleanField(default=False)
    started_at = models.DateTimeField(_("started at"))
    last_at = models.DateTimeField(_("last heard of"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("learning session")
        verbose_name_plural = _("learning sessions")
        constraints = [
            # A second window takes the attempt over; two may never write into it by turns.
            models.UniqueConstraint(
                fields=["attempt"],
                condition=models.Q(state=SessionState.OPEN, mode=Mode.NORMAL),
                name="scorm_session_one_writes",
            ),
            models.CheckConstraint(
                name="scorm_session_end_has_time",
                condition=models.Q(state=SessionState.OPEN) | models.Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.uuid} ({self.state})"


class ScormCommit(models.Model):
    """One accepted commit as it arrived, appended and never edited; folding a session's commits again gives its state.

    `refused` names the elements that were not taken: unknown, read-only, or a value outside the standard's limits.
    """

    session = models.ForeignKey(ScormSession, on_delete=models.PROTECT, related_name="commits")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=CommitKind)
    body = models.TextField()
    refused = models.TextField(blank=True)
    received_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "sequence"], name="scorm_commit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}#{self.sequence} {self.kind}"


class SequencingState(models.Model):
    """Where a learner is in the activity tree of a SCORM 2004 package: one row per attempt, locked for each step.

    `data` is `sequencing.tracking.Tracking` as JSON; it also holds the shared objectives of a course that keeps them
    to itself (adlseq:objectivesGlobalToSystem="false").
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="sequencing")
    data = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"sequencing of attempt {self.attempt_id}"


class SharedData(models.Model):
    """A text that the items of a package share by name, adl.data.n.store (SCORM 2004 4th ed. RTE 4.3.1, CAM 5.1.10).

    It is the learner's, in every course that names it; `attempt` is set where the course keeps it to one attempt
    (adlcp:sharedDataGlobalToSystem="false"). `identifier` is the name in the manifest, or the digest of one that no
    index could hold; `store` is JSON text, escaped to ASCII as `CmiState.data` is.
    """

    learner = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, null=True, related_name="shared_data")
    identifier = models.CharField(max_length=250)
    store = models.TextField()
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "identifier"], condition=models.Q(attempt=None), name="shared_data_once"
            ),
            models.UniqueConstraint(
                fields=["attempt", "identifier"], condition=~models.Q(attempt=None), name="shared_data_once_an_attempt"
            ),
        ]

    def __str__(self) -> str:
        return f"shared data {self.identifier} of {self.learner_id}"


class GlobalObjective(models.Model):
    """A learning objective that a learner's courses share by name (SCORM 2004 SN 3.10.3).

    `identifier` is the name in the manifests, or the digest of one that no index could hold.
    """

    learner = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    identifier = models.CharField(max_length=250)
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "identifier"], name="global_objective_once")]

    def __str__(self) -> str:
        return f"objective {self.identifier} of {self.learner_id}"
