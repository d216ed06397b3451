"""Who reaches calibrations: HR plans and reads them, the raters who are asked judge."""

from collections.abc import Mapping

from assessments.calibration.models import Vignette
from tests.access.rows import Row
from tests.assessments.calibration.rounds import open_round, planned_round
from tests.cast import Cast

RATERS = {"supervisor": 200, "second": 200}


def planned(cast: Cast) -> Mapping[str, object]:
    return {"uuid": planned_round(cast).uuid}


def case(cast: Cast) -> Mapping[str, object]:
    return planned(cast) | {"vignette": Vignette.objects.order_by("pk")[0].uuid}


def opened(cast: Cast) -> Mapping[str, object]:
    return {"uuid": open_round(cast).uuid}


def first_case(cast: Cast) -> Mapping[str, object]:
    return opened(cast) | {"order": 1}


ROWS = [
    Row(url="assessments:calibrations", others=403, roles={"hr": 200}),
    Row(url="assessments:calibration_new", others=403, roles={"hr": 200}),
    Row(url="assessments:calibration_new", method="POST", others=403, roles={"hr": 422}),
    Row(url="assessments:calibration", build=planned, others=403, roles={"hr": 200}),
    Row(url="assessments:calibration_write", build=planned, method="POST", others=403, roles={"hr": 422}),
    Row(url="assessments:calibration_take", build=case, method="POST", others=403, roles={"hr": 302}),
    Row(url="assessments:calibration_drop", build=case, method="POST", others=403, roles={"hr": 302}),
    Row(url="assessments:calibration_open", build=planned, method="POST", others=403, roles={"hr": 302}),
    Row(url="assessments:calibration_close", build=opened, method="POST", others=403, roles={"hr": 302}),
    Row(url="assessments:agreement", others=403, roles={"hr": 200}),
    Row(url="assessments:calibration_cases", build=opened, others=404, roles=RATERS),
    Row(
        url="assessments:calibration_judge",
        build=first_case,
        method="POST",
        others=404,
        roles={"supervisor": 302, "second": 302},
    ),
]
