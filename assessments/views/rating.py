"""評価: a supervisor's people on one screen, blind to the self-assessment until a row is saved."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments import access, queries, services
from assessments.errors import Refused
from assessments.forms import RatingForm
from assessments.models import Assessment, Cycle
from assessments.queries import RatingRow, Tally
from assessments.sheet import sheets_of, sheets_pdf
from assessments.states import CycleState
from assessments.trail import note_views
from assessments.visibility import Viewer
from lms.lib import clock
from lms.lib.ids import uuid7
from lms.people import audit
from lms.people.requests import Request


@require_GET
def rate(request: Request, cycle: str) -> HttpResponse:
    """Show everyone I rate in a cycle; ?open= shows one person's sentences and evidence, for pages without script."""
    round_ = access.cycle_or_404(cycle)
    mine = access.rateable_or_403(request.user, round_, on=clock.today())
    rows = queries.rating_rows(mine, round_)
    opened = opened_row(request, round_)
    context = {
        "cycle": round_,
        "rows": rows,
        "tally": tally_of(rows),
        "next": next((row.uuid for row in rows if not row.is_finished), None),
        "ladders": queries.ladders({row.group_id for row in rows}),
        "groups": {row.group_id: row.group_name for row in rows},
        "is_open": round_.state == CycleState.OPEN,
        "opened": opened,
        "request_key": uuid7(),
    }
    return render(request, "assessments/rate.html", context)


def tally_of(rows: list[RatingRow]) -> Tally:
    return Tally(done=sum(row.is_finished for row in rows), total=len(rows))


def opened_row(request: Request, cycle: Cycle) -> queries.Detail | None:
    """Return the person whose detail the address asks for."""
    try:
        uuid = UUID(request.GET.get("open", ""))
    except ValueError:
        return None
    return look(request, access.rating_or_404(request.user, cycle, uuid, on=clock.today()))


def look(request: Request, assessment: Assessment) -> queries.Detail:
    """Return one assessment's detail and record that it was looked at."""
    note_views(request.user, [assessment.person], assessment.cycle, at=clock.now())
    return queries.detail(assessment, Viewer.FIRST_RATER)


@require_GET
def detail(request: Request, cycle: str, uuid: UUID) -> HttpResponse:
    """Return one person's sentences, evidence and earlier levels, to stand below their row."""
    round_ = access.cycle_or_404(cycle)
    assessment = access.rating_or_404(request.user, round_, uuid, on=clock.today())
    if not request.htmx:
        return redirect(f"{reverse('assessments:rate', args=[cycle])}?open={uuid}#row-{uuid}")
    sheet_url = f"{reverse('assessments:sheets', args=[cycle])}?person={uuid}"
    return render(request, "assessments/_detail.html", {"detail": look(request, assessment), "sheet_url": sheet_url})


@require_POST
def save(request: Request, cycle: str, uuid: UUID) -> HttpResponse:
    """Save one row, and answer with what it has become."""
    round_ = access.cycle_or_404(cycle)
    assessment = access.rating_or_404(request.user, round_, uuid, on=clock.today())
    form = RatingForm(request.POST)
    refusal = ""
    if not form.is_valid():
        refusal = next(str(errors[0]) for errors in form.errors.values())
    else:
        try:
            services.rate(
                assessment,
                form.answers,
                comment=form.cleaned_data["comment"],
                request_key=form.key_for("rate"),
                by=request.user,
                at=clock.now(),
            )
        except Refused as problem:
            refusal = str(problem)
    return answer_row(request, round_, uuid, refusal=refusal)


def answer_row(request: Request, cycle: Cycle, uuid: UUID, *, refusal: str) -> HttpResponse:
    if not request.htmx:
        if refusal:
            messages.error(request, refusal)
        return redirect(f"{reverse('assessments:rate', args=[cycle.code])}#row-{uuid}")
    mine = access.rateable(request.user, cycle, on=clock.today())
    assessment = access.rating_or_404(request.user, cycle, uuid, on=clock.today())
    row = queries.rating_rows(mine.filter(pk=assessment.pk), cycle)[0]
    if row.self_view is not None:
        note_views(request.user, [assessment.person], cycle, at=clock.now())
    context = {
        "cycle": cycle,
        "row": row,
        "refusal": refusal,
        "is_swap": True,
        "tally": queries.rating_tally(mine),
        "next": queries.next_unfinished(mine, after=assessment),
        "opened": None,
    }
    return render(request, "assessments/_saved.html", context)


@require_GET
def sheets(request: Request, cycle: str) -> HttpResponse:
    """Return the interview sheets of all my people, a page each; ?person= one of them."""
    round_ = access.cycle_or_404(cycle)
    mine = access.rateable_or_403(request.user, round_, on=clock.today())
    person = request.GET.get("person", "")
    if person:
        mine = mine.filter(pk=access.rating_or_404(request.user, round_, uuid_or_404(person), on=clock.today()).pk)
    rows = queries.rating_rows(mine, round_)
    found = list(mine.select_related("cycle", "group", "person").order_by("person__kana", "person__staff_no"))
    pages = sheets_of(rows, found)
    people = [row.person for row in found]
    audit.record_each("assessment.printed", actor=request.user, at=clock.now(), subjects=people, target=round_.code)
    name = _("interview-sheets_%(cycle)s.pdf") % {"cycle": round_.code}
    return HttpResponse(
        sheets_pdf(pages, rater=request.user, printed_at=clock.now()),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(False, name)},
    )


def uuid_or_404(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
