"""The portal's tree: home, news, help, and the first pages of help."""

import unicodedata
import uuid
from pathlib import Path

import yaml
from django.db import migrations

HELP = Path(__file__).resolve().parents[1] / "fixtures" / "help.yaml"
STEP = 4  # characters of a tree path for one level


def make_portal(apps, schema_editor):
    """Put our home page in the place of Wagtail's welcome page; do nothing where a portal stands already."""
    if apps.get_model("cms", "HomePage").objects.exists():
        return
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    root = Page.objects.get(depth=1)
    root.numchild = 0
    root.save()
    home = add_page(apps, root, "homepage", title="ポータル", slug="home", path="/")
    add_page(apps, home, "newsindexpage", title="お知らせ", slug="news")
    index = add_page(apps, home, "helpindexpage", title="使い方", slug="help")
    for page in yaml.safe_load(HELP.read_text(encoding="utf-8")):
        add_help(apps, index, page)
    Site.objects.create(hostname="localhost", root_page_id=home.pk, is_default_site=True, site_name="DX人材育成")


def add_page(apps, parent, model_name, *, title, slug, path="", **fields):
    """Add a page as the last child; historical models know nothing of the tree, so its columns are set here."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _ = ContentType.objects.get_or_create(app_label="cms", model=model_name)
    Page = apps.get_model("wagtailcore", "Page")
    parent.numchild += 1
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
    return apps.get_model("cms", model_name).objects.create(
        title=title,
        draft_title=title,
        slug=slug,
        content_type=content_type,
        locale=apps.get_model("wagtailcore", "Locale").objects.first(),
        path=f"{parent.path}{parent.numchild:0{STEP}}",
        depth=parent.depth + 1,
        url_path=path or f"{parent.url_path}{slug}/",
        **fields,
    )


def add_help(apps, index, page):
    words = [page["title"], page["title_en"], page["intro"], page["intro_en"], *texts(page)]
    add_page(
        apps,
        index,
        "helppage",
        title=page["title"],
        slug=page["slug"],
        title_en=page["title_en"],
        intro=page["intro"],
        intro_en=page["intro_en"],
        reader=page["reader"],
        body=blocks(page.get("body")),
        body_en=blocks(page.get("body_en")),
        search_key=folded(" ".join(words)),
    )


def blocks(entries):
    return [block(*entry) for each in entries or () for entry in each.items()]


def block(kind, content):
    value = {"tone": content[0], "text": content[1]} if kind == "callout" else content
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def texts(page):
    for each in [*(page.get("body") or ()), *(page.get("body_en") or ())]:
        for content in each.values():
            yield content if isinstance(content, str) else content[1]


def folded(words):
    """Fold as lms.lib.text.search_key does on the day of this migration."""
    plain = unicodedata.normalize("NFKC", words).lower()
    katakana = range(ord("ァ"), ord("ヶ") + 1)
    return "".join(plain.translate({code: code - 0x60 for code in katakana}).split())


class Migration(migrations.Migration):
    dependencies = [("cms", "0001_initial"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(make_portal, migrations.RunPython.noop)]
