import django.db.models.deletion
import django.db.models.functions.datetime
import lms.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assessments", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                ("listing", models.CharField(max_length=20, verbose_name="list")),
                ("query", models.TextField(verbose_name="filters")),
                (
                    "file_format",
                    models.CharField(
                        choices=[("xlsx", "Excel (xlsx)"), ("csv", "CSV"), ("pdf", "PDF")],
                        max_length=4,
                        verbose_name="kind of file",
                    ),
                ),
                ("purpose", models.CharField(max_length=200, verbose_name="purpose")),
                ("language", models.CharField(max_length=5, verbose_name="language")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_files",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for its turn"),
                            ("building", "being built"),
                            ("ready", "ready"),
                            ("failed", "could not be built"),
                            ("expired", "expired"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "failure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gone", "What the list speaks of is no longer there. Choose the list again on its page."),
                            (
                                "room",
                                "The server has no room left for the file. Tell the administrator, then try again.",
                            ),
                            (
                                "broken",
                                "The work stopped unexpectedly. Try again; if it happens twice, tell the administrator.",
                            ),
                        ],
                        max_length=10,
                        verbose_name="what went wrong",
                    ),
                ),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("rows_total", models.PositiveIntegerField(default=0)),
                ("touched_at", models.DateTimeField(verbose_name="last worked on")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                ("filename", models.CharField(blank=True, max_length=200, verbose_name="file name")),
                ("file", models.FileField(blank=True, upload_to="reports/%Y/")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="size in bytes")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("expires_at", models.DateTimeField(null=True, verbose_name="expires at")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "verbose_name": "report file",
                "verbose_name_plural": "report files",
                "indexes": [models.Index(fields=["asked_by", "-id"], name="report_file_mine")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True), ("expires_at__isnull", False), _connector="OR"
                        ),
                        name="report_file_ends",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("query", models.TextField(verbose_name="filters")),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "saved view",
                "verbose_name_plural": "saved views",
                "constraints": [models.UniqueConstraint(fields=("person", "name"), name="saved_view_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[("release", "released to the committee"), ("month", "end of a month, for HR")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="snapshots", to="assessments.cycle"
                    ),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                ("definition", models.CharField(max_length=20, verbose_name="definition")),
                ("source", models.JSONField(verbose_name="counts")),
                ("withheld", models.JSONField(verbose_name="withheld")),
                ("sha256", models.CharField(max_length=64)),
                ("frozen_at", models.DateTimeField(verbose_name="frozen at")),
                (
                    "frozen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "snapshot",
                "verbose_name_plural": "snapshots",
                "indexes": [models.Index(fields=["kind", "cycle", "-id"], name="snapshot_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "month")), fields=("cycle", "as_of"), name="snapshot_once_a_month"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_subscriptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("release", "released to the committee"), ("month", "end of a month, for HR")],
                        max_length=10,
                        verbose_name="when",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "scheduled report",
                "verbose_name_plural": "scheduled reports",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "kind"),
                        name="subscription_once",
                        violation_error_message="This person gets this report already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="reports.snapshot"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("snapshot", "person"), name="delivery_once")],
            },
        ),
        migrations.CreateModel(
            name="DepartmentTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="department_table",
                        to="assessments.cycle",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.snapshot"
                    ),
                ),
                ("counts", models.JSONField(verbose_name="counts")),
                ("withheld", models.JSONField(verbose_name="withheld")),
                ("sha256", models.CharField(max_length=64)),
                ("frozen_at", models.DateTimeField(verbose_name="frozen at")),
            ],
            options={
                "verbose_name": "table by department",
                "verbose_name_plural": "tables by department",
            },
        ),
    ]
