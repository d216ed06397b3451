"""Every page of the access table and the portal, in both languages: each in its own, but for what people wrote."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from scripts import messages
from tests.access.rows import ROLES
from tests.access.test_matrix import ROWS
from tests.cast import Cast

SHOWN_ATTRIBUTES = frozenset({"title", "placeholder", "aria-label", "alt"})
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龯々ー]{2,}")
# Two English words in a row; one alone may be a name, a unit or a key.
ENGLISH = re.compile(r"[A-Za-z]{3,}[ ,]+[A-Za-z]{2,}")
LEFTOVERS = re.compile(r"%\(\w+\)[sd]|\{\{|\{%|&lt;\w+: |<\w+: ")
# The switch to the other language names it in that language.
MEANT = frozenset({"日本語"})
PORTAL = ("/news/", "/stories/", "/initiatives/", "/glossary/", "/help/")
# Pages of texts in their own language: what mails say, and the holidays of the law.
TEXTS = ("/hr/texts/", "/hr/closed-days/")


class Words(HTMLParser):
    """Gathers what a reader sees or hears, without what is marked as being in Japanese."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style"}
        self.found += [value for name, value in attrs if value and name in SHOWN_ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def stored() -> str:
    """Return what stands in the database."""
    rows = (row for model in apps.get_models() for row in model._base_manager.values_list())
    return "\n".join(str(value) for row in rows for value in row)


@cache
def named_in_english() -> str:
    """Return our English where it names things of the city in Japanese beside it."""
    entries = (entry for owner in messages.owners(messages.ROOT) for entry in messages.catalogue(owner))
    return "\n".join(key for entry in entries for key in (entry.msgid, entry.msgid_plural) if JAPANESE.search(key))


def nobodys(doubtful: set[str], letters: re.Pattern[str], corpus: str) -> set[str]:
    """Return the words of a page with a run of letters that stands nowhere in the corpus."""
    return {words for words in doubtful if any(run not in corpus for run in letters.findall(words))}


def pages_in(language: str, client: Client, cast: Cast) -> Iterator[tuple[str, str]]:
    """Yield the address and the source of each page, as the first role meets it that may."""
    client.force_login(cast.alice)
    for address in PORTAL:
        yield address, client.get(address, headers={"accept-language": language}).content.decode()
    for row in ROWS:
        role = next((role for role in ROLES if role != "anonymous" and row.expected(role) == 200), None)
        if row.method != "GET" or role is None:
            continue
        begun = transaction.savepoint_create()  # each row makes what it needs anew
        client.force_login(getattr(cast, role))
        address = reverse(row.url, kwargs=row.build(cast) if row.build else None)
        response = client.get(address, headers={"accept-language": language})
        if response.status_code == 200 and response.get("content-type", "").startswith("text/html"):
            yield address, response.content.decode()
        transaction.savepoint_rollback(begun)


def words_of(page: str) -> set[str]:
    reader = Words()
    reader.feed(page)
    return {" ".join(words.split()) for words in reader.found} - MEANT


@pytest.mark.django_db
def test_pages_in_english_hold_no_japanese_of_ours(client: Client, cast: Cast) -> None:
    left, pages = set(), 0
    everywhere = stored() + "\n" + named_in_english()
    for address, page in pages_in("en", client, cast):
        pages += 1
        if address.startswith(TEXTS):
            continue
        words = words_of(page)
        found = {each for each in words if LEFTOVERS.search(each)}
        if doubtful := nobodys(words, JAPANESE, everywhere):
            # With what the row made for this page.
            found |= nobodys(doubtful, JAPANESE, stored() + "\n" + named_in_english())
        left |= {(address, each[:120]) for each in found}
    assert pages > 100
    assert left == set()


@pytest.mark.django_db
def test_pages_in_japanese_hold_no_english_of_ours(client: Client, cast: Cast) -> None:
    left, pages = set(), 0
    everywhere = stored()
    for address, page in pages_in("ja", client, cast):
        pages += 1
        if address.startswith(TEXTS):
            continue
        words = {each for each in words_of(page) if not JAPANESE.search(each)}
        if doubtful := nobodys(words, ENGLISH, everywhere):
            left |= {(address, each[:120]) for each in nobodys(doubtful, ENGLISH, stored())}
    assert pages > 100
    assert left == set()
