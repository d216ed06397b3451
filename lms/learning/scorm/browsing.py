"""Looking around in a package: authors and HR see what learners will meet, and nothing of it is recorded."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from curriculum.access import COURSE_READERS
from curriculum.models import PackageItem, PackageVersion, ScormContent
from lms.learning.scorm import tokens
from lms.learning.scorm.looking import Look, show
from lms.learning.scorm.queries import CONTENT_URLS, Package, items_of
from lms.people.access import role_required
from lms.people.requests import Request


@require_GET
@role_required(*COURSE_READERS)
def module(request: Request, module: UUID) -> HttpResponse:
    """Look around in what a module of a course plays."""
    contents = ScormContent.objects.select_related("module__course_version__course", "package_version")
    content = get_object_or_404(contents.defer("package_version__report"), module__uuid=module)
    course = content.module.course_version
    return _browse(
        request,
        content.package_version,
        title=content.module.name,
        back_url=reverse("learning:course", args=[course.course.slug]),
        back_label=course.name,
    )


@require_GET
@role_required(*COURSE_READERS)
def package(request: Request, version: UUID) -> HttpResponse:
    """Look around in one version of an uploaded package, whether or not a course plays it."""
    versions = PackageVersion.objects.select_related("package").defer("report")
    found = get_object_or_404(versions, uuid=version)
    return _browse(
        request,
        found,
        title=found.title,
        back_url=reverse("packages:inspect", args=[found.package_id]),
        back_label=found.package.title,
    )


def _browse(request: Request, version: PackageVersion, *, title: str, back_url: str, back_label: str) -> HttpResponse:
    items = Package(version=version, attempt=None, items=items_of(version.uuid)).choosable
    item = _chosen(items, request.GET.get("item", ""))
    look = Look(
        title=title,
        words=_("Only to look at: nothing is recorded"),
        item=item,
        items=items,
        shell=reverse("browsing", CONTENT_URLS, args=[tokens.browsing_token(request.user.pk, item.pk)]),
        back_url=back_url,
        back_label=back_label,
    )
    return show(request, look)


def _chosen(items: Sequence[PackageItem], identifier: str) -> PackageItem:
    """Return the item asked for, or the first."""
    for item in items:
        if not identifier or item.identifier == identifier:
            return item
    raise Http404
