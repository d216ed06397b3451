from datetime import date

from tests.access.rows import Row
from tests.cast import Cast
from tests.factories import RoleGrantFactory


def a_grant(cast: Cast) -> dict[str, object]:
    return {"pk": RoleGrantFactory(person=cast.charlie, role="author", valid_from=date(2026, 4, 1)).pk}


ROWS = [
    Row(url="people:passwords", roles={"hr": 200, "admin": 200}, others=403),
    Row(url="people:roles", roles={"admin": 200}, others=403),
    Row(url="people:end_role", method="POST", roles={"admin": 302}, others=403, build=a_grant),
]
