"""部ごとの小さな図: the 部 add up to the cut, and screen, paper, workbook and CSV hold the same numbers."""

import csv
import re
from io import BytesIO, StringIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.models import Assessment, Cycle
from lms.people.models import DepartmentPeriod
from reports.charts import multiples_chart
from reports.cohorts import Cohort, Filters, cohort
from reports.multiples import FEWEST_TO_COMPARE, finding, panels, table
from tests.cast import Cast
from tests.factories import DepartmentFactory
from tests.reports.conftest import AS_OF

QUERY = {"as_of": AS_OF.isoformat(), "group": "all_staff"}


@pytest.fixture
def cut(two_cycles: list[Cycle]) -> Cohort:
    """The twenty staff in three places: a 部, a 課 of another 部, and one whose department is gone."""
    bureau = DepartmentFactory(period__name="財務部", period__kind="bureau")
    division = DepartmentFactory(period__name="税務課", period__parent=bureau)
    rows = Assessment.objects.filter(cycle=two_cycles[1], group__key="all_staff").order_by("person__staff_no")
    keys = list(rows.values_list("pk", flat=True))
    Assessment.objects.filter(pk__in=keys[:6]).update(department=division)
    gone = DepartmentFactory(period__name="廃止課")
    DepartmentPeriod.objects.filter(department=gone).update(valid_to=two_cycles[1].reference_on)
    Assessment.objects.filter(pk__in=keys[6:7]).update(department=gone)
    return cohort(Filters(as_of=AS_OF, group="all_staff"))


def test_departments_add_up_to_the_cut(cut: Cohort) -> None:
    found = panels(cut)
    assert [panel.name for panel in found if panel.now.in_scope][-1] == "基準日に所属なし"
    assert "財務部" in [panel.name for panel in found]
    assert sum(panel.now.in_scope for panel in found) == cut.figures.in_scope
    assert sum(panel.base.in_scope for panel in found) == cut.figures.counts["base_in_scope"]
    for level in range(6):
        assert sum(panel.now.levels[level] for panel in found) == cut.figures.levels[level]


def test_headline_names_nobody_and_needs_thirty_people(cut: Cohort) -> None:
    assert max(panel.now.assessed for panel in panels(cut)) < FEWEST_TO_COMPARE
    assert "30人以上の部はありません" in finding(cut, panels(cut))


def test_the_chart_is_the_same_each_time_with_hatches_for_grey(cut: Cohort) -> None:
    first, again = (multiples_chart(panels(cut)) for _ in range(2))
    assert first == again
    assert first.count(b"<pattern") >= 2
    assert multiples_chart(panels(cut), image_format="png").startswith(b"\x89PNG")


def test_nobody_is_a_chart_too() -> None:
    assert multiples_chart([]).startswith(b"<?xml")


def test_every_face_holds_the_same_numbers(client: Client, cast: Cast, cut: Cohort) -> None:
    client.force_login(cast.hr)
    expected = [[str(cell) for cell in row] for row in table(cut, panels(cut))]
    page = client.get(reverse("reports:cohort_departments"), QUERY).content.decode()
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    shown = [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in body.split("</tr>")[:-1]]
    assert shown == expected
    text = client.get(reverse("reports:cohort_departments_file", args=["csv"]), QUERY).content.decode("utf-8-sig")
    assert list(csv.reader(StringIO(text)))[4:] == expected
    workbook = load_workbook(
        BytesIO(client.get(reverse("reports:cohort_departments_file", args=["xlsx"]), QUERY).content)
    )
    rows = workbook.worksheets[0].iter_rows(min_row=5, values_only=True)
    assert [[str(cell) for cell in row] for row in rows] == expected
    assert len(workbook.worksheets[1]._images) == 1
    paper = PdfReader(BytesIO(client.get(reverse("reports:cohort_departments_file", args=["pdf"]), QUERY).content))
    assert len(paper.pages[0].images) == 1
    lines = paper.pages[1].extract_text().split()
    for row in expected:
        assert all(part in lines for cell in row for part in cell.split())


def test_a_cut_that_is_not_there_is_not_found(client: Client, cast: Cast, two_cycles: list[Cycle]) -> None:
    client.force_login(cast.hr)
    assert client.get(reverse("reports:cohort_departments"), {"cycle": "gone"}).status_code == 404
    assert client.get(reverse("reports:cohort_departments_file", args=["doc"]), QUERY).status_code == 404
