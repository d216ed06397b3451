"""受講指定: HR's rules with their preview, renewal to the next year, exemptions."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.learning.assignments import queries, services, tasks
from lms.learning.assignments.copies import copies_taken, copies_to_take, exempt_from_old
from lms.learning.assignments.forms import ExemptionForm, RuleForm
from lms.learning.assignments.models import AssignmentRule, Exemption
from lms.learning.assignments.planning import Verdict
from lms.learning.assignments.plans import plan_rule
from lms.learning.assignments.words import REFUSALS, VERDICTS, audience_in_words, names_on
from lms.lib import clock
from lms.lib.calendar import fiscal_year, fiscal_year_label
from lms.people.access import city_hr
from lms.people.requests import Request

LINES_PER_PAGE = 50


@require_safe
@city_hr
def rules(request: Request) -> HttpResponse:
    """List a fiscal year's rules, and when they were computed last."""
    this_year = fiscal_year(clock.today())
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else this_year
    years = sorted({*queries.years(), this_year, year})
    context = {
        "lines": queries.rule_lines(year),
        "year": fiscal_year_label(year),
        "tabs": [{"url": f"?year={each}", "label": fiscal_year_label(each), "current": each == year} for each in years],
        "run": queries.last_run(),
        "exempt": queries.exempt_now(clock.today()),
    }
    return render(request, "learning/assignments/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@city_hr
def new(request: Request) -> HttpResponse:
    draft = AssignmentRule(created_by=request.user, created_at=clock.now())
    return _edit(request, draft)


@require_http_methods(["GET", "HEAD", "POST"])
@city_hr
def edit(request: Request, rule: UUID) -> HttpResponse:
    """Change a draft; an active rule is ended and renewed instead, so that its reasons stay true."""
    found = get_object_or_404(AssignmentRule, uuid=rule)
    if found.state != AssignmentRule.State.DRAFT:
        messages.error(request, _("An active rule is not edited. End it and make a new one."))
        return redirect("learning:assignment-rule", found.uuid)
    return _edit(request, found)


def _edit(request: Request, rule: AssignmentRule) -> HttpResponse:
    form = RuleForm(request.POST if request.method == "POST" else None, instance=rule, on=clock.today())
    if form.is_valid():
        saved = form.save()
        messages.success(request, _("The draft is saved. Look below at who would get what, then activate it."))
        return redirect("learning:assignment-rule", saved.uuid)
    context = {"form": form, "rule": rule if rule.pk else None}
    return render(request, "learning/assignments/edit.html", context, status=422 if form.is_bound else 200)


@require_safe
@city_hr
def rule(request: Request, rule: UUID) -> HttpResponse:
    """Show a rule, and who would get what, why and until when if it were computed now."""
    found = get_object_or_404(AssignmentRule.objects.select_related("programme", "renewed_from"), uuid=rule)
    today = clock.today()
    plan = plan_rule(found, services.city_on(today))
    shown = [verdict for verdict in VERDICTS if plan.counts.get(verdict)]
    asked = request.GET.get("verdict", "")
    chosen = Verdict(asked) if asked in [verdict.value for verdict in VERDICTS] else (shown or [Verdict.ASSIGN])[0]
    lines = [line for line in plan.lines if line.verdict is chosen]
    page = Paginator(lines, LINES_PER_PAGE).get_page(request.GET.get("page"))
    names = names_on(today)
    taken = copies_taken(found)
    context = {
        "rule": found,
        "year": fiscal_year_label(found.fiscal_year),
        "audience": audience_in_words(found.audience(), names),
        "courses": found.courses.order_by("code", "pk"),
        "is_offered": any(course.is_offered for course in plan.courses),
        "taken": taken,
        "exempt_before": exempt_from_old(taken, today),
        "copies": copies_to_take(found),
        "renewal": AssignmentRule.objects.filter(renewed_from=found).first(),
        "people": plan.people,
        "tabs": [
            {
                "url": f"?verdict={verdict.value}",
                "label": VERDICTS[verdict],
                "count": plan.counts[verdict],
                "current": verdict is chosen,
            }
            for verdict in shown
        ],
        "page": page,
        "rows": queries.shown_lines(list(page), names, today),
        "is_draft": found.state == AssignmentRule.State.DRAFT,
        "is_active": found.state == AssignmentRule.State.ACTIVE,
    }
    return render(request, "learning/assignments/rule.html", context)


@require_POST
@city_hr
def activate(request: Request, rule: UUID) -> HttpResponse:
    def deed(found: AssignmentRule) -> AssignmentRule:
        activated = services.activate(found, by=request.user, at=clock.now())
        transaction.on_commit(tasks.compute_now.delay)
        return activated

    return _do(request, rule, deed, _("The rule is active. Its courses are being assigned; load this page again soon."))


@require_POST
@city_hr
def discard(request: Request, rule: UUID) -> HttpResponse:
    found = get_object_or_404(AssignmentRule, uuid=rule)
    try:
        services.discard(found, by=request.user, at=clock.now())
    except services.Refusal as refusal:
        messages.error(request, str(REFUSALS[refusal.code]))
        return redirect("learning:assignment-rule", found.uuid)
    messages.info(request, _("The draft “%(name)s” is thrown away.") % {"name": found.name})
    return redirect("learning:assignments")


@require_POST
@city_hr
def end(request: Request, rule: UUID) -> HttpResponse:
    def deed(found: AssignmentRule) -> AssignmentRule:
        return services.end_rule(found, by=request.user, at=clock.now())

    return _do(request, rule, deed, _("The rule has ended. Courses nobody had begun are taken back; completions stay."))


@require_POST
@city_hr
def renew(request: Request, rule: UUID) -> HttpResponse:
    def deed(found: AssignmentRule) -> AssignmentRule:
        return services.renew(found, by=request.user, at=clock.now())

    return _do(request, rule, deed, _("This is the draft for the next fiscal year. Check its dates, then activate it."))


@require_POST
@city_hr
def take_copies(request: Request, rule: UUID) -> HttpResponse:
    def deed(found: AssignmentRule) -> AssignmentRule:
        return services.take_copies(found, by=request.user, at=clock.now())

    return _do(
        request, rule, deed, _("The rule now names the courses of the new year. Look below at who would get them.")
    )


def _do(request: Request, uuid: UUID, deed: Callable[[AssignmentRule], AssignmentRule], words: str) -> HttpResponse:
    """Do one thing to a rule and lead to the rule it made, or say why not."""
    found = get_object_or_404(AssignmentRule, uuid=uuid)
    try:
        with transaction.atomic():
            outcome = deed(found)
    except services.Refusal as refusal:
        messages.error(request, str(REFUSALS[refusal.code]))
        return redirect("learning:assignment-rule", found.uuid)
    messages.success(request, words)
    return redirect("learning:assignment-rule", outcome.uuid)


@require_POST
@city_hr
def compute(request: Request) -> HttpResponse:
    """Compute all active rules now instead of tonight."""
    tasks.compute_now.delay()
    messages.info(request, _("The rules are being computed. Load this page again in a moment to see the outcome."))
    return redirect("learning:assignments")


@require_http_methods(["GET", "HEAD", "POST"])
@city_hr
def exemptions(request: Request) -> HttpResponse:
    """List exemptions and grant new ones."""
    form = ExemptionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _exempted(request, form):
        return redirect("learning:exemptions")
    page = Paginator(queries.exemptions(), LINES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "today": clock.today()}
    return render(request, "learning/assignments/exemptions.html", context, status=422 if form.is_bound else 200)


def _exempted(request: Request, form: ExemptionForm) -> bool:
    data = form.cleaned_data
    person = data["staff_no"]
    try:
        services.exempt(
            person,
            data["course"],
            reason=data["reason"],
            until=data["until"],
            by=request.user,
            at=clock.now(),
        )
    except services.Refusal as refusal:
        form.add_error("course", str(REFUSALS[refusal.code]))
        return False
    messages.success(request, _("%(name)s need not take the course.") % {"name": person.name})
    return True


@require_POST
@city_hr
def withdraw(request: Request, exemption: UUID) -> HttpResponse:
    found = get_object_or_404(Exemption.objects.select_related("learner"), uuid=exemption)
    if services.withdraw_exemption(found, by=request.user, at=clock.now()):
        messages.info(request, _("The exemption is taken back. The rules assign the course again tonight."))
    return redirect("learning:exemptions")
