"""Names for the fields of the framework that editors meet in forms and filters."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0004_fill_data_maps"),
        ("people", "0004_name_of_a_titles_rank"),
    ]

    operations = [
        migrations.AlterField(
            model_name="ability",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="abilities",
                to="curriculum.talentgroup",
                verbose_name="talent group",
            ),
        ),
        migrations.AlterField(
            model_name="leveldescriptor",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="descriptors",
                to="curriculum.talentgroup",
                verbose_name="talent group",
            ),
        ),
        migrations.AlterField(
            model_name="programme",
            name="groups",
            field=models.ManyToManyField(
                blank=True, related_name="programmes", to="curriculum.talentgroup", verbose_name="talent groups"
            ),
        ),
        migrations.AlterField(
            model_name="talentgroup",
            name="direction_en",
            field=models.TextField(blank=True, verbose_name="direction of development in English"),
        ),
        migrations.AlterField(
            model_name="talentgroup",
            name="ranks",
            field=models.ManyToManyField(
                blank=True, related_name="talent_groups", to="people.rank", verbose_name="ranks"
            ),
        ),
        migrations.AlterField(
            model_name="talentgroup",
            name="tier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="groups",
                to="curriculum.tier",
                verbose_name="tier",
            ),
        ),
    ]
