"""A person's own record as files. Everybody takes out their own, and nobody else's here."""

from django.http import HttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.learning.transcript.paper import transcript_pdf
from lms.learning.transcript.queries import transcript_of
from lms.learning.transcript.workbook import transcript_workbook
from lms.lib import clock
from lms.people import audit
from lms.people.requests import Request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def pdf(request: Request) -> HttpResponse:
    # The paper is Japanese, and so are the titles on it.
    with translation.override("ja"):
        paper = transcript_pdf(transcript_of(request.user, at=clock.now()))
    return _file(request, paper, "application/pdf", "pdf")


@require_safe
def xlsx(request: Request) -> HttpResponse:
    return _file(request, transcript_workbook(transcript_of(request.user, at=clock.now())), XLSX, "xlsx")


def _file(request: Request, body: bytes, content_type: str, ending: str) -> HttpResponse:
    person = request.user
    audit.record("transcript.exported", actor=person, subject=person, at=clock.now(), target=ending)
    name = _("Learning record %(number)s") % {"number": person.staff_no}
    disposition = content_disposition_header(True, f"{name}.{ending}")
    return HttpResponse(body, content_type=content_type, headers={"Content-Disposition": disposition})
