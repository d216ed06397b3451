"""HR's pages for loading a roster: upload, progress, difference, approval, undo."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lms.lib import clock
from lms.people import audit
from lms.people.models import RosterChange, RosterLoad
from lms.people.models.roster import CHECKED_STATES
from lms.people.requests import Request
from lms.people.roster import presenting, services
from lms.people.roster.access import load_or_404, loads, loads_rosters
from lms.people.roster.forms import ApprovalForm, MendForm, UploadForm
from lms.people.roster.services import RosterRefused
from lms.people.roster.tasks import apply_roster_load, check_roster_load

PAGE = 50
LOADS_PAGE = 20


@loads_rosters
def roster(request: Request) -> HttpResponse:
    """Upload a roster, and see the loads before it."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        load = services.start_load(
            form.cleaned_data["file"],
            by=request.user,
            at=clock.now(),
            as_of=form.cleaned_data["as_of"],
            form=RosterLoad.Form(form.cleaned_data["form"]),
        )
        check_roster_load.delay_on_commit(load.pk)
        return redirect("people:roster_load", uuid=load.uuid)
    newest = Paginator(loads().order_by("-uploaded_at", "-pk"), LOADS_PAGE).get_page(request.GET.get("page"))
    status = 422 if form.is_bound else 200
    return render(request, "people/roster/index.html", {"form": form, "loads": newest}, status=status)


@require_safe
@loads_rosters
def roster_load(request: Request, uuid: UUID) -> HttpResponse:
    return load_page(request, load_or_404(uuid))


def load_page(
    request: Request, load: RosterLoad, *, approval: ApprovalForm | None = None, status: int = 200
) -> HttpResponse:
    """Show where a load stands: progress while it is worked on, then its difference."""
    kind = request.GET.get("kind", "")
    if kind not in RosterChange.Kind:
        kind = presenting.first_kind(load)
    page = Paginator(_lines_of(load, kind), PAGE).get_page(request.GET.get("page"))
    context = {
        "load": load,
        "stages": presenting.stages(load),
        "tiles": presenting.tiles(load, kind),
        "kind": kind,
        "kind_label": RosterChange.Kind(kind).label,
        "page": page,
        "lines": presenting.lines(page.object_list),
        "approval": approval or ApprovalForm(None, load),
        "mend": _mend_form(load),
        "failure": presenting.refusal(load.failure),
        "undo_refusal": presenting.refusal(services.undo_refusal(load, at=clock.now())),
    }
    return render(request, "people/roster/load.html", context, status=status)


def _lines_of(load: RosterLoad, kind: str) -> QuerySet[RosterChange]:
    """Return a kind's lines, errors before warnings, then as the file has them."""
    errors_first = Case(When(severity="error", then=Value(0)), default=Value(1), output_field=IntegerField())
    changes = load.changes.filter(kind=kind)
    if kind == RosterChange.Kind.PROBLEM:
        return changes.order_by(errors_first, "line", "pk")
    return changes.order_by("pk")


def _mend_form(load: RosterLoad, data: object = None) -> MendForm | None:
    """Return the form for unknown columns and titles of a checked load, or nothing when there are none."""
    if load.state not in CHECKED_STATES:
        return None
    found: dict[str, set[str]] = {"unknown_column": set(), "unknown_title": set()}
    problems = load.changes.filter(code__in=found).values_list("code", "details")
    for code, details in problems:
        found[code].add(details["column" if code == "unknown_column" else "title"])
    columns, titles = sorted(found["unknown_column"]), sorted(found["unknown_title"])
    return MendForm(data, columns=columns, titles=titles) if columns or titles else None


@require_safe
@loads_rosters
def roster_progress(request: Request, uuid: UUID) -> HttpResponse:
    """The progress fragment; asks the page to load again once the work is over."""
    load = load_or_404(uuid)
    response = render(request, "people/roster/load.html#progress", {"load": load})
    if not load.is_working:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@loads_rosters
def roster_check(request: Request, uuid: UUID) -> HttpResponse:
    """Check again, with what HR has said about unknown columns and titles."""
    load = load_or_404(uuid)
    mend = _mend_form(load, request.POST)
    if mend is not None and mend.is_valid():
        services.map_columns(mend.chosen_columns(), by=request.user, at=clock.now())
        services.map_titles(mend.chosen_titles(), by=request.user, at=clock.now())
    if services.queue_check(load, at=clock.now()):
        check_roster_load.delay_on_commit(load.pk)
    return redirect("people:roster_load", uuid=load.uuid)


@require_POST
@loads_rosters
def roster_approve(request: Request, uuid: UUID) -> HttpResponse:
    load = load_or_404(uuid)
    approval = ApprovalForm(request.POST, load)
    if not approval.is_valid():
        return load_page(request, load, approval=approval, status=422)

    def approve() -> None:
        services.approve_load(load, by=request.user, at=clock.now(), confirmed=True)
        apply_roster_load.delay_on_commit(load.pk)

    return _attempt(request, load, approve)


@require_POST
@loads_rosters
def roster_discard(request: Request, uuid: UUID) -> HttpResponse:
    load = load_or_404(uuid)
    return _attempt(request, load, lambda: services.discard_load(load, by=request.user, at=clock.now()))


@require_POST
@loads_rosters
def roster_undo(request: Request, uuid: UUID) -> HttpResponse:
    load = load_or_404(uuid)
    return _attempt(request, load, lambda: services.undo_load(load, by=request.user, at=clock.now()))


def _attempt(request: Request, load: RosterLoad, step: Callable[[], object]) -> HttpResponse:
    """Take a step and go back to the load's page, saying why when it could not be taken."""
    try:
        step()
    except RosterRefused as refused:
        messages.error(request, presenting.refusal(refused.code))
    return redirect("people:roster_load", uuid=load.uuid)


@require_safe
@loads_rosters
def roster_file(request: Request, uuid: UUID) -> FileResponse:
    """Hand out the original file as it came."""
    load = load_or_404(uuid)
    if not load.file:
        raise Http404
    details = {"file": load.filename, "sha256": load.sha256}
    audit.record("roster.downloaded", actor=request.user, at=clock.now(), target=str(load.uuid), details=details)
    # Always as an attachment of no particular type: a browser never shows it as a page.
    return FileResponse(
        load.file.open("rb"), as_attachment=True, filename=load.filename, content_type="application/octet-stream"
    )
