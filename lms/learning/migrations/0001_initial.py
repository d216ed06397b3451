import datetime
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.db.models.lookups
import lms.learning.assignments.audience
import lms.learning.assignments.due
import lms.learning.assignments.planning
import lms.learning.handins.models
import lms.learning.projects.models
import lms.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("curriculum", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activity_records",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                ("activities", models.JSONField(default=list, verbose_name="activities")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for the person to see it"),
                            ("released", "released by the person"),
                            ("refused", "not released"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("remark", models.TextField(blank=True, verbose_name="remark of the person")),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("prepared_at", models.DateTimeField(verbose_name="prepared at")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="seen by the person at")),
            ],
            options={
                "verbose_name": "activity record",
                "verbose_name_plural": "activity records",
                "indexes": [models.Index(fields=["person", "-id"], name="activity_record_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("person",), name="activity_record_one_waiting"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "waiting"), ("decided_at__isnull", False), _connector="OR"),
                        name="activity_record_seen_first",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssignmentRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="fiscal year")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("active", "active"), ("ended", "ended")],
                        default="draft",
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignment_rules",
                        to="curriculum.programme",
                    ),
                ),
                ("takes_everyone", models.BooleanField(default=False, verbose_name="everyone")),
                ("roles", models.JSONField(blank=True, default=list, verbose_name="roles")),
                ("employments", models.JSONField(blank=True, default=list, verbose_name="kinds of employment")),
                ("joined_from", models.DateField(blank=True, null=True, verbose_name="joined from")),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                ("joiner_days", models.PositiveSmallIntegerField(default=30, verbose_name="days for joiners")),
                ("return_days", models.PositiveSmallIntegerField(default=30, verbose_name="days after leave")),
                ("is_yearly", models.BooleanField(default=False, verbose_name="every year")),
                (
                    "renewed_from",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewal",
                        to="learning.assignmentrule",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("activated_at", models.DateTimeField(null=True, verbose_name="activated at")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                (
                    "courses",
                    models.ManyToManyField(blank=True, related_name="assignment_rules", to="curriculum.course"),
                ),
                ("groups", models.ManyToManyField(blank=True, related_name="+", to="curriculum.talentgroup")),
                ("ranks", models.ManyToManyField(blank=True, related_name="+", to="people.rank")),
                ("departments", models.ManyToManyField(blank=True, related_name="+", to="people.department")),
                ("working_groups", models.ManyToManyField(blank=True, related_name="+", to="people.workinggroup")),
            ],
            options={
                "verbose_name": "assignment rule",
                "verbose_name_plural": "assignment rules",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_on__isnull", True), ("due_on__gt", models.F("starts_on")), _connector="OR"
                        ),
                        name="rule_due_after_start",
                        violation_error_message="The due date must come after the day the rule starts.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AssignmentRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "trigger",
                    models.CharField(
                        choices=[("daily", "every night"), ("roster", "after a roster load"), ("hand", "by hand")],
                        max_length=6,
                        verbose_name="set off",
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                ("rules_total", models.PositiveIntegerField(default=0)),
                ("rules_done", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "assignment run",
                "verbose_name_plural": "assignment runs",
                "indexes": [models.Index(fields=["-started_at"], name="assignment_runs_newest")],
            },
        ),
        migrations.CreateModel(
            name="CertificateCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiscal_year", models.PositiveIntegerField(unique=True)),
                ("last_serial", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ClassSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="class_sessions",
                        to="curriculum.module",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("place", models.CharField(max_length=200, verbose_name="place")),
                ("capacity", models.PositiveIntegerField(verbose_name="seats")),
                ("instructor", models.CharField(blank=True, max_length=200, verbose_name="instructor")),
                (
                    "needs_consent",
                    models.BooleanField(default=False, verbose_name="applications need the supervisor's consent"),
                ),
                (
                    "required_percent",
                    models.PositiveSmallIntegerField(default=80, verbose_name="share to be present, in per cent"),
                ),
                ("request_key", models.CharField(max_length=64)),
                ("called_off_at", models.DateTimeField(null=True, verbose_name="called off at")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "class date",
                "verbose_name_plural": "class dates",
                "indexes": [models.Index(fields=["module", "starts_at"], name="class_by_date")],
                "constraints": [
                    models.UniqueConstraint(fields=("module", "request_key"), name="class_once_per_request"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="class_ends_after_start",
                        violation_error_message="The end must come after the beginning.",
                    ),
                    models.CheckConstraint(condition=models.Q(("capacity__gt", 0)), name="class_has_seats"),
                    models.CheckConstraint(
                        condition=models.Q(("required_percent__range", (1, 100))), name="class_required_percent"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "course_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="curriculum.courseversion",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("assigned", "assigned"),
                            ("chosen", "chosen by the learner"),
                            ("project", "through a working group"),
                            ("trial", "trying a package before publishing"),
                        ],
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                (
                    "assigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("enrolled_at", models.DateTimeField(verbose_name="enrolled at")),
                ("fiscal_year", models.PositiveSmallIntegerField(default=0, verbose_name="fiscal year")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_started", "not started"),
                            ("in_progress", "in progress"),
                            ("completed", "completed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="not_started",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "current_module",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="curriculum.module"
                    ),
                ),
                ("started_at", models.DateTimeField(null=True, verbose_name="started at")),
                ("last_activity_at", models.DateTimeField(null=True, verbose_name="last activity")),
                ("completed_at", models.DateTimeField(null=True, verbose_name="completed at")),
            ],
            options={
                "verbose_name": "enrolment",
                "verbose_name_plural": "enrolments",
                "indexes": [
                    models.Index(fields=["learner", "state", "due_on"], name="enrolment_home"),
                    models.Index(fields=["course_version", "state"], name="enrolment_by_course"),
                    models.Index(fields=["due_on", "state"], name="enrolment_by_due"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("learner", "course_version", "fiscal_year"),
                        name="enrolment_once_a_year",
                        violation_error_message="This learner is already enrolled.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "completed"), _negated=True),
                            ("completed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="enrolment_completed_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exemption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exemptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exemptions", to="curriculum.course"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("granted_at", models.DateTimeField(verbose_name="granted at")),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
            ],
            options={
                "verbose_name": "exemption",
                "verbose_name_plural": "exemptions",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("learner", "course"),
                        name="exemption_once_open",
                        violation_error_message="This person is already exempted from the course.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExtraTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until (exclusive)")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extra_time",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="extra time in per cent"),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("granted_at", models.DateTimeField(verbose_name="extra time granted at")),
            ],
            options={
                "verbose_name": "extra time",
                "verbose_name_plural": "extra times",
                "indexes": [models.Index(fields=["person", "valid_from"], name="extra_time_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="extra_time_dates",
                        violation_error_message="The end date must come after the start date.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GlobalObjective",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("identifier", models.CharField(max_length=250)),
                ("data", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("learner", "identifier"), name="global_objective_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assigned", "courses are assigned"),
                            ("reminder", "the due date is near"),
                            ("overdue", "the due date has passed"),
                            ("digest", "Monday digest for supervisors"),
                            ("extension_granted", "the due date is moved"),
                            ("extension_kept", "the due date is kept"),
                            ("class_consent", "class: consent is asked of the supervisor"),
                            ("class_seat", "class: a seat is there"),
                            ("class_waiting", "class: on the waiting list"),
                            ("class_declined", "class: consent refused"),
                            ("class_changed", "class: time or place changed"),
                            ("class_called_off", "class: called off"),
                            ("class_replaced", "class: somebody else goes"),
                        ],
                        max_length=20,
                        unique=True,
                        verbose_name="message",
                    ),
                ),
                ("subject", models.CharField(max_length=100, verbose_name="subject")),
                ("body", models.TextField(max_length=4000, verbose_name="text")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
            ],
            options={
                "verbose_name": "message text",
                "verbose_name_plural": "message texts",
            },
        ),
        migrations.CreateModel(
            name="OutsideLoad",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                ("filename", models.CharField(max_length=255, verbose_name="file name")),
                ("encoding", models.CharField(max_length=20, verbose_name="encoding")),
                ("text", models.TextField(verbose_name="content")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("ready", "checked, not loaded"), ("loaded", "loaded"), ("taken_back", "taken back")],
                        default="ready",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded at")),
                ("loaded_at", models.DateTimeField(null=True, verbose_name="loaded at")),
            ],
            options={
                "verbose_name": "load of outside training",
                "verbose_name_plural": "loads of outside training",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "ready"), ("loaded_at__isnull", False), _connector="OR"),
                        name="outside_loaded_has_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "working_group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="projects", to="people.workinggroup"
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="projects", to="curriculum.module"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentored_projects",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "under way"), ("completed", "completed")],
                        default="active",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                ("completed_at", models.DateTimeField(null=True, verbose_name="completed at")),
                ("summary", models.TextField(blank=True, verbose_name="summary of the result")),
            ],
            options={
                "verbose_name": "project",
                "verbose_name_plural": "projects",
                "indexes": [models.Index(fields=["state", "-completed_at"], name="project_gallery")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("working_group", "module"),
                        name="project_once_per_group",
                        violation_error_message="This working group already has a project in this module.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "completed"), _negated=True),
                            ("completed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="project_completed_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_on", models.BooleanField(default=True, verbose_name="send reminders")),
                (
                    "first_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        validators=[django.core.validators.MinValueValidator(2)],
                        verbose_name="first reminder, days before",
                    ),
                ),
                (
                    "last_days",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="last reminder, days before",
                    ),
                ),
                (
                    "late_every",
                    models.PositiveSmallIntegerField(
                        default=7,
                        validators=[django.core.validators.MinValueValidator(3)],
                        verbose_name="after the due date, every … days",
                    ),
                ),
                ("opens", models.TimeField(default=datetime.time(8, 30), verbose_name="no mail before")),
                ("closes", models.TimeField(default=datetime.time(17, 15), verbose_name="no mail after")),
                ("has_digest", models.BooleanField(default=True, verbose_name="Monday digest for supervisors")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="reminder_policy_single"),
                    models.CheckConstraint(
                        condition=models.Q(("closes__gt", models.F("opens"))),
                        name="reminder_policy_hours",
                        violation_error_message="The office must close after it opens.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_days__gt", models.F("last_days"))),
                        name="reminder_policy_steps",
                        violation_error_message="The first reminder must come before the last one.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("daily", "reminders of the day"),
                            ("digest", "Monday digest"),
                            ("hand", "sent by hand"),
                        ],
                        max_length=6,
                        verbose_name="kind",
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
                ("selection", models.JSONField(default=dict)),
                ("request_key", models.CharField(blank=True, max_length=64)),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                ("told", models.PositiveIntegerField(default=0, verbose_name="told")),
                ("counts", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "reminder run",
                "verbose_name_plural": "reminder runs",
                "indexes": [models.Index(fields=["kind", "-started_at"], name="reminder_runs_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "hand"), _negated=True),
                        fields=("kind", "on"),
                        name="reminder_run_once_a_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("request_key", ""), _negated=True),
                        fields=("request_key",),
                        name="reminder_run_once_per_key",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="learning.assignmentrule",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="curriculum.course"
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="learning.enrolment"
                    ),
                ),
                ("reached_on", models.DateField(verbose_name="assigned on")),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "because",
                    models.CharField(
                        choices=[
                            (lms.learning.assignments.due.Because["COMMON"], "due date for all"),
                            (lms.learning.assignments.due.Because["JOINED"], "counted from joining"),
                            (lms.learning.assignments.due.Because["RETURNED"], "counted from the return from leave"),
                            (lms.learning.assignments.due.Because["REACHED"], "counted from the day of assignment"),
                        ],
                        max_length=10,
                        verbose_name="counted from",
                    ),
                ),
                (
                    "criterion",
                    models.CharField(
                        choices=[
                            (lms.learning.assignments.audience.Criterion["EVERYONE"], "everyone"),
                            (lms.learning.assignments.audience.Criterion["GROUP"], "talent group"),
                            (lms.learning.assignments.audience.Criterion["RANK"], "rank"),
                            (lms.learning.assignments.audience.Criterion["DEPARTMENT"], "department"),
                            (lms.learning.assignments.audience.Criterion["WORKING_GROUP"], "working group"),
                            (lms.learning.assignments.audience.Criterion["ROLE"], "role"),
                            (lms.learning.assignments.audience.Criterion["EMPLOYMENT"], "kind of employment"),
                            (lms.learning.assignments.audience.Criterion["JOINED"], "joined on"),
                        ],
                        max_length=15,
                        verbose_name="why",
                    ),
                ),
                ("ended_on", models.DateField(null=True, verbose_name="ended on")),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            (lms.learning.assignments.planning.Ending["LEFT_AUDIENCE"], "no longer meant by the rule"),
                            (lms.learning.assignments.planning.Ending["LEFT_OFFICE"], "left the city"),
                            (lms.learning.assignments.planning.Ending["EXEMPT"], "exempted"),
                            (lms.learning.assignments.planning.Ending["RETIRED"], "course retired"),
                            (lms.learning.assignments.planning.Ending["RULE_ENDED"], "rule ended"),
                        ],
                        max_length=15,
                        verbose_name="why it ended",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "indexes": [models.Index(fields=["enrolment", "ended_on"], name="assignment_of_enrolment")],
                "constraints": [models.UniqueConstraint(fields=("rule", "course", "learner"), name="assignment_once")],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scorm_attempts",
                        to="learning.enrolment",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scorm_attempts",
                        to="curriculum.module",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "package_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="curriculum.packageversion",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("closed", "closed")],
                        default="open",
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                (
                    "completion",
                    models.CharField(
                        choices=[
                            ("unknown", "unknown"),
                            ("not_attempted", "not attempted"),
                            ("incomplete", "incomplete"),
                            ("completed", "completed"),
                        ],
                        default="not_attempted",
                        max_length=15,
                    ),
                ),
                (
                    "success",
                    models.CharField(
                        choices=[("unknown", "unknown"), ("passed", "passed"), ("failed", "failed")],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                ("score", models.DecimalField(decimal_places=6, max_digits=7, null=True, verbose_name="score")),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
            ],
            options={
                "verbose_name": "attempt",
                "verbose_name_plural": "attempts",
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "module", "number"), name="scorm_attempt_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("enrolment", "module"),
                        name="scorm_attempt_one_open",
                        violation_error_message="This package is already being played.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="certificate", to="learning.enrolment"
                    ),
                ),
                ("fiscal_year", models.PositiveIntegerField(verbose_name="fiscal year")),
                ("serial", models.PositiveIntegerField(verbose_name="serial")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
            ],
            options={
                "verbose_name": "certificate",
                "verbose_name_plural": "certificates",
                "constraints": [models.UniqueConstraint(fields=("fiscal_year", "serial"), name="certificate_serial")],
            },
        ),
        migrations.CreateModel(
            name="CheckAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_answers",
                        to="learning.enrolment",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_answers",
                        to="curriculum.module",
                    ),
                ),
                ("question", models.UUIDField(verbose_name="question")),
                ("chosen", models.JSONField(default=list, verbose_name="chosen")),
                ("is_right", models.BooleanField(null=True, verbose_name="right")),
                ("tries", models.PositiveIntegerField(default=0, verbose_name="times checked")),
                ("answered_at", models.DateTimeField(verbose_name="answered at")),
                ("right_at", models.DateTimeField(null=True, verbose_name="first right at")),
            ],
            options={
                "verbose_name": "answer to a check question",
                "verbose_name_plural": "answers to check questions",
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "module", "question"), name="check_answer_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClassApplication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="learning.classsession",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="class_applications",
                        to="learning.enrolment",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waiting for consent"),
                            ("declined", "consent refused"),
                            ("waiting", "on the waiting list"),
                            ("applied", "applied"),
                            ("cancelled", "seat given back"),
                            ("attended", "attended"),
                            ("partly", "there for a part"),
                            ("absent", "absent"),
                        ],
                        default="applied",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("designated", "designated"),
                            ("nominated", "nominated"),
                            ("own", "own application"),
                            ("substitute", "substitute"),
                            ("on_the_day", "on the day"),
                        ],
                        default="own",
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                ("applied_at", models.DateTimeField(verbose_name="applied for at")),
                (
                    "consent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("consent_at", models.DateTimeField(null=True, verbose_name="consent given or refused at")),
                ("consent_note", models.CharField(blank=True, max_length=400, verbose_name="reason")),
                ("checked_in_at", models.DateTimeField(null=True, verbose_name="checked in at")),
                ("late_minutes", models.PositiveSmallIntegerField(default=0, verbose_name="minutes late")),
                ("left_early_minutes", models.PositiveSmallIntegerField(default=0, verbose_name="minutes left early")),
                (
                    "substitute_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutes",
                        to="learning.classapplication",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(null=True, verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendances",
                "indexes": [models.Index(fields=["session", "state", "applied_at"], name="application_queue")],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "enrolment"), name="application_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["attended", "partly", "absent"]), _negated=True),
                            ("recorded_at__isnull", False),
                            _connector="OR",
                        ),
                        name="attendance_is_recorded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("consent_at__isnull", False), ("consent_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="refusal_has_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExtensionRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extension_requests",
                        to="learning.enrolment",
                    ),
                ),
                ("request_key", models.CharField(max_length=64)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("busy", "a busy season in my section"),
                            ("counter", "nobody else can stay at the counter"),
                            ("health", "health, family or leave"),
                            ("equipment", "no terminal or no quiet place"),
                            ("other", "something else"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="in your own words")),
                ("due_on", models.DateField(verbose_name="due date when asked")),
                ("wished_on", models.DateField(verbose_name="wished due date")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waiting for an answer"),
                            ("granted", "due date moved"),
                            ("declined", "due date kept"),
                            ("withdrawn", "taken back"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                ("granted_on", models.DateField(null=True, verbose_name="new due date")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
            ],
            options={
                "verbose_name": "extension request",
                "verbose_name_plural": "extension requests",
                "indexes": [models.Index(fields=["state", "asked_at"], name="extension_waiting")],
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "request_key"), name="extension_once_per_key"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("enrolment",),
                        name="extension_one_waiting",
                        violation_error_message="An earlier request still waits for an answer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "granted"), _negated=True),
                            ("granted_on__isnull", False),
                            _connector="OR",
                        ),
                        name="extension_granted_has_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hand_ins", to="learning.enrolment"
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hand_ins", to="curriculum.module"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                (
                    "file",
                    models.FileField(
                        blank=True, upload_to=lms.learning.handins.models.handin_path, verbose_name="file"
                    ),
                ),
                ("filename", models.CharField(blank=True, max_length=255, verbose_name="file name")),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("request_key", models.CharField(max_length=64)),
                ("at", models.DateTimeField(verbose_name="handed in at")),
            ],
            options={
                "verbose_name": "hand-in",
                "verbose_name_plural": "hand-ins",
                "indexes": [models.Index(fields=["reviewer", "at"], name="handin_of_reviewer")],
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "module", "number"), name="handin_number"),
                    models.UniqueConstraint(
                        fields=("enrolment", "module", "request_key"), name="handin_once_per_request"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("file", ""), ("text", ""), _negated=True), name="handin_not_empty"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ModuleProgress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="progress", to="learning.enrolment"
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="progress", to="curriculum.module"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_started", "not started"),
                            ("in_progress", "in progress"),
                            ("completed", "completed"),
                            ("failed", "failed"),
                        ],
                        default="not_started",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "completion",
                    models.CharField(
                        choices=[
                            ("unknown", "unknown"),
                            ("not_attempted", "not attempted"),
                            ("incomplete", "incomplete"),
                            ("completed", "completed"),
                        ],
                        default="not_attempted",
                        max_length=15,
                    ),
                ),
                (
                    "success",
                    models.CharField(
                        choices=[("unknown", "unknown"), ("passed", "passed"), ("failed", "failed")],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                ("score", models.DecimalField(decimal_places=6, max_digits=7, null=True, verbose_name="score")),
                ("seconds", models.PositiveIntegerField(default=0, verbose_name="learning time in seconds")),
                ("attempt", models.CharField(blank=True, max_length=120)),
                ("attempt_seconds", models.PositiveIntegerField(default=0)),
                ("bookmark", models.TextField(blank=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("last_activity_at", models.DateTimeField(null=True)),
                ("completed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("enrolment", "module"), name="progress_once")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assigned", "assigned"),
                            ("reminder", "reminder"),
                            ("digest", "Monday digest"),
                            ("extension", "due date"),
                            ("class", "class"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                (
                    "enrolment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="learning.enrolment",
                    ),
                ),
                ("step", models.CharField(blank=True, max_length=30)),
                ("on", models.DateField(verbose_name="day")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("subject", models.CharField(max_length=250, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                ("url", models.CharField(max_length=300, verbose_name="address")),
                ("read_at", models.DateTimeField(null=True, verbose_name="read at")),
                (
                    "mail",
                    models.CharField(
                        choices=[
                            ("none", "no mailbox"),
                            ("queued", "waiting for office hours"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("failed", "refused by the mail server"),
                            ("unsure", "not known whether it left"),
                            ("dropped", "no longer needed"),
                        ],
                        default="none",
                        max_length=8,
                        verbose_name="mail",
                    ),
                ),
                ("claimed_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True, verbose_name="mailed at")),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "indexes": [
                    models.Index(fields=["person", "read_at", "at"], name="notice_of_person"),
                    models.Index(fields=["mail", "claimed_at"], name="notice_mail"),
                    models.Index(fields=["kind", "on"], name="notice_by_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "reminder")),
                        fields=("enrolment", "on"),
                        name="notice_one_reminder_a_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("step", ""), _negated=True),
                        fields=("enrolment", "step"),
                        name="notice_step_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="learning.enrolment"
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="curriculum.module"
                    ),
                ),
                ("source", models.CharField(max_length=120)),
                (
                    "completion",
                    models.CharField(
                        choices=[
                            ("unknown", "unknown"),
                            ("not_attempted", "not attempted"),
                            ("incomplete", "incomplete"),
                            ("completed", "completed"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "success",
                    models.CharField(
                        choices=[("unknown", "unknown"), ("passed", "passed"), ("failed", "failed")], max_length=10
                    ),
                ),
                ("score", models.DecimalField(decimal_places=6, max_digits=7, null=True)),
                ("seconds", models.PositiveIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "module", "source"), name="outcome_once_per_source")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideTraining",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside_trainings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="training")),
                ("provider", models.CharField(max_length=200, verbose_name="provider")),
                ("completed_on", models.DateField(verbose_name="completed on")),
                ("minutes", models.PositiveIntegerField(null=True, verbose_name="minutes")),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="note")),
                (
                    "load",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="trainings", to="learning.outsideload"
                    ),
                ),
                ("line", models.PositiveIntegerField(verbose_name="line")),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="taken back at")),
            ],
            options={
                "verbose_name": "outside training",
                "verbose_name_plural": "outside trainings",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at__isnull", True)),
                        fields=("person", "provider", "title", "completed_on"),
                        name="outside_training_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PackageMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="package_moves",
                        to="learning.enrolment",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="package_moves",
                        to="curriculum.module",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="curriculum.packageversion",
                    ),
                ),
                (
                    "moved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("moved_at", models.DateTimeField(verbose_name="moved at")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("enrolment", "module"), name="package_move_once")],
            },
        ),
        migrations.CreateModel(
            name="Phase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="phases", to="learning.project"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("order", models.PositiveIntegerField(verbose_name="order")),
                ("title", models.CharField(max_length=200, verbose_name="phase")),
                ("guidance", models.TextField(blank=True, verbose_name="guidance")),
                ("deliverable", models.CharField(blank=True, max_length=200, verbose_name="deliverable")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="accepted at")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("project", "order"), name="phase_order")],
            },
        ),
        migrations.CreateModel(
            name="QuizAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quiz_attempts",
                        to="learning.enrolment",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quiz_attempts",
                        to="curriculum.module",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="attempt number")),
                (
                    "state",
                    models.CharField(
                        choices=[("in_progress", "in progress"), ("submitted", "submitted")],
                        default="in_progress",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                ("due_at", models.DateTimeField(null=True, verbose_name="time is up at")),
                ("asked", models.JSONField(default=list, verbose_name="questions asked")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="submitted at")),
                ("score", models.DecimalField(decimal_places=6, max_digits=7, null=True, verbose_name="score")),
                ("passed", models.BooleanField(null=True, verbose_name="passed")),
            ],
            options={
                "verbose_name": "quiz attempt",
                "verbose_name_plural": "quiz attempts",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "in_progress")), fields=["due_at"], name="quiz_attempt_due"
                    ),
                    models.Index(fields=["module", "number"], name="quiz_attempt_by_module"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "module", "number"), name="quiz_attempt_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_progress")),
                        fields=("enrolment", "module"),
                        name="quiz_attempt_one_open",
                        violation_error_message="This quiz is already under way.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("passed__isnull", False),
                                ("score__isnull", False),
                                ("state", "submitted"),
                                ("submitted_at__isnull", False),
                            ),
                            models.Q(
                                ("passed__isnull", True),
                                ("score__isnull", True),
                                ("state", "in_progress"),
                                ("submitted_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="quiz_attempt_submitted_is_marked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="team", to="learning.project"
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_places",
                        to="learning.enrolment",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("project", "enrolment"), name="team_member_once")],
            },
        ),
        migrations.CreateModel(
            name="TimeEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="time_entries", to="learning.project"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="time_entries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes given")),
                ("is_overtime", models.BooleanField(default=False, verbose_name="outside working hours")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="what was done")),
                ("request_key", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["person", "on"], name="time_of_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "person", "request_key"), name="time_once_per_request"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes__range", (15, 1440)),
                            django.db.models.lookups.Exact(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("minutes"), "%%", models.Value(15)
                                ),
                                0,
                            ),
                        ),
                        name="time_in_steps",
                        violation_error_message="Enter between 15 minutes and 24 hours, in steps of 15 minutes.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClassNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="learning.classapplication",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("consent", "consent is asked for"),
                            ("seat", "a seat is there"),
                            ("waiting", "on the waiting list"),
                            ("declined", "consent refused"),
                            ("changed", "the date has changed"),
                            ("called_off", "the date is called off"),
                            ("replaced", "somebody else goes instead"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="happened at")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent at")),
            ],
            options={
                "verbose_name": "class notice",
                "verbose_name_plural": "class notices",
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)), fields=["at"], name="class_notice_unsent"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("application", "kind", "at"), name="class_notice_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CmiState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cmi_states", to="learning.attempt"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cmi_states",
                        to="curriculum.packageitem",
                    ),
                ),
                ("data", models.TextField(default="{}")),
                ("total_time", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                (
                    "completion",
                    models.CharField(
                        choices=[
                            ("unknown", "unknown"),
                            ("not_attempted", "not attempted"),
                            ("incomplete", "incomplete"),
                            ("completed", "completed"),
                        ],
                        default="not_attempted",
                        max_length=15,
                    ),
                ),
                (
                    "success",
                    models.CharField(
                        choices=[("unknown", "unknown"), ("passed", "passed"), ("failed", "failed")],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                ("score", models.DecimalField(decimal_places=6, max_digits=7, null=True)),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not yet"),
                            ("finished", "the package finished"),
                            ("left", "the learner left"),
                            ("lost", "nothing more was heard"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("last_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("attempt", "item"), name="scorm_state_once")],
            },
        ),
        migrations.CreateModel(
            name="Deliverable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="learning.phase"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                (
                    "file",
                    models.FileField(upload_to=lms.learning.projects.models.deliverable_path, verbose_name="file"),
                ),
                ("filename", models.CharField(max_length=255, verbose_name="file name")),
                ("note", models.TextField(blank=True, verbose_name="note for the mentor")),
                ("request_key", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="handed in at")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("phase", "number"), name="deliverable_number"),
                    models.UniqueConstraint(fields=("phase", "request_key"), name="deliverable_once_per_request"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandInReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hand_in",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review", to="learning.handin"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("accepted", "accepted"), ("returned", "returned for another version")],
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                ("scores", models.JSONField(default=dict, verbose_name="levels")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="reviewed at")),
            ],
        ),
        migrations.CreateModel(
            name="QuizAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="learning.quizattempt"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="curriculum.quizitem"
                    ),
                ),
                ("chosen", models.JSONField(default=list, verbose_name="chosen")),
                ("answered_at", models.DateTimeField(verbose_name="answered at")),
                ("is_right", models.BooleanField(null=True, verbose_name="right")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("attempt", "item"), name="quiz_answer_once")],
            },
        ),
        migrations.CreateModel(
            name="SequencingState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attempt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sequencing", to="learning.attempt"
                    ),
                ),
                ("data", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="learning.phase"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="task")),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                ("done_at", models.DateTimeField(null=True, verbose_name="done at")),
                ("request_key", models.CharField(max_length=64)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("phase", "request_key"), name="task_once_per_request")],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "deliverable",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review", to="learning.deliverable"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("accepted", "accepted"), ("returned", "returned for another version")],
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("scores", models.JSONField(default=dict, verbose_name="level by criterion")),
                ("comment", models.TextField(verbose_name="comment")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="reviewed at")),
            ],
        ),
        migrations.CreateModel(
            name="ScormSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="learning.attempt"
                    ),
                ),
                (
                    "cmi",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="learning.cmistate"
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("standard", models.CharField(max_length=10)),
                ("requirements", models.JSONField(default=dict)),
                ("data", models.TextField(default="{}")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("closed", "closed"), ("superseded", "taken over by a later one")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not yet"),
                            ("finished", "the package finished"),
                            ("left", "the learner left"),
                            ("lost", "nothing more was heard"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("normal", "for credit"), ("review", "to look again"), ("browse", "to look around")],
                        default="normal",
                        max_length=6,
                    ),
                ),
                ("entry", models.CharField(blank=True, max_length=9)),
                ("last_sequence", models.PositiveIntegerField(default=0)),
                ("total_time", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("session_time", models.CharField(blank=True, max_length=60)),
                ("wish", models.CharField(blank=True, default="", max_length=1000)),
                ("seconds", models.PositiveIntegerField(default=0, verbose_name="learning time in seconds")),
                ("is_reported", models.BooleanField(default=False)),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                ("last_at", models.DateTimeField(verbose_name="last heard of")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
            ],
            options={
                "verbose_name": "learning session",
                "verbose_name_plural": "learning sessions",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("mode", "normal"), ("state", "open")),
                        fields=("attempt",),
                        name="scorm_session_one_writes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "open"), ("ended_at__isnull", False), _connector="OR"),
                        name="scorm_session_end_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScormCommit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commits", to="learning.scormsession"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("autosave", "saved by itself"),
                            ("commit", "the package asked to save"),
                            ("terminate", "the package finished"),
                            ("leave", "the learner left"),
                        ],
                        max_length=9,
                    ),
                ),
                ("body", models.TextField()),
                ("refused", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("session", "sequence"), name="scorm_commit_once")],
            },
        ),
    ]
