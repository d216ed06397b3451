import django.db.models.deletion
import django.db.models.functions.datetime
import lms.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("lines", models.PositiveBigIntegerField(verbose_name="lines")),
                ("broken_at", models.PositiveBigIntegerField(null=True, verbose_name="first broken line")),
            ],
            options={
                "verbose_name": "check of the audit trail",
                "verbose_name_plural": "checks of the audit trail",
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                ("code", models.CharField(max_length=200, unique=True, verbose_name="department code")),
            ],
            options={
                "verbose_name": "department",
                "verbose_name_plural": "departments",
            },
        ),
        migrations.CreateModel(
            name="Rank",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(unique=True, verbose_name="key")),
                ("name", models.CharField(max_length=50, verbose_name="name")),
                ("order", models.PositiveIntegerField(unique=True, verbose_name="order")),
                (
                    "heads",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bureau", "department (部)"),
                            ("division", "division (課)"),
                            ("section", "section (係)"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="leads a",
                    ),
                ),
            ],
            options={
                "verbose_name": "rank",
                "verbose_name_plural": "ranks",
            },
        ),
        migrations.CreateModel(
            name="RosterColumn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("header", models.CharField(max_length=100, unique=True, verbose_name="column heading")),
                ("field", models.CharField(blank=True, max_length=30, verbose_name="field")),
            ],
            options={
                "verbose_name": "roster column",
                "verbose_name_plural": "roster columns",
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("id", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("staff_no", models.CharField(max_length=20, unique=True, verbose_name="staff number")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("family_name", models.CharField(blank=True, max_length=50, verbose_name="family name")),
                ("given_name", models.CharField(blank=True, max_length=50, verbose_name="given name")),
                ("kana", models.CharField(blank=True, max_length=100, verbose_name="name in kana")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("weekly_minutes", models.PositiveIntegerField(default=2325, verbose_name="working minutes a week")),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="joined on")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                ("search_key", models.CharField(editable=False, max_length=300)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "staff member",
                "verbose_name_plural": "staff",
                "indexes": [models.Index(fields=["kana", "staff_no"], name="user_by_kana")],
            },
        ),
        migrations.CreateModel(
            name="WorkingGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                ("theme", models.CharField(blank=True, max_length=200, verbose_name="theme")),
                ("initiative", models.SlugField(blank=True, verbose_name="priority initiative")),
            ],
            options={
                "verbose_name": "working group",
                "verbose_name_plural": "working groups",
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveBigIntegerField(unique=True)),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("action", models.CharField(max_length=60, verbose_name="action")),
                (
                    "subject",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("target", models.CharField(blank=True, max_length=200, verbose_name="target")),
                ("details", models.JSONField(default=dict, verbose_name="details")),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "audit event",
                "verbose_name_plural": "audit events",
                "indexes": [
                    models.Index(fields=["actor", "at"], name="audit_by_actor"),
                    models.Index(fields=["subject", "at"], name="audit_by_subject"),
                    models.Index(fields=["at"], name="audit_by_time"),
                    models.Index(fields=["target"], name="audit_by_target"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosedDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(unique=True, verbose_name="day")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("is_open", models.BooleanField(default=False, verbose_name="open on this day")),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "closed day",
                "verbose_name_plural": "closed days",
            },
        ),
        migrations.CreateModel(
            name="DepartmentPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until (exclusive)")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="periods", to="people.department"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="child_periods",
                        to="people.department",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bureau", "department (部)"),
                            ("division", "division (課)"),
                            ("section", "section (係)"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="department_period_dates",
                        violation_error_message="The end date must come after the start date.",
                    ),
                    models.UniqueConstraint(fields=("department", "valid_from"), name="department_period_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until (exclusive)")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="people.department"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("main", "main post (本務)"),
                            ("concurrent", "concurrent post (兼務)"),
                            ("joint", "joint post (併任)"),
                            ("acting", "acting (事務取扱)"),
                            ("seconded_out", "seconded to another body (出向)"),
                            ("leave", "leave (休職・育休)"),
                        ],
                        default="main",
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                (
                    "employment",
                    models.CharField(
                        choices=[
                            ("regular", "regular staff"),
                            ("reappointed", "reappointed (再任用)"),
                            ("fixed_term", "fixed term (任期付)"),
                            ("fiscal_year", "fiscal-year appointment (会計年度任用職員)"),
                        ],
                        default="regular",
                        max_length=15,
                        verbose_name="employment",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=50, verbose_name="job title")),
                (
                    "rank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="postings", to="people.rank"
                    ),
                ),
            ],
            options={
                "verbose_name": "posting",
                "verbose_name_plural": "postings",
                "indexes": [models.Index(fields=["person", "valid_from"], name="posting_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="posting_dates",
                        violation_error_message="The end date must come after the start date.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "main"), ("valid_to__isnull", True)),
                        fields=("person",),
                        name="posting_one_open_main",
                        violation_error_message="This person already has an open main post.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RaterAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until (exclusive)")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rater_assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rater",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratee_assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("first", "first rater (一次評価者)"), ("second", "second rater (二次評価者)")],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[("derived", "from the organisation"), ("override", "set by hand")],
                        default="derived",
                        max_length=10,
                        verbose_name="basis",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "rater assignment",
                "verbose_name_plural": "rater assignments",
                "indexes": [models.Index(fields=["rater", "role", "valid_from"], name="rater_people")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="rater_assignment_dates",
                        violation_error_message="The end date must come after the start date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("rater")), _negated=True),
                        name="rater_is_somebody_else",
                        violation_error_message="Nobody rates themselves.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("person", "role"),
                        name="rater_one_open_per_role",
                        violation_error_message="This person already has a rater in this role.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until (exclusive)")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("hr", "HR"),
                            ("author", "course author"),
                            ("committee", "DX committee"),
                            ("auditor", "auditor"),
                            ("administrator", "administrator"),
                        ],
                        max_length=15,
                        verbose_name="role",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_grants",
                        to="people.department",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "role grant",
                "verbose_name_plural": "role grants",
                "indexes": [models.Index(fields=["person", "valid_from"], name="role_grants_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="role_grant_dates",
                        violation_error_message="The end date must come after the start date.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterLoad",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                ("file", models.FileField(upload_to="rosters/%Y/")),
                ("filename", models.CharField(max_length=255, verbose_name="file name")),
                ("sha256", models.CharField(max_length=64)),
                ("encoding", models.CharField(blank=True, max_length=20, verbose_name="encoding")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("full", "everyone (who is not listed leaves)"),
                            ("delta", "changes only (who is not listed stays)"),
                        ],
                        default="full",
                        max_length=5,
                        verbose_name="form",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "uploaded"),
                            ("checking", "checking"),
                            ("ready", "ready to apply"),
                            ("refused", "refused"),
                            ("applying", "applying"),
                            ("applied", "applied"),
                            ("discarded", "discarded"),
                            ("undone", "undone"),
                        ],
                        default="uploaded",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("rows_total", models.PositiveIntegerField(default=0)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("summary", models.JSONField(default=dict)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("failure", models.CharField(blank=True, max_length=30, verbose_name="what went wrong")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded at")),
                ("touched_at", models.DateTimeField(verbose_name="last worked on")),
                (
                    "applied_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("applied_at", models.DateTimeField(null=True, verbose_name="applied at")),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("undone_at", models.DateTimeField(null=True, verbose_name="undone at")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "verbose_name": "roster load",
                "verbose_name_plural": "roster loads",
                "indexes": [
                    models.Index(fields=["-uploaded_at"], name="roster_loads_newest"),
                    models.Index(fields=["state", "touched_at"], name="roster_loads_by_state"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TemporaryPassword",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="temporary_password",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
            ],
            options={
                "verbose_name": "temporary password",
                "verbose_name_plural": "temporary passwords",
            },
        ),
        migrations.CreateModel(
            name="TitleRank",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=50, unique=True, verbose_name="job title")),
                (
                    "rank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="titles", to="people.rank"
                    ),
                ),
            ],
            options={
                "verbose_name": "job title and rank",
                "verbose_name_plural": "job titles and ranks",
            },
        ),
        migrations.CreateModel(
            name="WorkingGroupMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until (exclusive)")),
                (
                    "working_group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.workinggroup",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("leader", "leader"), ("member", "member"), ("mentor", "mentor")],
                        default="member",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("document_no", models.CharField(blank=True, max_length=50, verbose_name="document number")),
                ("document_on", models.DateField(blank=True, null=True, verbose_name="document date")),
            ],
            options={
                "verbose_name": "working-group membership",
                "verbose_name_plural": "working-group memberships",
                "indexes": [models.Index(fields=["person", "valid_from"], name="membership_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="membership_dates",
                        violation_error_message="The end date must come after the start date.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("working_group", "person"),
                        name="membership_once_open",
                        violation_error_message="This person is already in the working group.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "load",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="people.rosterload"
                    ),
                ),
                ("line", models.PositiveIntegerField(null=True, verbose_name="line")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("problem", "Roster problems"),
                            ("join", "Joiners"),
                            ("leave", "Leavers"),
                            ("move", "Transfers"),
                            ("promote", "Promotions"),
                            ("reorganise", "Reorganisations"),
                            ("absence", "Absences and returns"),
                            ("concurrent", "Concurrent posts"),
                            ("correct", "Corrections"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[("info", "information"), ("warning", "warning"), ("error", "error")],
                        default="info",
                        max_length=10,
                        verbose_name="severity",
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=30, verbose_name="what is wrong")),
                ("staff_no", models.CharField(blank=True, max_length=20, verbose_name="staff number")),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("details", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["load", "kind", "line"], name="roster_changes_by_kind")],
            },
        ),
        migrations.CreateModel(
            name="RosterJournal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "load",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="journal", to="people.rosterload"
                    ),
                ),
                ("body", models.JSONField()),
            ],
        ),
    ]
