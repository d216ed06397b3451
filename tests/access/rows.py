"""The shape of the access table's rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.cast import Cast

ROLES = (
    "anonymous",
    "alice",
    "supervisor",
    "second",
    "hr",
    "author",
    "committee",
    "auditor",
    "admin",
    "charlie",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What each role gets at one address.

    `others` is the status for roles not named in `roles`; anonymous visitors are sent to sign in (302) unless named.
    `build` makes the address's keyword arguments (and what they need) from the cast.
    """

    url: str
    others: int
    roles: Mapping[str, int] = field(default_factory=dict)
    method: str = "GET"
    build: Callable[[Cast], Mapping[str, object]] | None = None

    def expected(self, role: str) -> int:
        if role in self.roles:
            return self.roles[role]
        return 302 if role == "anonymous" else self.others
