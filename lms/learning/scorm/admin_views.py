"""Pages of the admin for an uploaded package: try it before anybody meets it, and move learners to it."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.permissions import policy_registry

from curriculum.models import PackageVersion
from lms.learning.record.states import ProgressState
from lms.learning.scorm import moves
from lms.learning.scorm.services.trials import begin_trial
from lms.lib import clock
from lms.people.requests import Request

type View = Callable[[Request, int], HttpResponse]


def keeps_packages(view: View) -> View:
    @wraps(view)
    def guarded(request: Request, pk: int) -> HttpResponse:
        if not policy_registry.get_by_type(PackageVersion).user_has_permission(request.user, "change"):
            raise PermissionDenied
        return view(request, pk)

    return guarded


@require_POST
@keeps_packages
def try_out(request: Request, pk: int) -> HttpResponse:
    """Play a package version as a learner would, in a course of its own that counts for nothing."""
    version = get_object_or_404(PackageVersion.objects.select_related("package"), pk=pk)
    return redirect(begin_trial(version, request.user, by=request.user, at=clock.now()).path)


class MoveForm(forms.Form):
    states = forms.MultipleChoiceField(
        label=gettext_lazy("Who moves"),
        choices=ProgressState.choices,
        error_messages={"required": gettext_lazy("Choose at least one group, or leave everybody where they are.")},
    )


@require_http_methods(["GET", "POST"])
@keeps_packages
def move(request: Request, pk: int) -> HttpResponse:
    """Show who plays an older version and what moving costs; move those the author chooses."""
    version = get_object_or_404(PackageVersion.objects.select_related("package").defer("report"), pk=pk)
    form = MoveForm(request.POST if request.method == "POST" else None)
    package_url = reverse("packages:inspect", args=[version.package_id])
    if form.is_valid():
        states = [ProgressState(state) for state in form.cleaned_data["states"]]
        moved = moves.move_learners(version, states, by=request.user, at=clock.now())
        words = ngettext(
            "%(moved)s learner moves at the next launch.", "%(moved)s learners move at the next launch.", moved
        )
        messages.success(request, words % {"moved": moved})
        return redirect(package_url)
    title = _("Move learners to version %(number)s") % {"number": version.number}
    context = {
        "version": version,
        "form": form,
        "groups": moves.groups(version),
        "package_url": package_url,
        "header_title": title,
        "page_title": title,
        "page_subtitle": version.package.title,
        "header_icon": "media",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("packages:index"), "label": _("E-learning packages")},
            {"url": package_url, "label": version.package.title},
            {"url": "", "label": title},
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "learning/scorm/admin/move.html", context, status=status)
