"""Classes of records (文書分類), and who keeps and deletes them: each app answers for its own models.

Apps register in `AppConfig.ready`. A keeper says whom its class is due for and deletes one person's share; it is
called inside a transaction, may be called twice, and names files instead of deleting them: a file goes only once the
rows are committed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.operations.retention.rules import Term
from lms.people.models import User


class Event(models.TextChoices):
    """What completes a record, so that its term begins on the 1 April after it."""

    LEAVING = "leaving", _("the person’s last day")
    MADE = "made", _("the day it was made")
    SETTLED = "settled", _("the day the matter was settled")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClass:
    key: str
    name: str | Promise
    holds: str | Promise
    because: str | Promise
    event: Event
    term: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What one step deleted: rows deleted or emptied, and files in the media folder that are to go."""

    rows: int = 0
    files: tuple[str, ...] = ()

    def __add__(self, other: "Erased") -> "Erased":
        return Erased(rows=self.rows + other.rows, files=self.files + other.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonKeeper:
    """Records that belong to a person. For the class of leavers `due` is not asked: who left is known."""

    record_class: str
    erase: Callable[[User, date], Erased]
    due: Callable[[date], Mapping[UUID, int]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderKeeper:
    """Records about many people at once, such as a roster file; each piece has a reference that names nobody."""

    record_class: str
    due: Callable[[date], Mapping[str, int]]
    erase: Callable[[str, date], Erased]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text of the city: what it says as a value of JSON; it is mended at an address, or is a row of the editor."""

    title: str
    says: object
    row: models.Model | None = None
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Texts of the city that may name somebody, such as its pages: listed before a deletion, for people to mend."""

    name: str | Promise
    read: Callable[[], Iterable[Text]]


type Blocker = Callable[[Iterable[UUID]], Mapping[UUID, str]]
"""Says who must be kept by the state of a matter, such as an objection without a reply, and why."""

PERSON = "person"
CLASSES: dict[str, RecordClass] = {}
PERSON_KEEPERS: list[PersonKeeper] = []
FOLDER_KEEPERS: list[FolderKeeper] = []
SHELVES: list[Shelf] = []
BLOCKERS: list[Blocker] = []


def declare(record_class: RecordClass) -> None:
    CLASSES[record_class.key] = record_class


def register(*keepers: PersonKeeper | FolderKeeper) -> None:
    for keeper in keepers:
        if keeper.record_class not in CLASSES:
            raise LookupError(f"No class of records is called {keeper.record_class}.")
        if isinstance(keeper, PersonKeeper):
            PERSON_KEEPERS.append(keeper)
        else:
            FOLDER_KEEPERS.append(keeper)


def put_up(*shelves: Shelf) -> None:
    SHELVES.extend(shelves)


def block(blocker: Blocker) -> None:
    BLOCKERS.append(blocker)


def person_keepers(key: str) -> list[PersonKeeper]:
    return [keeper for keeper in PERSON_KEEPERS if keeper.record_class == key]


def folder_keepers(key: str) -> list[FolderKeeper]:
    return [keeper for keeper in FOLDER_KEEPERS if keeper.record_class == key]
