"""Where the city's own texts still name people who are about to be forgotten."""

from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.admin.admin_url_finder import AdminURLFinder

from lms.operations.retention.registry import SHELVES, Text
from lms.operations.retention.rules import is_named, words_in
from lms.operations.retention.staff import called
from lms.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A text that names a person; without an address its reader may not open it."""

    person: User
    shelf: str
    title: str
    address: str


def mentions_of(people: Iterable[User], *, reader: User) -> list[Mention]:
    """Return the texts that hold a person's name, staff number or address, shelf by shelf."""
    words = [(person, called(person)) for person in people]
    finder = AdminURLFinder(reader)
    found = {
        Mention(person=person, shelf=str(shelf.name), title=text.title, address=address_of(text, finder)): None
        for shelf in SHELVES
        for text in shelf.read()
        for said in [words_in(text.says)]
        for person, names in words
        if is_named(said, names)
    }
    return list(found)


def address_of(text: Text, finder: AdminURLFinder) -> str:
    """Return where a reader mends a text, or where they read it if they may not."""
    if text.row is None:
        return text.address
    return finder.get_edit_url(text.row) or getattr(text.row, "url", None) or ""
