"""What has run out, the terms, holds, and deletions from proposal to record."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from lms.lib import clock
from lms.operations.retention import queries, services
from lms.operations.retention.access import (
    deletes_records,
    hold_or_404,
    may_read_names,
    may_set_terms,
    reads_names,
    run_or_404,
    sets_terms,
)
from lms.operations.retention.forms import HoldForm, ProposalForm, TermForm
from lms.operations.retention.mentions import mentions_of
from lms.operations.retention.models import DeletionRun, Hold
from lms.operations.retention.paper import deletion_pdf
from lms.operations.retention.registry import PERSON
from lms.operations.retention.rules import next_turn
from lms.operations.retention.tasks import perform_deletion
from lms.people import audit
from lms.people.requests import Request

RUNS_PAGE = 20
PEOPLE_PAGE = 50


@require_safe
@deletes_records
def home(request: Request) -> HttpResponse:
    return home_page(request, ProposalForm())


def home_page(request: Request, form: ProposalForm, *, status: int = 200) -> HttpResponse:
    """Show what has run out today and what will at the turn of the year, holds, and the deletions so far."""
    today = clock.today()
    turn = next_turn(today)
    now, then = queries.due_on(today), queries.due_on(turn)
    context = {
        "today": today,
        "turn": turn,
        "due": list(zip(now, then, strict=True)),
        "has_due": any(each.people or each.pieces for each in now),
        "kept": len({person for each in now for person in each.kept}),
        "holds": queries.standing_holds(),
        "open_run": queries.open_run(),
        "runs": Paginator(queries.runs(), RUNS_PAGE).get_page(request.GET.get("page")),
        "form": form,
        "names": may_read_names(request.user),
        "backups_kept": settings.BACKUPS_KEPT,
    }
    return render(request, "operations/retention/home.html", context, status=status)


@require_POST
@deletes_records
def propose(request: Request) -> HttpResponse:
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return home_page(request, form, status=422)
    try:
        run = services.propose(**form.cleaned_data, by=request.user, at=clock.now(), on=clock.today())
    except services.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("operations:retention")
    messages.success(request, _("The deletion is proposed. Somebody else must approve it now."))
    return redirect("operations:deletion", run.uuid)


# By name


@require_safe
@reads_names
def people(request: Request) -> HttpResponse:
    """Show by name which leavers are due now and which at the turn of the year."""
    today = clock.today()
    years = queries.years_by_class()[PERSON]
    lines = queries.leaver_lines(next_turn(today), years)
    page = Paginator(lines, PEOPLE_PAGE).get_page(request.GET.get("page"))
    audit.record("retention.names_viewed", actor=request.user, at=clock.now(), details={"rows": len(page.object_list)})
    context = {"page": page, "today": today, "turn": next_turn(today), "years": years}
    return render(request, "operations/retention/people.html", context)


# Terms


@require_safe
@deletes_records
def terms(request: Request) -> HttpResponse:
    context = {
        "lines": queries.class_lines(),
        "may_set": may_set_terms(request.user),
        "names": may_read_names(request.user),
    }
    return render(request, "operations/retention/terms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sets_terms
def term(request: Request, key: str) -> HttpResponse:
    """Set how long one class is kept."""
    line = next((each for each in queries.class_lines() if each.record_class.key == key), None)
    if line is None:
        raise Http404
    form = TermForm(line.record_class, request.POST or None, initial={"years": line.years})
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "operations/retention/term.html", {"form": form, "line": line}, status=status)
    services.set_term(key, **form.cleaned_data, by=request.user, at=clock.now())
    messages.success(request, _("The term is set. It holds for deletions proposed from now on."))
    return redirect("operations:retention_terms")


# Holds


@require_http_methods(["GET", "HEAD", "POST"])
@reads_names
def holds(request: Request) -> HttpResponse:
    """Show whose records are kept, and keep more."""
    form = HoldForm(request.POST or None, initial={"staff_no": request.GET.get("staff_no", "")})
    if form.is_valid():
        data = form.cleaned_data
        services.place_hold(
            data["staff_no"], reason=Hold.Reason(data["reason"]), note=data["note"], by=request.user, at=clock.now()
        )
        messages.success(request, _("The records are held. No deletion touches them until you release the hold."))
        return redirect("operations:holds")
    context = {"form": form, "holds": queries.standing_holds()}
    return render(request, "operations/retention/holds.html", context, status=422 if form.is_bound else 200)


@require_POST
@reads_names
def release(request: Request, uuid: UUID) -> HttpResponse:
    if services.release_hold(hold_or_404(uuid), by=request.user, at=clock.now()):
        messages.success(request, _("The hold is released."))
    else:
        messages.info(request, _("This hold had been released already."))
    return redirect("operations:holds")


# Deletions


@require_safe
@deletes_records
def deletion(request: Request, uuid: UUID) -> HttpResponse:
    run = run_or_404(uuid)
    done, total = queries.progress_of(run)
    leavers = list(queries.leavers_in(run)) if may_read_names(request.user) else []
    if leavers:
        details = {"rows": len(leavers)}
        audit.record("retention.names_viewed", actor=request.user, at=clock.now(), target=run.number, details=details)
    context = {
        "run": run,
        "lines": queries.run_lines(run),
        "done": done,
        "total": total,
        "is_own": run.proposed_by_id == request.user.pk,
        "names": may_read_names(request.user),
        "leavers": leavers,
        "must_look": queries.must_be_looked_for(run),
        "backups_kept": settings.BACKUPS_KEPT,
    }
    return render(request, "operations/retention/run.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@reads_names
def look(request: Request, uuid: UUID) -> HttpResponse:
    """Show where texts of the city still name a proposal's leavers; note that somebody looked."""
    run = run_or_404(uuid)
    found = mentions_of(queries.leavers_in(run), reader=request.user)
    if request.method == "POST":

        def act(run: DeletionRun) -> None:
            services.note_look(run, len(found), by=request.user, at=clock.now())
            messages.success(request, _("That you have looked is noted, with the number of places."))

        return attempt(request, uuid, act)
    details = {"rows": len(found)}
    audit.record("retention.names_viewed", actor=request.user, at=clock.now(), target=run.number, details=details)
    return render(request, "operations/retention/look.html", {"run": run, "mentions": found})


