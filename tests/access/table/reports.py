from datetime import date

from assessments.models import Cycle
from lms.lib import clock
from reports.models import Snapshot
from reports.services import keep_view, subscribe
from tests.access.rows import Row
from tests.cast import Cast
from tests.factories import framework

HR = {"hr": 200, "admin": 200}
HR_ACTS = {"hr": 302, "admin": 302}
FIGURES = {**HR, "committee": 200}
NO_COHORT_YET = {"hr": 404, "admin": 404}
NO_FIGURES_YET = {"hr": 404, "committee": 404, "admin": 404}


def closed_cycle(cast: Cast) -> dict[str, object]:
    cycle = Cycle.objects.create(
        code="past",
        name_ja="過去",
        framework=framework(),
        opens_on=date(2026, 4, 1),
        closes_on=date(2026, 4, 30),
        reference_on=date(2026, 4, 1),
        state="closed",
        opened_at=clock.now(),
        closed_at=clock.now(),
    )
    return {"code": cycle.code}


def department_file(cast: Cast) -> dict[str, object]:
    return {"kind": "csv"}


def subscription(cast: Cast) -> dict[str, object]:
    subscribe(cast.committee, Snapshot.Kind.RELEASE, by=cast.hr, at=clock.now())
    return {"kind": "release", "person": cast.committee.pk}


def saved_view(cast: Cast) -> dict[str, object]:
    return {"uuid": keep_view(cast.hr, "見方", "group=all_staff", at=clock.now()).uuid}


ROWS = [
    Row(url="reports:hr", others=403, roles=HR),
    Row(url="reports:levels", others=403, roles=FIGURES),
    Row(url="reports:levels_svg", others=403, roles=NO_FIGURES_YET),
    Row(url="reports:levels_xlsx", others=403, roles=NO_FIGURES_YET),
    Row(url="reports:levels_pdf", others=403, roles=NO_FIGURES_YET),
    Row(url="reports:levels_csv", others=403, roles=NO_FIGURES_YET),
    Row(url="reports:departments", others=403, roles=FIGURES),
    Row(url="reports:departments_file", build=department_file, others=403, roles=NO_FIGURES_YET),
    Row(url="reports:department_completion", others=403, roles=FIGURES),
    Row(url="reports:department_completion_file", build=department_file, others=403, roles=NO_FIGURES_YET),
    Row(url="reports:cohorts", others=403, roles=HR),
    Row(url="reports:cohorts_svg", others=403, roles=NO_COHORT_YET),
    Row(url="reports:cohort_names", others=403, roles=NO_COHORT_YET),
    Row(url="reports:cohort_departments", others=403, roles=NO_COHORT_YET),
    Row(url="reports:cohort_departments_svg", others=403, roles=NO_COHORT_YET),
    Row(url="reports:cohort_departments_file", build=department_file, others=403, roles=NO_COHORT_YET),
    Row(url="reports:cohort_names_file", method="POST", others=403, roles=NO_COHORT_YET),
    Row(url="reports:save_view", others=403, roles=HR_ACTS, method="POST"),
    Row(url="reports:forget_view", others=403, roles={"hr": 302, "admin": 404}, method="POST", build=saved_view),
    Row(url="reports:releases", others=403, roles=HR),
    Row(url="reports:release", others=403, roles=HR_ACTS, method="POST", build=closed_cycle),
    Row(url="reports:subscribe", others=403, roles={"hr": 422, "admin": 422}, method="POST"),
    # Whoever comes second finds it stopped.
    Row(url="reports:unsubscribe", others=403, roles={"hr": 302, "admin": 404}, method="POST", build=subscription),
    Row(url="reports:targets", others=403, roles=HR),
]
