"""出力: asking for a list as a file, watching it grow, fetching it."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from lms.lib import clock
from lms.people.requests import Request
from reports.access import may_work_in_hr
from reports.files import services
from reports.files.access import file_or_404
from reports.files.kinds import KINDS
from reports.files.models import AGAIN_STATES, ReportFile
from reports.files.tasks import build_report_file
from reports.learning.forms import FileForm

PER_PAGE = 20


def start(request: Request, listing: str, form: FileForm) -> HttpResponse:
    """Take down what a valid form asks for, have it built, and show how far it is."""
    query = request.GET.copy()
    # A list "as of today" stays that day's, whenever a worker comes to it.
    query["as_of"] = query.get("as_of") or clock.today().isoformat()
    file = services.ask_for_file(
        listing,
        query=query.urlencode(),
        file_format=form.cleaned_data["kind"],
        purpose=form.cleaned_data["purpose"],
        language=get_language() or "ja",
        by=request.user,
        at=clock.now(),
    )
    build_report_file.delay_on_commit(file.pk)
    return redirect("reports:file", uuid=file.uuid)


@require_safe
@may_work_in_hr
def files(request: Request) -> HttpResponse:
    """Show my files, newest first."""
    mine = Paginator(ReportFile.objects.of(request.user).order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(file, KINDS[file.listing].label) for file in mine]
    return render(request, "reports/files/index.html", {"page": mine, "rows": rows})


@require_safe
@may_work_in_hr
def file(request: Request, uuid: UUID) -> HttpResponse:
    """Show where a file stands: progress, then the file, or why there is none."""
    found = file_or_404(request.user, uuid)
    return render(request, "reports/files/file.html", _context(found))


def _context(found: ReportFile) -> dict[str, object]:
    return {
        "file": found,
        "kind": KINDS[found.listing],
        "may_ask_again": found.state in AGAIN_STATES,
        "failure": found.get_failure_display() if found.failure else "",
    }


@require_safe
@may_work_in_hr
def progress(request: Request, uuid: UUID) -> HttpResponse:
    """The progress fragment; asks the page to load again once the work is over."""
    found = file_or_404(request.user, uuid)
    response = render(request, "reports/files/file.html#progress", {"file": found})
    if not found.is_working:
        response["HX-Refresh"] = "true"
    return response


@require_safe
@may_work_in_hr
def download(request: Request, uuid: UUID) -> HttpResponse | FileResponse:
    """Hand out a finished file; one that has expired says so instead."""
    found = file_or_404(request.user, uuid)
    if found.state != ReportFile.State.READY:
        return render(request, "reports/files/file.html", _context(found), status=410)
    services.note_fetched(found, by=request.user, at=clock.now())
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.filename)


@require_POST
@may_work_in_hr
def again(request: Request, uuid: UUID) -> HttpResponse:
    """Build a failed or expired file once more."""
    found = file_or_404(request.user, uuid)
    if services.ask_again(found, at=clock.now()):
        build_report_file.delay_on_commit(found.pk)
    return redirect("reports:file", uuid=found.uuid)
