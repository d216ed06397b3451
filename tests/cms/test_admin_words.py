"""The admin in Japanese: nothing that Wagtail shows is left in English, whichever of its versions is installed."""

import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Collection, Page, Workflow

from cms.admin_words import unlabelled_forms
from scripts import messages
from tests.cast import Cast

# The same in both languages.
SAME = frozenset({"URL", "%(field_label)s:"})
NOT_SHOWN = frozenset({"migrations", "test", "tests", "contrib", "project_template", "bin"})


def wagtail_files() -> Iterator[Path]:
    """Yield what may hold strings of the parts of Wagtail that are installed, and of its tags."""
    parts = {Path(each.path) for each in apps.get_app_configs() if each.name.startswith(("wagtail.", "taggit"))}
    core = Path(apps.get_app_config("wagtailcore").path)
    of_core = [core / name for name in ("models", "blocks", "utils", "actions", "fields.py", "wagtail_hooks.py")]
    for root in [*parts, *of_core]:
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            within = path.relative_to(root).parts
            is_template = path.suffix in {".html", ".txt"} and "templates" in within
            if (path.suffix == ".py" or is_template) and NOT_SHOWN.isdisjoint(within):
                yield path


def test_every_string_of_wagtails_admin_has_japanese() -> None:
    said = {message for path in wagtail_files() for message, _notes in messages.messages_in(path)}
    with translation.override("ja"):
        left = {message.text for message in said if message.msgid and not is_translated(message)}
    assert len(said) > 1000
    assert left - SAME == set()


def is_translated(message: messages.Message) -> bool:
    if message.plural:
        return translation.ngettext(message.msgid, message.plural, 2) != message.plural
    if message.context:
        return translation.pgettext(message.context, message.msgid) != message.msgid
    return translation.gettext(message.msgid) != message.msgid


@pytest.mark.django_db
def test_every_string_of_wagtails_scripts_has_japanese(client: Client, cast: Cast) -> None:
    folder = Path(import_module("wagtail.admin").__path__[0])
    said = polib.pofile(str(folder / "locale/en/LC_MESSAGES/djangojs.po"))
    client.force_login(cast.author)
    words = client.get("/admin/jsi18n/", headers={"accept-language": "ja"}).content.decode()
    found = re.search(r"newcatalog = (\{.*?\n {2}\});", words, re.DOTALL)
    assert found
    catalogue = json.loads(found[1])
    left = [entry.msgid for entry in said if entry.msgid not in catalogue]
    assert len(said) > 50
    assert left == []


def test_fields_of_wagtails_windows_have_japanese_labels() -> None:
    with translation.override("ja"):
        for form in unlabelled_forms():
            for name, field in form.base_fields.items():
                assert field.label, f"{form.__name__}.{name}"


@pytest.mark.django_db
@pytest.mark.parametrize("window", ["external_link", "email_link", "phone_link", "anchor_link"])
def test_windows_for_links_speak_japanese(client: Client, cast: Cast, window: str) -> None:
    client.force_login(cast.author)
    shown = client.get(reverse(f"wagtailadmin_choose_page_{window}"), headers={"accept-language": "ja"}).json()["html"]
    assert "リンクの文字" in shown
    assert "Link text" not in shown


@pytest.mark.django_db
def test_what_wagtail_made_has_japanese_names() -> None:
    assert list(Page.objects.filter(depth=1).values_list("title", "draft_title")) == [("サイト全体", "サイト全体")]
    assert list(Collection.objects.filter(depth=1).values_list("name", flat=True)) == ["全体"]


@pytest.mark.django_db
def test_pages_wait_for_no_approval_that_nobody_could_give() -> None:
    assert list(Workflow.objects.values_list("name", flat=True)) == ["公開前の確認"]


@pytest.mark.django_db
def test_who_reads_a_page_is_not_asked_twice(client: Client, cast: Cast) -> None:
    client.force_login(cast.author)
    page = Page.objects.get(slug="news")
    shown = client.get(reverse("wagtailadmin_pages:set_privacy", args=[page.pk]))
    assert "<form" not in shown.json()["html"]
    assert "set-privacy" not in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
