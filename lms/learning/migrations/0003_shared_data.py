"""Texts that the items of a package share by name (adl.data)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0002_message_text_language"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SharedData",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identifier", models.CharField(max_length=250)),
                ("store", models.TextField()),
                ("written_at", models.DateTimeField(verbose_name="written at")),
                (
                    "attempt",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shared_data",
                        to="learning.attempt",
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("attempt", None)), fields=("learner", "identifier"), name="shared_data_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("attempt", None), _negated=True),
                        fields=("attempt", "identifier"),
                        name="shared_data_once_an_attempt",
                    ),
                ],
            },
        ),
    ]
