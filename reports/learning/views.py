"""HR's learning reports; the initiatives for the committee; a person's own chart."""

import hashlib

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from lms.learning.quizzes.statistics import FEWEST
from lms.lib import clock
from lms.people import audit as trail
from lms.people.requests import Request
from reports.access import may_count_everybody, may_see_figures
from reports.files.views import start
from reports.learning import lists, queries
from reports.learning.figures import DEFINITION
from reports.learning.forms import AuditForm, CompletionForm, DayForm, FileForm, MovesForm
from reports.learning.frames import reported_courses
from reports.learning.initiatives import initiatives as initiatives_on
from reports.learning.words import AUDIT_WORDS, LEARNED_WORDS, VERDICT_WORDS, completion_listing, finding
from reports.views import CHART_CSP

PER_PAGE = 50
SVG = "image/svg+xml"


# Completion


@require_safe
@may_count_everybody
def learning(request: Request) -> HttpResponse:
    """Show completion on a day: in a course of time, by programme, course and department."""
    form = CompletionForm(clock.today(), request.GET)
    if not form.is_valid():
        return render(request, "reports/learning/completion.html", {"form": form, "query": ""}, status=422)
    figures = queries.completion(form.on, below=form.below)
    context = {
        "form": form,
        "figures": figures,
        "finding": finding(figures),
        "query": request.GET.urlencode(),
        "tables": _tables(figures),
        "definition": DEFINITION,
    }
    return render(request, "reports/learning/completion.html", context)


def _tables(figures: queries.Completion) -> list[tuple[str, str, list[queries.Line]]]:
    """Return the page's tables as (key, heading, lines); files name them by their key."""
    return [
        ("programmes", _("Programme"), list(figures.programmes)),
        ("courses", _("Course"), list(figures.courses)),
        ("departments", _("Department"), list(figures.departments)),
    ]


@require_safe
@csp_override(CHART_CSP)
@may_count_everybody
def learning_svg(request: Request) -> HttpResponse:
    from reports.learning.charts import completion_chart  # Matplotlib takes a second to import; most workers never draw

    form = CompletionForm(clock.today(), request.GET)
    course = reported_courses().filter(slug=request.GET.get("course", "")).first()
    figures = queries.completion(form.on, below=form.below, course=course) if form.is_valid() else None
    if figures is None or not figures.points:
        return HttpResponse(status=404)
    return HttpResponse(completion_chart(figures.points), content_type=SVG)


@require_safe
@may_count_everybody
def learning_file(request: Request, table: str, kind: str) -> HttpResponse:
    """Return one table of the page as a file; it names nobody."""
    form = CompletionForm(clock.today(), request.GET)
    if not form.is_valid():
        return HttpResponse(_("Choose another day."), status=404)
    figures = queries.completion(form.on, below=form.below)
    found = {key: (heading, lines) for key, heading, lines in _tables(figures)}
    if table not in found or kind not in lists.WRITERS:
        raise Http404
    heading, lines = found[table]
    listing = completion_listing(figures, lines, heading)
    return _file(request, listing, kind, name=f"learning-{table}-{form.on:%Y%m%d}", details={"as_of": str(form.on)})


@require_safe
@may_count_everybody
def course(request: Request, slug: str) -> HttpResponse:
    """Show one course: over time, by department."""
    found = reported_courses().filter(slug=slug).first()
    form = DayForm(clock.today(), request.GET)
    if found is None:
        raise Http404
    if not form.is_valid():
        return render(request, "reports/learning/course.html", {"form": form, "course": found}, status=422)
    figures = queries.completion(form.on, course=found)
    context = {
        "form": form,
        "course": found,
        "figures": figures,
        "finding": finding(figures),
        "spent": figures.courses[0].spent if figures.courses else None,
        "questions": queries.newest_questions(found),
        "verdicts": VERDICT_WORDS,
        "fewest_answers": FEWEST,
        "definition": DEFINITION,
    }
    return render(request, "reports/learning/course.html", context)


