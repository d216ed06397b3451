"""Outside training: choose a file, read the report by line, load it or leave it."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.learning.handed_in import shown_name
from lms.learning.outside import services
from lms.learning.outside.access import load_or_404
from lms.learning.outside.forms import FileForm
from lms.learning.outside.models import OutsideLoad
from lms.learning.outside.words import sentence, unreadable
from lms.lib import clock
from lms.people.access import city_hr
from lms.people.requests import Request
from lms.people.roster.decode import Undecodable

LOADS_SHOWN = 30
LINES_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@city_hr
def index(request: Request) -> HttpResponse:
    """List the files so far and take a new one."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = services.keep_file(shown_name(file.name), file.read(), by=request.user, at=clock.now())
        except Undecodable as error:
            form.add_error("file", unreadable(error))
        else:
            return redirect("learning:outside-load", kept.uuid)
    taken_over = Count("trainings", filter=Q(trainings__taken_back_at=None))
    loads = OutsideLoad.objects.defer("text").select_related("uploaded_by").annotate(lines=taken_over)
    context = {"form": form, "loads": loads.order_by("-uploaded_at", "-pk")[:LOADS_SHOWN]}
    return render(request, "learning/outside/index.html", context, status=422 if form.errors else 200)


@require_safe
@city_hr
def show(request: Request, uuid: UUID) -> HttpResponse:
    """Report line by line what the file does: what is wrong first, with its remedy."""
    found = load_or_404(uuid)
    context: dict[str, object] = {"load": found}
    if found.state == OutsideLoad.State.READY:
        report = services.dry_run(found, on=clock.today())
        context |= {
            "report": report,
            "problems": [(problem.line, sentence(problem)) for problem in report.problems[:LINES_SHOWN]],
            "new": report.new[:LINES_SHOWN],
        }
    else:
        context["trainings"] = found.trainings.select_related("person").order_by("line")[:LINES_SHOWN]
        context["total"] = found.trainings.count()
    return render(request, "learning/outside/load.html", context)


@require_POST
@city_hr
def load(request: Request, uuid: UUID) -> HttpResponse:
    found = load_or_404(uuid)
    count = services.load_file(found, by=request.user, at=clock.now())
    said = ngettext("%(count)d line is recorded.", "%(count)d lines are recorded.", count)
    messages.success(request, said % {"count": count})
    return redirect("learning:outside-load", found.uuid)


@require_POST
@city_hr
def take_back(request: Request, uuid: UUID) -> HttpResponse:
    found = load_or_404(uuid)
    services.take_back(found, by=request.user, at=clock.now())
    messages.info(request, _("The load is taken back. Correct the file and load it again."))
    return redirect("learning:outside-load", found.uuid)
