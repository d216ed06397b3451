"""評価期間の計画: settings with their decisions, and the preview before opening. For HR of the whole city."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import cycles as actions
from assessments import governing, preview
from assessments.errors import Refused
from assessments.forms import posted
from assessments.hr_forms import DecisionForm, PlanForm, PreviewFilter
from assessments.models import Cycle
from assessments.states import CycleState
from assessments.wording import setting_words
from curriculum.models import FrameworkVersion
from lms.lib import clock
from lms.people.access import city_hr
from lms.people.requests import Request

PEOPLE_A_PAGE = 50


@city_hr
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Plan a cycle; what the last one decided is the starting point."""
    form = PlanForm(posted(request), instance=draft_of_next())
    if request.method == "POST" and form.is_valid():
        cycle = actions.plan_cycle(form.save(commit=False), by=request.user, at=clock.now())
        messages.success(request, _("The cycle is planned. Look at who would take part before you open it."))
        return redirect("assessments:preview", cycle.code)
    return render(request, "assessments/hr/plan.html", {"form": form}, status=422 if form.is_bound else 200)


CARRIED_OVER = (
    "excluded_kinds",
    "excluded_employments",
    "purpose_ja",
    "purpose_en",
    "answer_scale",
    "level_rule",
    "evidence_needs",
    "has_second_rater",
    "comment_high_level",
    "comment_big_change",
    "comment_big_gap",
    "comment_readers",
    "objection_days",
)


def draft_of_next() -> Cycle:
    """Return a new cycle with the settings of the last one and the newest framework."""
    last = Cycle.objects.order_by("-reference_on", "-pk").first()
    framework = FrameworkVersion.objects.order_by("-valid_from", "-pk").first()
    kept = {name: getattr(last, name) for name in CARRIED_OVER} if last else {}
    return Cycle(framework=framework, **kept) if framework else Cycle(**kept)


@city_hr
@require_http_methods(["GET", "POST"])
def edit(request: Request, code: str) -> HttpResponse:
    """Change the plan of a cycle; once it is open only its last days."""
    cycle = get_object_or_404(Cycle, code=code)
    form = PlanForm(posted(request), instance=Cycle.objects.get(pk=cycle.pk))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_plan(cycle, form.changes, by=request.user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The plan is changed."))
            return redirect("assessments:settings", code)
    context = {"form": form, "cycle": cycle, "is_open": cycle.state != CycleState.PLANNED}
    return render(request, "assessments/hr/plan.html", context, status=422 if form.is_bound else 200)


@city_hr
@require_http_methods(["GET", "POST"])
def settings(request: Request, code: str) -> HttpResponse:
    """Show every setting with the decision that approved it; a POST records a decision."""
    cycle = get_object_or_404(Cycle.objects.select_related("framework"), code=code)
    decided = governing.settings_of(cycle)
    open_ones = [row.setting for row in decided if row.decision is None or row.is_changed]
    form = DecisionForm(posted(request), initial={"settings": open_ones})
    if request.method == "POST" and form.is_valid():
        actions.decide(cycle, form.chosen, form.approval, by=request.user, at=clock.now())
        messages.success(request, _("The decision is recorded."))
        return redirect("assessments:settings", code)
    context = {
        "cycle": cycle,
        "rows": [(row, setting_words(row.setting, cycle)) for row in decided],
        "form": form,
        "is_planned": cycle.state == CycleState.PLANNED,
    }
    return render(request, "assessments/hr/settings.html", context, status=422 if form.is_bound else 200)


@city_hr
@require_GET
def look(request: Request, code: str) -> HttpResponse:
    """Show who would be assessed by whom, and what is wrong, before the cycle opens."""
    cycle = get_object_or_404(Cycle.objects.select_related("framework"), code=code)
    shown = preview.preview(cycle)
    form = PreviewFilter(request.GET)
    chosen, words = form.chosen
    page = Paginator(shown.chosen(chosen, words), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    undecided = [row.setting.label for row in governing.settings_of(cycle) if row.decision is None or row.is_changed]
    context = {
        "cycle": cycle,
        "preview": shown,
        "filter": form,
        "page": page,
        "lines": preview.lines(cycle, shown, list(page.object_list)),
        "undecided": undecided,
        "is_planned": cycle.state == CycleState.PLANNED,
        "many": preview.MANY_PEOPLE,
    }
    return render(request, "assessments/hr/preview.html", context)


@city_hr
@require_POST
def close(request: Request, code: str) -> HttpResponse:
    """Close a cycle for good."""
    found = get_object_or_404(Cycle, code=code)
    try:
        actions.close_cycle(found, by=request.user, at=clock.now(), today=clock.today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The cycle is closed. Nothing in it changes any more."))
    return redirect("assessments:cycle", code)
