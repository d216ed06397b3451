"""The audit page: one box, a span of days, the lines, the state of the chain, and a file with a purpose."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from lms.lib import clock
from lms.lib.cells import safe_cell
from lms.people import audit
from lms.people.requests import Request
from lms.people.tasks import check_audit_chain
from lms.people.trail import queries
from lms.people.trail.access import reads_trail
from lms.people.trail.forms import PurposeForm, SearchForm
from lms.people.trail.queries import TrailLine

PAGE = 50


@require_safe
@reads_trail
def audit_trail(request: Request) -> HttpResponse:
    return trail_page(request, SearchForm(request.GET), PurposeForm())


def trail_page(request: Request, form: SearchForm, purpose: PurposeForm, status: int = 200) -> HttpResponse:
    form.is_valid()
    search = form.search()
    people = queries.matching_people(search.words)
    page = Paginator(queries.audit_lines(search, people), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "purpose": purpose,
        "people": people,
        "words": search.words,
        "page": page,
        "lines": queries.in_words(page.object_list),
        "check": queries.last_check(),
        "export_url": f"{reverse('people:audit_export')}?{request.GET.urlencode()}",
    }
    return render(request, "people/trail/index.html", context, status=status)


@require_POST
@reads_trail
def audit_check(request: Request) -> HttpResponse:
    """Have the whole chain walked along; the trail may be long, so that is work for the background."""
    check_audit_chain.delay_on_commit()
    messages.info(request, _("The chain is being checked. Load this page again in a moment to see the result."))
    return redirect("people:audit")


@require_POST
@reads_trail
def audit_export(request: Request) -> HttpResponse:
    """Hand out the lines of a search as CSV; who, why, how many and the file's fingerprint go into the trail first."""
    form, purpose = SearchForm(request.GET), PurposeForm(request.POST)
    if not form.is_valid() or not purpose.is_valid():
        return trail_page(request, form, purpose, status=422)
    search = form.search()
    events = queries.audit_lines(search, queries.matching_people(search.words))
    lines = queries.in_words(events.iterator(2000))
    why = purpose.cleaned_data["purpose"]
    body = "".join(csv_rows(request, lines, why)).encode("utf-8-sig")
    details = {
        "purpose": why,
        "rows": len(lines),
        "filter": str(search),
        "sha256": hashlib.sha256(body).hexdigest(),
    }
    audit.record("audit.exported", actor=request.user, at=clock.now(), details=details)
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{clock.today():%Y%m%d}.csv"'
    return response


def csv_rows(request: Request, lines: Iterable[TrailLine], purpose: str) -> Iterator[str]:
    """Yield the file's lines, headed by who took it out, when and why."""
    taken = _("Taken out by %(name)s at %(at)s; purpose: %(purpose)s") % {
        "name": request.user,
        "at": timezone.localtime(clock.now()).isoformat(timespec="minutes"),
        "purpose": purpose,
    }
    yield _row([taken])
    yield _row(
        [
            _("No."),
            _("When"),
            pgettext("audit", "Who"),
            _("Deed"),
            _("About whom"),
            pgettext("audit", "What"),
            _("Details"),
        ]
    )
    for line in lines:
        at = timezone.localtime(line.at).isoformat(timespec="seconds")
        yield _row([str(line.sequence), at, line.actor, line.action, line.subject, line.target, line.details])


def _row(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()
