"""A name for the rank of a job title, which editors meet in a form and a filter."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_role_scope"),
    ]

    operations = [
        migrations.AlterField(
            model_name="titlerank",
            name="rank",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="titles",
                to="people.rank",
                verbose_name="rank",
            ),
        ),
    ]
