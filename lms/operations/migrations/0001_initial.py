import django.db.models.deletion
import lms.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Backup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="bytes")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("tested_at", models.DateTimeField(null=True, verbose_name="restored on trial")),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="problem")),
            ],
            options={
                "verbose_name": "backup",
                "verbose_name_plural": "backups",
                "ordering": ["-started_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, unique=True, verbose_name="name")),
                ("started_at", models.DateTimeField(null=True, verbose_name="last start")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="last end")),
                ("succeeded_at", models.DateTimeField(null=True, verbose_name="last success")),
                ("runs", models.PositiveBigIntegerField(default=0, verbose_name="runs")),
                ("failures", models.PositiveBigIntegerField(default=0, verbose_name="failures")),
            ],
            options={
                "verbose_name": "job",
                "verbose_name_plural": "jobs",
            },
        ),
        migrations.CreateModel(
            name="Failure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=lms.lib.ids.uuid7, editable=False, unique=True)),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="failed_runs",
                        to="operations.job",
                        verbose_name="job",
                    ),
                ),
                ("error", models.CharField(max_length=200, verbose_name="error")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="place")),
                ("arguments", models.JSONField(default=dict, verbose_name="arguments")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled")),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("was_retried", models.BooleanField(default=False, verbose_name="run again")),
            ],
            options={
                "verbose_name": "failed run",
                "verbose_name_plural": "failed runs",
                "indexes": [models.Index(fields=["settled_at", "-at"], name="failure_open_first")],
            },
        ),
    ]
