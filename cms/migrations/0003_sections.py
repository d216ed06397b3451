"""The portal's further sections: stories of results, priority initiatives with a page each, and the glossary's terms."""

import unicodedata
from pathlib import Path

import yaml
from django.db import migrations

from curriculum.framework import read_data

TERMS = Path(__file__).resolve().parents[1] / "fixtures" / "glossary.yaml"
STEP = 4  # characters of a tree path for one level
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def make_sections(apps, schema_editor):
    """Add each section below the portal, where there is one."""
    home = apps.get_model("cms", "HomePage").objects.first()
    if home is None:
        return
    add_page(apps, home, "storyindexpage", title="成果事例", slug="stories")
    index = add_page(apps, home, "initiativeindexpage", title="重点事業", slug="initiatives")
    for row in read_data()["initiatives"]:
        words = {"title": row["ja"], "title_en": row["en"], "slug": row["key"].replace("_", "-")}
        key = folded(f"{row['ja']} {row['en']}")
        add_page(apps, index, "initiativepage", key=row["key"], search_key=key, **words)
    add_page(
        apps,
        home,
        "glossarypage",
        title="用語集",
        slug="glossary",
        intro="計画と、このシステムで使う言葉の意味です。",
        intro_en="What the words of the plan and of this system mean.",
    )
    fill_glossary(apps)


def add_page(apps, parent, model_name, *, title, slug, **fields):
    """Add a page as the last child; historical models know nothing of the tree, so its columns are set here."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model=model_name
    )
    Page = apps.get_model("wagtailcore", "Page")
    siblings = Page.objects.filter(depth=parent.depth + 1, path__startswith=parent.path).order_by("path")
    last = siblings.last()
    page = apps.get_model("cms", model_name).objects.create(
        title=title,
        draft_title=title,
        slug=slug,
        content_type=content_type,
        locale=apps.get_model("wagtailcore", "Locale").objects.first(),
        path=parent.path + step(int(last.path[-STEP:], 36) + 1 if last else 1),
        depth=parent.depth + 1,
        url_path=f"{parent.url_path}{slug}/",
        **fields,
    )
    Page.objects.filter(pk=parent.pk).update(numchild=siblings.count())
    return page


def step(number):
    """Write one step of a tree path: four digits to the base of 36."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits.rjust(STEP, "0")


def fill_glossary(apps):
    Term = apps.get_model("cms", "GlossaryTerm")
    for row in yaml.safe_load(TERMS.read_text(encoding="utf-8")):
        words = " ".join(row[name] for name in ("term", "reading", "english", "meaning", "meaning_en"))
        Term.objects.get_or_create(term=row["term"], defaults=row | {"search_key": folded(words)})


def folded(words):
    """Fold as lms.lib.text.search_key does on the day of this migration."""
    plain = unicodedata.normalize("NFKC", words).lower()
    katakana = range(ord("ァ"), ord("ヶ") + 1)
    return "".join(plain.translate({code: code - 0x60 for code in katakana}).split())


class Migration(migrations.Migration):
    dependencies = [("cms", "0002_portal")]

    operations = [migrations.RunPython(make_sections, migrations.RunPython.noop)]
