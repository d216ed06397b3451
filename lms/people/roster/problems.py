"""What can be wrong with a roster: a code, where, about whom. The sentences are in `words.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ERROR = "error"
WARNING = "warning"

# Codes that only warn; every other problem refuses the load.
WARNINGS = frozenset(
    {
        "no_first_rater",
        "no_second_rater",
        "many_ratees",
        "private_character",
        "lost_character",
        "joins_later",
        "many_leavers",
        "override_ended",
        "later_load",
        "cannot_rate",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    code: str
    line: int | None = None
    staff_no: str = ""
    name: str = ""
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        return WARNING if self.code in WARNINGS else ERROR
