"""Courses are found by what their modules are called: fold it into the search keys of courses saved before."""

import re
import unicodedata

from django.db import migrations

HEADING = re.compile(r"<h[234][^>]*>(.*?)</h[234]>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
KATAKANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


def fill(apps, schema_editor):
    """Write each search key anew, as saving the course would; a second run writes the same again."""
    Course = apps.get_model("curriculum", "Course")
    for course in Course.objects.order_by("pk").iterator(chunk_size=100):
        words = [course.title, course.reading, course.title_en, course.purpose, course.purpose_en, course.code]
        for block in course.modules.raw_data:
            words += called(block["value"] or {})
        key = "\n".join(filter(None, map(folded, words)))
        Course.objects.filter(pk=course.pk).update(search_key=key)


def called(module):
    """Yield what a module and the parts of a lesson are called."""
    yield from (module.get("title"), module.get("title_en"))
    for part in module.get("body") or ():
        value = part["value"] or {}
        texts = [value] if part["type"] == "text" else []
        if part["type"] in ("callout", "accordion"):
            items = [item.get("value", item) for item in value.get("items") or ()]
            texts = [value.get("text"), *(item.get("text") for item in items)]
            yield from (item.get("title") for item in items)
        elif part["type"] in ("video", "audio", "slides"):
            yield value.get("title")
        for html in filter(None, texts):
            yield from (TAG.sub("", heading) for heading in HEADING.findall(html))


def folded(words):
    """Fold as lms.lib.text.search_key does on the day of this migration."""
    return "".join(unicodedata.normalize("NFKC", words or "").lower().translate(KATAKANA).split())


class Migration(migrations.Migration):
    dependencies = [("curriculum", "0008_title_of_a_video")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
