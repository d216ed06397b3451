"""The portal: everyone has a home and a record of their own; pictures are for signed-in staff."""

from collections.abc import Mapping

from cms.models import GlossaryTerm
from tests.access.rows import Row
from tests.access.table.curriculum import EDITORS, first, viewset
from tests.cast import Cast


def missing_picture(cast: Cast) -> Mapping[str, object]:
    return {"name": "gone.png"}


ROWS = [
    Row(url="home", others=200),
    Row(url="me", others=200),
    Row(url="image", build=missing_picture, others=404),
    # Only what an editor's form sends is checked; tests/cms/test_checks.py sends it.
    Row(url="page_checks", others=403, roles=dict.fromkeys(EDITORS, 405), build=lambda _cast: {"kind": "newspage"}),
    *viewset("glossary", readers=EDITORS, keepers=EDITORS, adders=EDITORS, removers=EDITORS, build=first(GlossaryTerm)),
]
