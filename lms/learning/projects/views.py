"""Project pages: the team's workplace, the mentor's review, and what came of it."""

import csv
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from curriculum.models import Module, ProjectContent
from lms.learning.handed_in import download
from lms.learning.projects import access, queries, services
from lms.learning.projects.forms import (
    QUICK_MINUTES,
    HandInForm,
    PeriodForm,
    ReviewForm,
    StartForm,
    SummaryForm,
    TaskForm,
    TimeForm,
)
from lms.learning.projects.models import Deliverable, Phase, Project, Review
from lms.learning.projects.words import sentence
from lms.learning.record.frame import frame
from lms.learning.record.models import Enrolment
from lms.lib import clock
from lms.lib.cells import safe_cell
from lms.people import audit
from lms.people.requests import Request
from lms.templatetags.ui import minutes as in_words

RESULTS_PER_PAGE = 12
EXPORT_DAYS = 28


def show(request: Request, enrolment: Enrolment, module: Module) -> HttpResponse:
    """Lead from the course to the project; before a project starts, say what happens next."""
    project = Project.objects.filter(team__enrolment=enrolment, module=module).order_by("-pk").first()
    if project:
        return redirect("learning:project", project.uuid)
    context = frame(enrolment, module) | {
        "template": ProjectContent.objects.get(module=module),
        "may_start": access.groups_led_by(request.user, clock.today()).exists(),
    }
    return render(request, "learning/projects/waiting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def projects(request: Request) -> HttpResponse:
    """List my projects, what waits for my review and what came of others'; leaders and mentors start one here."""
    groups = list(access.groups_led_by(request.user, clock.today()))
    modules = queries.project_modules() if groups else []
    if request.method == "POST" and not groups:
        raise PermissionDenied
    form = (
        StartForm(request.POST if request.method == "POST" else None, groups=groups, modules=modules)
        if groups and modules
        else None
    )
    if form and form.is_valid() and (started := _started(request, form)):
        return redirect("learning:project", started.uuid)
    context = {
        "mine": queries.my_projects(access.projects_of(request.user)),
        "waiting": queries.reviews_waiting(request.user),
        "page": Paginator(queries.completed_projects(), RESULTS_PER_PAGE).get_page(request.GET.get("page")),
        "form": form,
        "period": _period_form() if access.may_export_time(request.user, clock.today()) else None,
    }
    return render(request, "learning/projects/projects.html", context, status=422 if form and form.errors else 200)


def _period_form() -> PeriodForm:
    today = clock.today()
    return PeriodForm(initial={"since": today - timedelta(days=EXPORT_DAYS), "until": today})


def _started(request: Request, form: StartForm) -> Project | None:
    """Start the project; None when it was refused, with the reason on the form."""
    data = form.cleaned_data
    try:
        return services.start_project(
            data["group"], data["module"], title=data["title"], by=request.user, at=clock.now()
        )
    except services.Refusal as refusal:
        form.add_error("group", sentence(refusal))
        return None


@require_safe
def project(request: Request, project: UUID) -> HttpResponse:
    return _project_page(request, access.project_or_404(request.user, project))


def _project_page(
    request: Request,
    project: Project,
    *,
    hand_in: HandInForm | None = None,
    time: TimeForm | None = None,
    task: TaskForm | None = None,
    summary: SummaryForm | None = None,
) -> HttpResponse:
    """Show the project; a form that was refused is shown again with what is wrong."""
    rows = queries.phase_rows(project)
    hours = queries.hours_by_person(project)
    team = [person for person, _minutes in hours]
    today = clock.today()
    context = {
        "project": project,
        "rows": rows,
        "stages": [_stage(row) for row in rows],
        "current": next((row for row in rows if row.is_current), None),
        "hours": hours,
        "in_team": request.user in team,
        "is_mentor": request.user == project.mentor,
        "week": queries.week(request.user, today),
        "today": today,
        "quick": [(minutes, in_words(minutes)) for minutes in QUICK_MINUTES],
        "hand_in": hand_in or HandInForm(),
        "task_form": task or TaskForm(team=team),
        "time_form": time or TimeForm(initial={"on": today, "minutes": 30}),
        "quick_form": TimeForm(auto_id=False),
        "summary_form": summary or SummaryForm(initial={"summary": project.summary}),
    }
    is_refused = any((hand_in, time, task, summary))
    return render(request, "learning/projects/project.html", context, status=422 if is_refused else 200)


def _stage(row: queries.PhaseRow) -> dict[str, object]:
    """Return a phase as the stage line shows it."""
    if row.state == "accepted":
        return {"label": row.phase.title, "state": "done"}
    return {"label": row.phase.title, "state": "current" if row.is_current else "todo"}


def _again(request: Request, own: Project, **forms: HandInForm | TimeForm | TaskForm | SummaryForm) -> HttpResponse:
    """Show the project again with a form that was refused."""
    return _project_page(request, access.project_or_404(request.user, own.uuid), **forms)  # type: ignore[arg-type]  # each form goes to its own name


@require_POST
def hand_in(request: Request, phase: UUID) -> HttpResponse:
    own = access.team_phase_or_404(request.user, phase)
    form = HandInForm(request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, own.project, hand_in=form)
    data = form.cleaned_data
    try:
        services.hand_in(
            own, data["file"], note=data["note"], request_key=data["request_key"], by=request.user, at=clock.now()
        )
    except services.Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Handed in. The mentor reviews it next."))
    return redirect("learning:project", own.project.uuid)


@require_safe
def deliverable_file(request: Request, deliverable: UUID) -> FileResponse:
    """Give the file of a version as a download."""
    version = access.deliverable_or_404(request.user, deliverable)
    return download(version.file, version.filename)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, deliverable: UUID) -> HttpResponse:
    """Let the mentor judge a version against the rubric."""
    version = access.reviewable_or_404(request.user, deliverable)
    rubric = version.phase.project.module.project.rubric
    form = ReviewForm(request.POST if request.method == "POST" else None, rubric=rubric)
    if form.is_valid() and _reviewed(request, form, version):
        return redirect("learning:project", version.phase.project.uuid)
    versions = queries.versions_of(version.phase)
    context = {
        "version": next(row for row in versions if row.deliverable == version),
        "newest": versions[0].deliverable,
        "earlier": [row for row in versions if row.deliverable.number < version.number],
        "phase": version.phase,
        "project": version.phase.project,
        "form": form,
    }
    return render(request, "learning/projects/review.html", context, status=422 if form.errors else 200)


