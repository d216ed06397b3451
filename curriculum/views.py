"""Pages of the admin that Wagtail does not bring: publish checks, package uploads and reports."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django.views.generic.edit import FormView
from wagtail import hooks
from wagtail.admin.panels import get_edit_handler
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry

from curriculum.forms import PackageUploadForm
from curriculum.models import Course, Package, PackageUpload, PackageVersion
from curriculum.packages import DEFAULT_LIMITS, receiving
from curriculum.packages import messages as package_words
from curriculum.packages import services as package_services
from curriculum.packages.limits import MIB
from curriculum.packages.report import Severity, Verdict, findings_of
from curriculum.publishing import findings_for
from lms.lib import clock
from lms.people.requests import Request

RECENT_UPLOADS = 10


@require_POST
def course_checks(request: Request, pk: int = 0) -> HttpResponse:
    """The 点検 panel's content for the course as it stands in the editor, saved or not; nothing is stored."""
    course = get_object_or_404(Course, pk=pk).get_latest_revision_as_object() if pk else Course()
    if not policy_registry.get(course).user_has_permission(request.user, "change"):
        raise PermissionDenied
    form = get_edit_handler(Course).get_form_class()(request.POST, instance=course, for_user=request.user)
    form.defer_required_fields()
    if form.is_valid():
        course = form.save(commit=False)
    findings = findings_for(course, on=clock.today())
    return render(request, "curriculum/admin/_findings.html", {"findings": findings})


# Packages


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A finding of an import in words."""

    severity: Severity
    word: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An import report as a page shows it."""

    verdict: str
    verdict_words: str
    title: str
    standard: str
    launch: str
    items: list[Mapping[str, Any]]
    lines: list[Line]


def report_in_words(record: Mapping[str, Any]) -> Report | None:
    """Return a kept report in the reader's language; None before there is one."""
    if not record:
        return None
    standard, edition = record.get("standard"), record.get("edition") or ""
    label = PackageVersion.Standard(standard).label if standard else ""
    # SCORM 1.2 has one edition, which its name says already.
    parts = [label, "" if edition and edition in label else edition]
    return Report(
        verdict=record["verdict"],
        verdict_words=package_words.verdict(Verdict(record["verdict"])),
        title=record.get("title") or "",
        standard=" ".join(filter(None, parts)),
        launch=record.get("launch") or "",
        items=list(record.get("items") or ()),
        lines=list(_lines(record)),
    )


def _lines(record: Mapping[str, Any]) -> Iterator[Line]:
    order = [Severity.ERROR, Severity.WARNING, Severity.NOTICE]
    for finding in sorted(findings_of(record), key=lambda finding: order.index(finding.severity)):
        yield Line(
            severity=finding.severity,
            word=package_words.severity(finding.severity),
            sentence=package_words.sentence(finding, str(record.get("file", ""))),
        )


class UploadView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # not at run time
    """Hands in a package file: a new package, or with ?package= a new version of one."""

    permission_required = "add"
    form_class = PackageUploadForm
    template_name = "curriculum/admin/upload.html"
    header_icon = "media"
    page_title = gettext_lazy("Upload a package")
    _show_breadcrumbs = True
    request: Request

    def __init__(self, **view_kwargs: Any) -> None:
        """Leave aside what the viewset tells the view it usually has here: the form of a row, its template."""
        super().__init__()

    @cached_property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Package)

    @cached_property
    def package(self) -> Package | None:
        pk = self.request.GET.get("package", "")
        return get_object_or_404(Package, pk=pk) if pk.isdigit() else None

    def get_page_subtitle(self) -> str:
        return self.package.title if self.package else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*_package_breadcrumbs(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["package"] = self.package
        context["recent"] = recent_uploads(self.request.user)
        context["room"] = receiving.room()
        context["limit_megabytes"] = DEFAULT_LIMITS.package_bytes // MIB
        return context

    def form_valid(self, form: PackageUploadForm) -> HttpResponseRedirect:
        upload = package_services.receive_upload(
            form.cleaned_data["file"], by=self.request.user, at=clock.now(), package=self.package
        )
        return HttpResponseRedirect(reverse("packages:upload", args=[upload.uuid]))


def recent_uploads(user: Any) -> QuerySet[PackageUpload]:
    mine = PackageUpload.objects.filter(uploaded_by=user).select_related("version")
    return mine.order_by("-uploaded_at", "-pk")[:RECENT_UPLOADS]


def _package_breadcrumbs() -> list[dict[str, Any]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("packages:index"), "label": _("E-learning packages")},
    ]


@require_GET
def upload_progress(request: Request, uuid: UUID) -> HttpResponse:
    """Say how far an import is, and in the end what it found; with ?part=1 only what changes."""
    upload = get_object_or_404(PackageUpload.objects.select_related("version__package"), uuid=uuid)
    if not policy_registry.get_by_type(Package).user_has_permission(request.user, "add"):
        raise PermissionDenied
    context = {
        "upload": upload,
        "report": report_in_words(upload.report),
        "header_title": upload.filename,
        "page_title": upload.filename,
        "header_icon": "media",
        "breadcrumbs_items": [*_package_breadcrumbs(), {"url": "", "label": upload.filename}],
    }
    template = "_upload_state.html" if "part" in request.GET else "upload_progress.html"
    return render(request, f"curriculum/admin/{template}", context)


class PackageView(generic.InspectView):
    """A package with its versions, what the newest holds, and the courses that play it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        versions = list(
            self.object.versions.select_related("imported_by")
            .annotate(uses=Count("scorm_modules__module__course_version", distinct=True))
            .order_by("-number")
        )
        context["versions"] = versions
        context["reports"] = [
            (version, report_in_words(version.report), self.buttons_of(version)) for version in versions
        ]
        context["may_change"] = self.permission_policy.user_has_permission(self.request.user, "change")
        context["upload_url"] = f"{reverse('packages:add')}?package={self.object.pk}"
        return context

    def buttons_of(self, version: PackageVersion) -> list[Button]:
        """Return what the apps that play packages offer this person at a version."""
        registered = hooks.get_hooks("register_package_version_buttons")
        return [button for register in registered for button in register(version, self.request.user)]
