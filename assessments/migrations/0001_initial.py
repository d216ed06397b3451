import assessments.evidence
import assessments.scope
import django.db.models.deletion
import django.db.models.functions.datetime
import lms.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("curriculum", "0001_initial"),
        ("learning", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Calibration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calibrations",
                        to="curriculum.talentgroup",
                    ),
                ),
                ("opens_on", models.DateField(verbose_name="opens on")),
                ("closes_on", models.DateField(verbose_name="closes on")),
                ("planned_cases", models.PositiveSmallIntegerField(default=6, verbose_name="number of cases")),
                ("with_second_raters", models.BooleanField(default=True, verbose_name="second raters take part too")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "being prepared"), ("open", "open"), ("closed", "closed")],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("request_key", models.CharField(max_length=64, unique=True)),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("planned_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "calibration",
                "verbose_name_plural": "calibrations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="calibration_window",
                        violation_error_message="The calibration must close on or after the day it opens.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cycle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("name_ja", models.CharField(max_length=100, verbose_name="cycle name")),
                ("name_en", models.CharField(blank=True, max_length=100, verbose_name="English cycle name")),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cycles",
                        to="curriculum.frameworkversion",
                    ),
                ),
                ("opens_on", models.DateField(verbose_name="opens on")),
                ("closes_on", models.DateField(verbose_name="closes on")),
                ("reference_on", models.DateField(verbose_name="reference date")),
                ("is_baseline", models.BooleanField(default=False, verbose_name="baseline")),
                (
                    "excluded_kinds",
                    models.JSONField(default=assessments.scope.default_kinds, verbose_name="kinds of posting left out"),
                ),
                (
                    "excluded_employments",
                    models.JSONField(
                        default=assessments.scope.default_employments, verbose_name="kinds of employment left out"
                    ),
                ),
                (
                    "takes_in",
                    models.CharField(
                        choices=[("everyone", "everyone in scope"), ("movers", "joiners and movers only")],
                        default="everyone",
                        max_length=10,
                        verbose_name="who takes part",
                    ),
                ),
                ("movers_since", models.DateField(blank=True, null=True, verbose_name="joined or moved since")),
                ("purpose_ja", models.TextField(blank=True, verbose_name="purpose notice")),
                ("purpose_en", models.TextField(blank=True, verbose_name="purpose notice in English")),
                (
                    "answer_scale",
                    models.CharField(
                        choices=[
                            ("four", "four answers: can do, partly, not yet, no grounds to judge"),
                            ("three", "three answers: can do, not yet, no grounds to judge"),
                        ],
                        default="four",
                        max_length=10,
                        verbose_name="answer scale",
                    ),
                ),
                (
                    "level_rule",
                    models.CharField(
                        choices=[
                            ("cumulative", "every sentence up to the level is met"),
                            ("highest", "the highest sentence met, gaps noted"),
                        ],
                        default="cumulative",
                        max_length=12,
                        verbose_name="level rule",
                    ),
                ),
                (
                    "evidence_needs",
                    models.JSONField(default=assessments.evidence.default_needs, verbose_name="evidence by level"),
                ),
                ("has_second_rater", models.BooleanField(default=True, verbose_name="a second rater confirms")),
                (
                    "comment_high_level",
                    models.PositiveSmallIntegerField(
                        blank=True, default=4, null=True, verbose_name="comment needed from level"
                    ),
                ),
                (
                    "comment_big_change",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=2,
                        null=True,
                        verbose_name="comment needed at this many levels from last time",
                    ),
                ),
                (
                    "comment_big_gap",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=2,
                        null=True,
                        verbose_name="comment needed at this many levels from the self-assessment",
                    ),
                ),
                (
                    "comment_readers",
                    models.CharField(
                        choices=[
                            ("subject", "the person after confirmation, both raters and HR"),
                            ("raters", "both raters and HR only"),
                        ],
                        default="subject",
                        max_length=10,
                        verbose_name="who sees comments",
                    ),
                ),
                ("objection_days", models.PositiveSmallIntegerField(default=30, verbose_name="days to object in")),
                ("calibration_opens_on", models.DateField(blank=True, null=True, verbose_name="calibration begins on")),
                ("calibration_closes_on", models.DateField(blank=True, null=True, verbose_name="calibration ends on")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("open", "open"), ("closed", "closed")],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opening_requested_at", models.DateTimeField(null=True, verbose_name="opening requested at")),
                (
                    "opening_requested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opening_done", models.PositiveIntegerField(default=0)),
                ("opening_total", models.PositiveIntegerField(default=0)),
                ("opening_touched_at", models.DateTimeField(null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_at", models.DateTimeField(null=True, verbose_name="opened at")),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
            ],
            options={
                "verbose_name": "assessment cycle",
                "verbose_name_plural": "assessment cycles",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="cycle_window",
                        violation_error_message="The cycle must close on or after the day it opens.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("takes_in", "movers"), _negated=True),
                            ("movers_since__isnull", False),
                            _connector="OR",
                        ),
                        name="cycle_movers_have_a_day",
                        violation_error_message="Say since which day people must have joined or moved.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vignette",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vignettes",
                        to="curriculum.talentgroup",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                ("text", models.TextField(verbose_name="what happened")),
                (
                    "expected_level",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="intended level"),
                ),
                ("expected_because", models.TextField(blank=True, verbose_name="why")),
                ("request_key", models.CharField(max_length=64, unique=True)),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "calibration case",
                "verbose_name_plural": "calibration cases",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expected_level__isnull", True), ("expected_level__range", (0, 5)), _connector="OR"
                        ),
                        name="vignette_level",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="assessments.cycle"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="curriculum.talentgroup",
                    ),
                ),
                ("is_secondary_wg", models.BooleanField(default=False, verbose_name="also in a working group (再掲)")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.department"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=50, verbose_name="job title")),
                (
                    "first_rater",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="first_ratings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_rater",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_ratings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waiting for the supervisor"),
                            ("rated", "waiting for the second rater"),
                            ("returned", "returned to the supervisor"),
                            ("confirmed", "confirmed"),
                            ("objected", "confirmed, with an objection open"),
                            ("superseded", "set aside, to be rated anew"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("notice_shown_at", models.DateTimeField(null=True)),
                ("self_level", models.PositiveSmallIntegerField(null=True, verbose_name="self level")),
                ("self_submitted_at", models.DateTimeField(null=True)),
                ("supervisor_level", models.PositiveSmallIntegerField(null=True, verbose_name="supervisor level")),
                ("supervisor_saved_at", models.DateTimeField(null=True)),
                ("level", models.PositiveSmallIntegerField(null=True, verbose_name="confirmed level")),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("rating_after", models.BigIntegerField(null=True)),
                ("extended_to", models.DateField(null=True, verbose_name="extended to")),
                ("reopened_at", models.DateTimeField(null=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "verbose_name": "assessment",
                "verbose_name_plural": "assessments",
                "indexes": [
                    models.Index(fields=["first_rater", "cycle"], name="assessment_first_rater"),
                    models.Index(fields=["second_rater", "cycle"], name="assessment_second_rater"),
                    models.Index(fields=["cycle", "group", "level"], name="assessment_figures"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("cycle", "person"), name="assessment_once"),
                    models.CheckConstraint(
                        condition=models.Q(("level__isnull", True), ("level__range", (0, 5)), _connector="OR"),
                        name="assessment_level",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalibrationCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "calibration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="assessments.calibration"
                    ),
                ),
                (
                    "vignette",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="assessments.vignette"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("calibration", "vignette"),
                        name="calibration_case_once",
                        violation_error_message="This case is already in the calibration.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalibrationRater",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "calibration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="raters", to="assessments.calibration"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calibrations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("calibration", "person"), name="calibration_rater_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CycleReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="assessments.cycle"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
                "constraints": [
                    models.UniqueConstraint(fields=("cycle", "person", "on"), name="cycle_reminder_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cycle",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="assessments.cycle",
                    ),
                ),
                (
                    "setting",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("window", "Window and reference date"),
                            ("scope", "Who takes part"),
                            ("purpose", "Purpose notice"),
                            ("scale", "Answer scale"),
                            ("level_rule", "Level rule"),
                            ("evidence", "Evidence by level"),
                            ("second_rater", "Second rater"),
                            ("comments", "When a rating needs a comment"),
                            ("comment_readers", "Who sees comments"),
                            ("objection", "Objections"),
                            ("calibration", "Calibration period"),
                        ],
                        max_length=20,
                        verbose_name="setting",
                    ),
                ),
                ("what", models.CharField(max_length=100, verbose_name="what was decided")),
                ("value", models.JSONField(default=dict, verbose_name="decided value")),
                ("decided_by", models.CharField(max_length=100, verbose_name="decided by")),
                ("decided_on", models.DateField(verbose_name="decided on")),
                ("document_no", models.CharField(blank=True, max_length=50, verbose_name="document number")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
            },
        ),
        migrations.CreateModel(
            name="Deputy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until (exclusive)")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deputies", to="assessments.cycle"
                    ),
                ),
                (
                    "rater",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputyships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "chair",
                    models.CharField(
                        choices=[("first", "first rater (一次評価者)"), ("second", "second rater (二次評価者)")],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "deputy",
                "verbose_name_plural": "deputies",
                "indexes": [models.Index(fields=["deputy", "chair", "valid_from"], name="deputy_people")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="deputy_dates",
                        violation_error_message="The end date must come after the start date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rater", models.F("deputy")), _negated=True),
                        name="deputy_is_somebody_else",
                        violation_error_message="Nobody is their own deputy.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("cycle", "rater", "deputy", "chair"),
                        name="deputy_once_open",
                        violation_error_message="This person already stands in for this rater.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exclusions", to="assessments.cycle"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="curriculum.talentgroup",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.department"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("seconded_out", "seconded to another body"),
                            ("leave", "on leave"),
                            ("fiscal_year", "fiscal-year appointment"),
                            ("fixed_term", "fixed-term appointment"),
                            ("reappointed", "reappointed"),
                            ("not_moved", "neither joined nor moved since the day the cycle names"),
                            ("no_group", "no talent group takes this person"),
                        ],
                        max_length=15,
                        verbose_name="reason",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "verbose_name": "person out of scope",
                "verbose_name_plural": "people out of scope",
                "constraints": [models.UniqueConstraint(fields=("cycle", "person"), name="exclusion_once")],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="assessments.assessment"
                    ),
                ),
                (
                    "view",
                    models.CharField(
                        choices=[("self", "self"), ("supervisor", "supervisor")],
                        max_length=12,
                        verbose_name="whose view",
                    ),
                ),
                ("is_draft", models.BooleanField(default=False, verbose_name="draft")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("request_key", models.CharField(max_length=64)),
                ("level", models.PositiveSmallIntegerField(null=True)),
                (
                    "has_skip",
                    models.BooleanField(default=False, verbose_name="a later sentence is met above a gap (飛び越し)"),
                ),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
            ],
            options={
                "indexes": [models.Index(fields=["assessment", "view", "-id"], name="answer_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "view", "request_key"), name="answer_once_per_request"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__isnull", True), ("level__range", (0, 5)), _connector="OR"),
                        name="answer_level",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalibrationRating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rater",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="assessments.calibrationrater",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="assessments.calibrationcase",
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(null=True)),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("request_key", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["case", "rater", "-id"], name="calibration_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("rater", "case", "request_key"), name="calibration_rating_once"),
                    models.CheckConstraint(
                        condition=models.Q(("level__isnull", True), ("level__range", (0, 5)), _connector="OR"),
                        name="calibration_rating_level",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="assessments.assessment",
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(verbose_name="level it supports")),
                (
                    "kind",
                    models.CharField(
                        choices=[("completion", "completed learning"), ("note", "dated note")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="learning.enrolment",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="what happened")),
                ("happened_on", models.DateField(blank=True, null=True, verbose_name="date it happened")),
                ("request_key", models.CharField(max_length=64)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("level__range", (1, 5))), name="evidence_level_1_to_5"),
                    models.UniqueConstraint(fields=("assessment", "request_key"), name="evidence_once_per_request"),
                    models.UniqueConstraint(
                        condition=models.Q(("enrolment__isnull", False), ("withdrawn_at__isnull", True)),
                        fields=("assessment", "level", "enrolment"),
                        name="evidence_enrolment_once",
                        violation_error_message="This learning is already attached.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="assessments.assessment",
                    ),
                ),
                ("until", models.DateField(verbose_name="extended to")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RaterChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rater_changes",
                        to="assessments.assessment",
                    ),
                ),
                (
                    "chair",
                    models.CharField(
                        choices=[("first", "first rater (一次評価者)"), ("second", "second rater (二次評価者)")],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "former",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rater",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AnswerLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="assessments.answer"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                (
                    "descriptor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="curriculum.leveldescriptor"
                    ),
                ),
                ("text", models.TextField(verbose_name="sentence as shown")),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("yes", "can do"),
                            ("partly", "partly"),
                            ("not_yet", "not yet"),
                            ("unknown", "no grounds to judge"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("answer", "level"), name="answer_line_once")],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="assessments.assessment",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("confirmed", "rating confirmed"), ("returned", "rating returned")],
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="assessments.answer",
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(null=True)),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("answer",), name="confirmation_once_per_answer"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "returned"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="confirmation_return_has_reason",
                        violation_error_message="Say why you return this rating.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="assessments.assessment",
                    ),
                ),
                (
                    "confirmation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="assessments.confirmation",
                    ),
                ),
                ("text", models.TextField(verbose_name="objection")),
                ("request_key", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "objection",
                "verbose_name_plural": "objections",
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "request_key"), name="objection_once_per_request")
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "objection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reply", to="assessments.objection"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("upheld", "the level stands"),
                            ("set_aside", "the level is set aside and rated anew"),
                        ],
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("text", models.TextField(verbose_name="reply")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "reply",
                "verbose_name_plural": "replies",
            },
        ),
    ]