def _reviewed(request: Request, form: ReviewForm, version: Deliverable) -> bool:
    """Save the review; False when the project refused it, with the reason on the form."""
    data = form.cleaned_data
    judged = services.Judged(verdict=Review.Verdict(data["verdict"]), scores=form.scores, comment=data["comment"])
    try:
        services.review(version, judged, by=request.user, at=clock.now())
    except services.Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return False
    messages.success(request, _("Your review is recorded. The team sees it now."))
    return True


@require_POST
def add_task(request: Request, phase: UUID) -> HttpResponse:
    own: Phase = access.team_phase_or_404(request.user, phase)
    form = TaskForm(request.POST, team=queries.team_of(own.project))
    if not form.is_valid():
        return _again(request, own.project, task=form)
    services.add_task(own, **form.cleaned_data, by=request.user)
    return redirect("learning:project", own.project.uuid)


@require_POST
def mark_task(request: Request, task: UUID) -> HttpResponse:
    own = access.team_task_or_404(request.user, task)
    services.mark_task(own, is_done=request.POST.get("done") == "1", at=clock.now())
    return redirect("learning:project", own.phase.project.uuid)


@require_POST
def write_summary(request: Request, project: UUID) -> HttpResponse:
    own = access.team_project_or_404(request.user, project)
    form = SummaryForm(request.POST)
    if not form.is_valid():
        return _again(request, own, summary=form)
    services.write_summary(own, form.cleaned_data["summary"], by=request.user, at=clock.now())
    messages.success(request, _("The summary is saved."))
    return redirect("learning:project", own.uuid)


@require_POST
def log_time(request: Request, project: UUID) -> HttpResponse:
    own = access.team_project_or_404(request.user, project)
    form = TimeForm(request.POST)
    if not form.is_valid():
        return _again(request, own, time=form)
    key = form.cleaned_data["request_key"]
    try:
        entry = services.log_time(own, form.spent, person=request.user, request_key=key, at=clock.now())
    except services.Refusal as refusal:
        form.add_error("on", sentence(refusal))
        return _again(request, own, time=form)
    messages.success(request, _("%(time)s recorded.") % {"time": in_words(entry.minutes)})
    return redirect("learning:project", own.uuid)


@require_POST
def withdraw_time(request: Request, entry: UUID) -> HttpResponse:
    own = access.own_time_or_404(request.user, entry)
    services.withdraw_time(own, at=clock.now())
    messages.info(request, _("%(time)s taken back. It no longer counts.") % {"time": in_words(own.minutes)})
    return redirect("learning:project", own.project.uuid)


@require_safe
def results(request: Request, project: UUID) -> HttpResponse:
    """Show everyone what came of a completed project."""
    completed = access.completed_or_404(project)
    context = {
        "project": completed,
        "team": queries.team_of(completed),
        "deliverables": queries.accepted_deliverables(completed),
        "minutes": sum(services.minutes_by_person(completed).values()),
    }
    return render(request, "learning/projects/results.html", context)


@require_safe
def time_export(request: Request) -> HttpResponse:
    """Give 職員課 the weekly sums of a period as CSV; who took them away is on record."""
    if not access.may_export_time(request.user, clock.today()):
        raise PermissionDenied
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return render(request, "learning/projects/export.html", {"form": form}, status=422)
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    period = {"since": since.isoformat(), "until": until.isoformat()}
    audit.record("project_time.exported", actor=request.user, at=clock.now(), details=period)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    filename = f"活動時間_{since:%Y%m%d}-{until:%Y%m%d}.csv"
    response["Content-Disposition"] = content_disposition_header(True, filename)
    writer = csv.writer(response)
    writer.writerow(
        [_("Week from"), _("Staff number"), _("Name"), _("Project"), _("Minutes"), _("Of these overtime"), _("10 %")]
    )
    for row in queries.weekly_sums(since, until):
        words = [safe_cell(text) for text in (row.person.staff_no, row.person.name, row.project.title)]
        writer.writerow([row.monday.isoformat(), *words, row.minutes, row.overtime, row.target])
    return response
