import django.db.models.deletion
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
    ]