@require_safe
@deletes_records
def deletion_progress(request: Request, uuid: UUID) -> HttpResponse:
    """The progress fragment; asks the page to load again once the work is over."""
    run = run_or_404(uuid)
    done, total = queries.progress_of(run)
    response = render(request, "operations/retention/run.html#progress", {"run": run, "done": done, "total": total})
    if run.state != DeletionRun.State.RUNNING:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@deletes_records
def approve(request: Request, uuid: UUID) -> HttpResponse:
    def act(run: DeletionRun) -> None:
        services.approve(run, by=request.user, at=clock.now(), on=clock.today())
        perform_deletion.delay_on_commit(str(run.uuid))
        messages.success(request, _("The deletion is approved and being carried out."))

    return attempt(request, uuid, act)


@require_POST
@deletes_records
def reject(request: Request, uuid: UUID) -> HttpResponse:
    def act(run: DeletionRun) -> None:
        services.reject(run, by=request.user, at=clock.now(), on=clock.today())
        messages.info(request, _("Nothing is deleted. What has run out can be proposed again."))

    return attempt(request, uuid, act)


def attempt(request: Request, uuid: UUID, act: Callable[[DeletionRun], None]) -> HttpResponse:
    """Decide on a run; say why where that is not possible."""
    run = run_or_404(uuid)
    try:
        act(run)
    except services.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("operations:deletion", run.uuid)


@require_GET
@deletes_records
def record(request: Request, uuid: UUID) -> HttpResponse:
    """Give the record of a deletion (廃棄記録) as PDF."""
    run = run_or_404(uuid)
    if run.state != DeletionRun.State.DONE:
        raise Http404
    audit.record("deletion.certified", actor=request.user, at=clock.now(), target=run.number)
    return HttpResponse(
        deletion_pdf(run),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, f"廃棄記録_{run.number}.pdf")},
    )
