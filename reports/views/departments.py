"""部・課別: a closed cycle by department, as released."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.lib import clock
from lms.people import audit
from lms.people.requests import Request
from reports.access import may_see_figures
from reports.department_tables import (
    DEFINITION,
    GroupTable,
    department_listing,
    figure_words,
    group_tables,
    notes,
)
from reports.departments import PRINTED
from reports.learning.lists import TYPES, WRITERS
from reports.models import DepartmentTable

KINDS = ("xlsx", "csv")


def _asked(request: Request) -> tuple[DepartmentTable | None, list[GroupTable], GroupTable | None]:
    """Return the table the address asks for, its groups, and the group; the newest and the first when it names none."""
    tables = DepartmentTable.objects.select_related("cycle", "snapshot").order_by("-cycle__reference_on", "-pk")
    code = request.GET.get("cycle")
    table = (tables.filter(cycle__code=code) if code else tables).first()
    groups = group_tables(table) if table else []
    wanted = [group for group in groups if group.key == request.GET.get("group")]
    return table, groups, next(iter(wanted or groups), None)


@require_safe
@may_see_figures
def departments(request: Request) -> HttpResponse:
    """Show one talent group by 部 and 課."""
    table, groups, group = _asked(request)
    context: dict[str, object] = {"table": table, "groups": groups, "group": group}
    if table:
        words = figure_words()
        context |= {
            "tables": DepartmentTable.objects.select_related("cycle").order_by("-cycle__reference_on"),
            "heads": [words[figure.key] for figure in PRINTED],
            "notes": notes(table),
        }
    return render(request, "reports/departments.html", context)


@require_safe
@may_see_figures
def departments_file(request: Request, kind: str) -> HttpResponse:
    """Return one group's table as a file, and note who took it."""
    table, _groups, group = _asked(request)
    if table is None or group is None or kind not in KINDS:
        return HttpResponse(_("There are no figures for this day and cycle. Choose others."), status=404)
    name = f"dx-departments-{table.cycle.code}-{group.key}.{kind}"
    details = {"cycle": table.cycle.code, "group": group.key, "number": table.snapshot.number, "definition": DEFINITION}
    audit.record("report.exported", actor=request.user, at=clock.now(), target=name, details=details)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(WRITERS[kind](department_listing(table, group)), content_type=TYPES[kind], headers=headers)
