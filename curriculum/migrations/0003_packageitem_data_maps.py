"""Which shared data an item of a package may use (adl.data)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0002_course_workflow"),
    ]

    operations = [
        migrations.AddField(
            model_name="packageitem",
            name="data_maps",
            field=models.JSONField(default=list),
        ),
    ]
