"""Which shared data the items of packages may use, for packages imported before it was kept beside them."""

from django.db import migrations


def fill(apps, schema_editor):
    """Copy the data maps of each import report to its items; a second run writes the same again."""
    PackageVersion = apps.get_model("curriculum", "PackageVersion")
    PackageItem = apps.get_model("curriculum", "PackageItem")
    for pk in PackageVersion.objects.filter(standard="scorm2004").order_by("pk").values_list("pk", flat=True):
        report = PackageVersion.objects.values_list("report", flat=True).get(pk=pk)
        organisation = report.get("organisation") or {}
        is_global = organisation.get("shared_data_global_to_system", True)
        for item in walk(report.get("items") or ()):
            if maps := item.get("data_maps"):
                kept = {data_map["target"]: {**data_map, "is_global": is_global} for data_map in reversed(maps)}
                in_order = list(reversed(kept.values()))
                PackageItem.objects.filter(version=pk, identifier=item["id"]).update(data_maps=in_order)


def walk(items):
    for item in items:
        yield item
        yield from walk(item.get("children") or ())


class Migration(migrations.Migration):
    dependencies = [("curriculum", "0003_packageitem_data_maps")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
