"""The plan's priority initiatives (重点事業) as the framework's data names them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from curriculum.framework import read_data


@dataclass(frozen=True, slots=True, kw_only=True)
class Initiative:
    """One initiative: the plan's number is for people and for courses, the key is for good (DOMAIN 1.7)."""

    number: int
    key: str
    title: str
    title_en: str

    @property
    def name(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" else self.title


@lru_cache(maxsize=1)
def all_initiatives() -> Sequence[Initiative]:
    """Return the initiatives in the plan's order."""
    return tuple(
        Initiative(number=row["no"], key=row["key"], title=row["ja"], title_en=row["en"])
        for row in read_data()["initiatives"]
    )


def initiative_named(key: str) -> Initiative | None:
    return next((each for each in all_initiatives() if each.key == key), None)
