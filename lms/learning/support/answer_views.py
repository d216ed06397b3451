"""How a package's questions were answered, on a page and as a workbook."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from curriculum.models import PackageVersion
from lms.learning.support.access import SUPPORT_ROLES, supported
from lms.learning.support.answers import Answers, package_answers
from lms.learning.support.workbook import answers_workbook
from lms.lib import clock
from lms.people.access import role_required
from lms.people.requests import Request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@role_required(*SUPPORT_ROLES)
def answers(request: Request, version: UUID) -> HttpResponse:
    """Every question and objective of a package version, counted over the learners one looks after."""
    found = _version_or_404(version)
    context = {
        "version": found,
        "versions": PackageVersion.objects.filter(package=found.package).only("uuid", "number").order_by("-number"),
        "answers": _counted(request, found),
    }
    return render(request, "learning/support/answers.html", context)


@require_GET
@role_required(*SUPPORT_ROLES)
def workbook(request: Request, version: UUID) -> HttpResponse:
    found = _version_or_404(version)
    name = _("Answers to %(title)s, version %(number)s") % {"title": found.title, "number": found.number}
    disposition = content_disposition_header(True, f"{name}.xlsx")
    body = answers_workbook(_counted(request, found))
    return HttpResponse(body, content_type=XLSX, headers={"Content-Disposition": disposition})


def _version_or_404(uuid: UUID) -> PackageVersion:
    return get_object_or_404(PackageVersion.objects.select_related("package").defer("report"), uuid=uuid)


def _counted(request: Request, version: PackageVersion) -> Answers:
    return package_answers(version, supported(request.user, on=clock.today()))
