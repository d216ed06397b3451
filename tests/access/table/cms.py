"""The portal: everyone has a home and a record of their own; pictures are for signed-in staff."""

from collections.abc import Mapping

from tests.access.rows import Row
from tests.cast import Cast


def missing_picture(cast: Cast) -> Mapping[str, object]:
    return {"name": "gone.png"}


ROWS = [
    Row(url="home", others=200),
    Row(url="me", others=200),
    Row(url="image", build=missing_picture, others=404),
]
