"""The cohort explorer: filters in the address, the same people followed, names behind every number."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from lms.lib import clock
from lms.people import audit
from lms.people.requests import Request
from reports import services
from reports.access import may_work_in_hr
from reports.cohort_words import change_rows, drill_words, finding, standing_rows, transition_rows
from reports.cohorts import Cohort, cohort, names
from reports.cube import LEVELS
from reports.files.views import start
from reports.forms import CohortForm, SavedViewForm
from reports.learning.forms import FileForm
from reports.learning.lists import TYPES, WRITERS
from reports.models import SavedView
from reports.queries import NoCycleError
from reports.views import CHART_CSP
from reports.words import group_name, level_name

NAMES_A_PAGE = 50


def _cohort(request: Request) -> Cohort | None:
    """Return the cut the address asks for; None when it asks for nothing that exists."""
    form = CohortForm(request.GET)
    if not form.is_valid():
        return None
    try:
        return cohort(form.filters(), viewer=request.user)
    except NoCycleError:
        return None


@require_safe
@may_work_in_hr
def cohorts(request: Request) -> HttpResponse:
    """Show a cut of the people: who is there now, and the same people followed."""
    form = CohortForm(request.GET)
    cut = _cohort(request)
    query = request.GET.urlencode()
    context: dict[str, object] = {
        "form": form,
        "cut": cut,
        "query": query,
        "views": SavedView.objects.filter(person=request.user).order_by("name"),
        "view_form": SavedViewForm(initial={"query": query}),
    }
    if cut:
        address = f"{reverse('reports:cohort_names')}?{query}"
        context |= {
            "finding": finding(cut),
            "level_names": [level_name(level) for level in LEVELS],
            "standing": standing_rows(cut, address),
            "transitions": transition_rows(cut, address),
            "changes": change_rows(cut, address),
        }
    status = 200 if form.is_valid() else 422
    return render(request, "reports/cohorts.html", context, status=status)


@require_safe
@csp_override(CHART_CSP)
@may_work_in_hr
def cohorts_svg(request: Request) -> HttpResponse:
    from reports.charts import cohort_chart  # Matplotlib takes a second to import; most workers never draw

    cut = _cohort(request)
    if cut is None:
        return HttpResponse(status=404)
    return HttpResponse(cohort_chart(cut), content_type="image/svg+xml")


@require_safe
@may_work_in_hr
def by_department(request: Request) -> HttpResponse:
    """Show a cut by 部: one small chart each, and the same numbers as a table."""
    from reports import multiples  # Matplotlib takes a second to import

    cut = _cohort(request)
    if cut is None:
        raise Http404
    found = multiples.panels(cut)
    context = {
        "cut": cut,
        "query": request.GET.urlencode(),
        "finding": multiples.finding(cut, found),
        "heads": multiples.heads(),
        "rows": list(multiples.table(cut, found)),
    }
    return render(request, "reports/cohort_departments.html", context)


@require_safe
@csp_override(CHART_CSP)
@may_work_in_hr
def by_department_svg(request: Request) -> HttpResponse:
    from reports.charts import multiples_chart  # Matplotlib takes a second to import
    from reports.multiples import panels

    cut = _cohort(request)
    if cut is None:
        return HttpResponse(status=404)
    return HttpResponse(multiples_chart(panels(cut)), content_type="image/svg+xml")


@require_safe
@may_work_in_hr
def by_department_file(request: Request, kind: str) -> HttpResponse:
    """Return chart and table as a file that names nobody, and note who took it."""
    from reports import multiples  # Matplotlib takes a second to import

    cut = _cohort(request)
    if cut is None or kind not in WRITERS:
        return HttpResponse(status=404)
    name = f"levels-by-department-{cut.cycle.code}-{cut.group.key}.{kind}"
    details = {"cycle": cut.cycle.code, "filters": request.GET.urlencode()}
    audit.record("report.exported", actor=request.user, at=clock.now(), target=name, details=details)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(WRITERS[kind](multiples.listing(cut)), content_type=TYPES[kind], headers=headers)


@require_safe
@may_work_in_hr
def cohort_names(request: Request) -> HttpResponse:
    """Show the people behind a number; who looked, at how many, is on record."""
    return _names_page(request, FileForm(initial={"kind": "xlsx"}))


@require_POST
@may_work_in_hr
def names_file(request: Request) -> HttpResponse:
    """Have the people behind a number built as a file, for a purpose."""
    file_form = FileForm(request.POST)
    if not file_form.is_valid():
        return _names_page(request, file_form, status=422)
    return start(request, "cohort", file_form)


def _names_page(request: Request, file_form: FileForm, status: int = 200) -> HttpResponse:
    cut = _cohort(request)
    drill = request.GET.get("who", "now")
    if cut is None:
        raise Http404
    try:
        people = names(cut, drill)
    except KeyError as error:
        raise Http404 from error
    page = Paginator(people, NAMES_A_PAGE).get_page(request.GET.get("page"))
    details = {"who": drill, "people": len(people), "filters": request.GET.urlencode()}
    audit.record("report.names_viewed", actor=request.user, at=clock.now(), target=cut.cycle.code, details=details)
    query = request.GET.copy()
    query.pop("page", None)
    back = query.copy()
    back.pop("who", None)
    context = {
        "cut": cut,
        "page": page,
        "what": drill_words(drill),
        "group": group_name(cut.group),
        "back": back.urlencode(),
        "query": query.urlencode(),
        "file_form": file_form,
    }
    return render(request, "reports/cohort_names.html", context, status=status)


@require_POST
@may_work_in_hr
def save_view(request: Request) -> HttpResponse:
    """Keep the address under a name."""
    form = SavedViewForm(request.POST)
    query = request.POST.get("query", "")
    if not form.is_valid():
        messages.error(request, _("Give the view a name of at most 60 characters."))
    else:
        view = services.keep_view(request.user, form.cleaned_data["name"], query, at=clock.now())
        query = view.query
        messages.success(request, _("Kept as “%(name)s”.") % {"name": view.name})
    return redirect(f"{reverse('reports:cohorts')}?{query}")


@require_POST
@may_work_in_hr
def forget_view(request: Request, uuid: UUID) -> HttpResponse:
    """Forget one of one's own views."""
    view = get_object_or_404(SavedView, uuid=uuid, person=request.user)
    view.delete()
    messages.success(request, _("“%(name)s” is forgotten.") % {"name": view.name})
    return redirect("reports:cohorts")
