"""Outside training is HR's to load."""

from collections.abc import Mapping

from lms.learning.outside import services
from lms.lib import clock
from tests.access.rows import Row
from tests.cast import Cast


def load(cast: Cast) -> Mapping[str, object]:
    text = f"職員番号,研修名,実施機関,修了日\n{cast.alice.staff_no},情報化研修,J-LIS,2026-06-01\n"
    return {"uuid": services.keep_file("研修.csv", text.encode(), by=cast.hr, at=clock.now()).uuid}


ROWS = [
    Row(url="learning:outside", others=403, roles={"hr": 200}),
    Row(url="learning:outside", method="POST", others=403, roles={"hr": 422}),
    Row(url="learning:outside-load", build=load, others=403, roles={"hr": 200}),
    Row(url="learning:outside-apply", build=load, method="POST", others=403, roles={"hr": 302}),
    Row(url="learning:outside-take-back", build=load, method="POST", others=403, roles={"hr": 302}),
]