# The audit list


@require_safe
@may_count_everybody
def audit_list(request: Request) -> HttpResponse:
    """Show who had completed a mandatory course on a day."""
    return _audit_page(request, FileForm(initial={"kind": "xlsx"}))


def _audit_page(request: Request, file_form: FileForm, status: int = 200) -> HttpResponse:
    form = AuditForm(clock.today(), request.GET)
    context: dict[str, object] = {"form": form, "file_form": file_form, "query": request.GET.urlencode()}
    audit = _audit(form) if form.is_valid() else None
    if audit:
        page = Paginator(audit.lines, PER_PAGE).get_page(request.GET.get("page"))
        rows = [(line, AUDIT_WORDS[line.state]) for line in page.object_list]
        context |= {"audit": audit, "page": page, "rows": rows, "definition": DEFINITION}
    return render(request, "reports/learning/audit.html", context, status=status if form.is_valid() else 422)


def _audit(form: AuditForm) -> queries.Audit | None:
    """Return the list a valid form asks for; none while there is no course."""
    chosen = form.cleaned_data["course"]
    return queries.audit_list(chosen, on=form.on, since=form.first_day) if chosen else None


@require_POST
@may_count_everybody
def audit_file(request: Request) -> HttpResponse:
    """Have the list built as a file, for a purpose; who takes what out goes into the trail first."""
    form, file_form = AuditForm(clock.today(), request.GET), FileForm(request.POST)
    if not file_form.is_valid() or not form.is_valid():
        return _audit_page(request, file_form, status=422)
    return start(request, "audit", file_form)


def _file(
    request: Request, listing: lists.Listing, kind: str, *, name: str, details: dict[str, object]
) -> HttpResponse:
    body = lists.WRITERS[kind](listing)
    facts = details | {"rows": len(listing.rows), "sha256": hashlib.sha256(body).hexdigest(), "definition": DEFINITION}
    filename = f"{name}.{kind}"
    trail.record("report.exported", actor=request.user, at=clock.now(), target=filename, details=facts)
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return HttpResponse(body, content_type=lists.TYPES[kind], headers=headers)


# Learning beside levels


@require_safe
@may_count_everybody
def moves(request: Request) -> HttpResponse:
    """Show how levels moved beside what was learned between two cycles: counts, and no cause."""
    cycles = queries.closed_cycles()
    first = {"cycle": cycles[0].code, "base": cycles[1].code} if len(cycles) > 1 else {}
    form = MovesForm(cycles, request.GET or first or None)
    found = None
    if form.is_bound and form.is_valid():
        found = queries.learning_moves(form.cleaned_data["base"], form.cleaned_data["cycle"])
    context = {"form": form, "moves": found, "words": LEARNED_WORDS, "definition": DEFINITION}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "reports/learning/moves.html", context, status=status)


# Initiatives, and one's own


@require_safe
@may_see_figures
def initiatives(request: Request) -> HttpResponse:
    """Show courses, projects and results per priority initiative; small counts are withheld."""
    form = DayForm(clock.today(), request.GET)
    if not form.is_valid():
        return render(request, "reports/learning/initiatives.html", {"form": form}, status=422)
    context = {"form": form, "on": form.on, "initiatives": initiatives_on(form.on)}
    return render(request, "reports/learning/initiatives.html", context)


@require_safe
@csp_override(CHART_CSP)
def own_levels_svg(request: Request) -> HttpResponse:
    """Return the signed-in person's own levels as a chart; nobody else's."""
    from reports.learning.charts import own_levels_chart  # Matplotlib takes a second to import

    levels = queries.own_levels(request.user)
    if not levels:
        return HttpResponse(status=404)
    return HttpResponse(own_levels_chart(levels), content_type=SVG, headers={"Cache-Control": "private, no-store"})
