"""部・課別: a closed cycle by department, as released: levels of a talent group, completion of a mandatory course."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lms.lib import clock
from lms.people import audit
from lms.people.requests import Request
from reports import completion_tables, department_tables
from reports.access import may_see_figures
from reports.learning.lists import TYPES, WRITERS
from reports.models import CompletionTable, DepartmentTable, FrozenTable, ReportFile
from reports.place_tables import PlaceTable, listing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind[T: FrozenTable]:
    """One kind of table: how it is read, and what its pages are called."""

    model: type[T]
    tables: Callable[[T], list[PlaceTable]]
    notes: Callable[[T], Sequence[str]]
    definition: str
    choice: str
    page: str
    file: str
    filename: str
    heading: str | Promise
    lead: str | Promise
    choice_label: str | Promise


LEVELS = Kind(
    model=DepartmentTable,
    tables=department_tables.group_tables,
    notes=department_tables.notes,
    definition=department_tables.DEFINITION,
    choice="group",
    page="reports:departments",
    file="reports:departments_file",
    filename="dx-departments",
    heading=gettext_lazy("By department"),
    lead=gettext_lazy("Levels of one talent group by 部 and 課, as released: small counts are withheld."),
    choice_label=gettext_lazy("Talent group"),
)
COMPLETION = Kind(
    model=CompletionTable,
    tables=completion_tables.course_tables,
    notes=completion_tables.notes,
    definition=completion_tables.DEFINITION,
    choice="course",
    page="reports:department_completion",
    file="reports:department_completion_file",
    filename="dx-completion",
    heading=gettext_lazy("Completions by department"),
    lead=gettext_lazy("Who had completed a mandatory course on the day the cycle closed: small counts are withheld."),
    choice_label=gettext_lazy("Course"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked[T: FrozenTable]:
    """What an address asks for: a frozen table and one of its groups or courses; None where there is no such thing."""

    row: T | None
    tables: list[PlaceTable]
    table: PlaceTable | None


def _asked[T: FrozenTable](kind: Kind[T], request: Request) -> Asked[T]:
    """Return the table the address names: the newest cycle and the first group when it names none."""
    rows = kind.model._default_manager.select_related("cycle", "snapshot").order_by("-cycle__reference_on", "-pk")
    code, key = request.GET.get("cycle"), request.GET.get(kind.choice)
    row = (rows.filter(cycle__code=code) if code else rows).first()
    tables = kind.tables(row) if row else []
    found = [table for table in tables if key in (None, "", table.key)]
    return Asked(row=row, tables=tables, table=next(iter(found), None))


def _page[T: FrozenTable](kind: Kind[T], request: Request) -> HttpResponse:
    asked = _asked(kind, request)
    rows = kind.model._default_manager.select_related("cycle").order_by("-cycle__reference_on")
    context = {
        "kind": kind,
        "row": asked.row,
        "rows": rows,
        "tables": asked.tables,
        "table": asked.table,
        "notes": kind.notes(asked.row) if asked.row else (),
        "file_formats": ReportFile.Format.choices,
    }
    is_wrong = asked.table is None and rows.exists()
    return render(request, "reports/departments.html", context, status=404 if is_wrong else 200)


def _file[T: FrozenTable](kind: Kind[T], request: Request, file_format: str) -> HttpResponse:
    """Return one table as a file, and note who took it."""
    asked = _asked(kind, request)
    if asked.row is None or asked.table is None or file_format not in WRITERS:
        return HttpResponse(_("There are no figures for this day and cycle. Choose others."), status=404)
    name = f"{kind.filename}-{asked.row.cycle.code}-{asked.table.key}.{file_format}"
    details = {
        "cycle": asked.row.cycle.code,
        kind.choice: asked.table.key,
        "number": asked.row.snapshot.number,
        "definition": kind.definition,
    }
    audit.record("report.exported", actor=request.user, at=clock.now(), target=name, details=details)
    body = WRITERS[file_format](listing_of(asked.table, kind.notes(asked.row)))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=TYPES[file_format], headers=headers)


@require_safe
@may_see_figures
def departments(request: Request) -> HttpResponse:
    """Show one talent group by 部 and 課."""
    return _page(LEVELS, request)


@require_safe
@may_see_figures
def departments_file(request: Request, kind: str) -> HttpResponse:
    return _file(LEVELS, request, kind)


@require_safe
@may_see_figures
def completion(request: Request) -> HttpResponse:
    """Show who had completed one mandatory course by 部 and 課."""
    return _page(COMPLETION, request)


@require_safe
@may_see_figures
def completion_file(request: Request, kind: str) -> HttpResponse:
    return _file(COMPLETION, request, kind)
