"""Where the city stands: the committee's page, its chart, and the same figures as files."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from lms.lib import clock
from lms.people import audit
from lms.people.access import has_role
from lms.people.requests import Request
from reports.access import HR_ROLES, READERS, may_see_figures
from reports.forms import CommitteeForm, FiguresForm
from reports.frozen import is_intact, release_of
from reports.models import Snapshot
from reports.pages import Page, page_for
from reports.queries import NoCycleError
from reports.suppression import CannotProtectError
from reports.tables import tables
from reports.views import CHART_CSP
from reports.words import finding, notes, totals_words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTENT_TYPES = {"xlsx": XLSX, "pdf": "application/pdf", "csv": "text/csv; charset=utf-8"}


def _works_in_hr(request: Request) -> bool:
    return has_role(request.user, *HR_ROLES, on=clock.today())


def _form(request: Request) -> FiguresForm:
    """Return the filters this reader has: a day of one's own choosing is for HR only (R23)."""
    kind = FiguresForm if _works_in_hr(request) else CommitteeForm
    return kind(request.GET or None)


def _page(request: Request) -> Page | None:
    """Return the page the address asks for; None when it asks for nothing that exists."""
    if number := request.GET.get("number"):
        return _frozen(request, number)
    works_in_hr = _works_in_hr(request)
    form = (FiguresForm if works_in_hr else CommitteeForm)(request.GET)
    if not form.is_valid():
        return None
    asked = form.cleaned_data
    try:
        return page_for(asked["cycle"], asked.get("as_of"), may_preview=works_in_hr)
    except NoCycleError:
        return None


def _frozen(request: Request, number: str) -> Page:
    """Return a frozen page by number; one the reader may not see does not exist for them."""
    snapshot = get_object_or_404(Snapshot, number=number)
    if not has_role(request.user, *READERS[snapshot.kind], on=clock.today()):
        raise Http404
    return Page(release=release_of(snapshot), number=snapshot.number, snapshot=snapshot)


@require_safe
@may_see_figures
def levels(request: Request) -> HttpResponse:
    """Show the committee's page: finding, chart, tables, and the files."""
    form = _form(request)
    context: dict[str, object] = {"form": form, "query": request.GET.urlencode(), "works_in_hr": _works_in_hr(request)}
    try:
        page = _page(request)
    except CannotProtectError:
        return render(request, "reports/levels.html", {**context, "gives_away": True})
    if page:
        release = page.release
        context |= {
            "page": page,
            "is_intact": page.snapshot is None or is_intact(page.snapshot),
            "figures": release.figures,
            "finding": finding(release),
            "totals": totals_words(release),
            "tables": tables(release),
            "notes": notes(release),
        }
    status = 422 if request.GET and not form.is_valid() else 200
    return render(request, "reports/levels.html", context, status=status)


@require_safe
@csp_override(CHART_CSP)
@may_see_figures
def levels_svg(request: Request) -> HttpResponse:
    from reports.charts import levels_chart  # Matplotlib takes a second to import; most workers never draw

    page = _page(request)
    if page is None:
        return HttpResponse(status=404)
    return HttpResponse(levels_chart(page.release), content_type="image/svg+xml")


@require_safe
@may_see_figures
def levels_xlsx(request: Request) -> HttpResponse:
    return _file(request, "xlsx")


@require_safe
@may_see_figures
def levels_pdf(request: Request) -> HttpResponse:
    return _file(request, "pdf")


@require_safe
@may_see_figures
def levels_csv(request: Request) -> HttpResponse:
    return _file(request, "csv")


def _file(request: Request, kind: str) -> HttpResponse:
    """Return the page as a file, and note who took it."""
    page = _page(request)
    if page is None:
        return HttpResponse(_("There are no figures for this day and cycle. Choose others."), status=404)
    figures = page.release.figures
    body = _body(page, kind)
    name = f"dx-levels-{figures.cycle}-{figures.as_of:%Y%m%d}.{kind}"
    details = {
        "cycle": figures.cycle,
        "as_of": figures.as_of.isoformat(),
        "number": page.number,
        "definition": figures.definition,
    }
    audit.record("report.exported", actor=request.user, at=clock.now(), target=name, details=details)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=CONTENT_TYPES[kind], headers=headers)


def _body(page: Page, kind: str) -> bytes:
    # These bring libraries that most workers never need.
    from reports.paper import committee_pdf
    from reports.spreadsheets import committee_csv, committee_workbook

    make = {"xlsx": committee_workbook, "pdf": committee_pdf, "csv": committee_csv}[kind]
    return make(page.release, number=page.number)
