"""Pages for those who keep quizzes: item statistics for authors, extra time for HR."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curriculum.models import Course
from lms.learning.quizzes import services
from lms.learning.quizzes.forms import ExtraTimeForm
from lms.learning.quizzes.item_statistics import item_rows
from lms.learning.quizzes.models import ExtraTime
from lms.learning.quizzes.statistics import FEWEST, STEADY
from lms.lib import clock
from lms.people.access import city_role_required, role_required
from lms.people.models import Role
from lms.people.requests import Request


@require_GET
@role_required(Role.AUTHOR, Role.HR, Role.ADMINISTRATOR)
def statistics(request: Request, slug: str) -> HttpResponse:
    """Show the figures of every question of a course version, the newest unless another is asked for."""
    course = get_object_or_404(Course, slug=slug)
    versions = list(course.versions.order_by("-number"))
    wanted = request.GET.get("version", "")
    version = next((each for each in versions if str(each.number) == wanted), versions[0] if versions else None)
    context = {
        "course": course,
        "versions": versions,
        "version": version,
        "rows": item_rows(version) if version else [],
        "fewest": FEWEST,
        "steady": STEADY,
    }
    return render(request, "learning/quizzes/statistics.html", context)


@require_http_methods(["GET", "POST"])
@city_role_required(Role.HR, Role.ADMINISTRATOR)
def extra_time(request: Request) -> HttpResponse:
    """Show who has more time, and give it to somebody."""
    form = ExtraTimeForm(request.POST or None, initial={"valid_from": clock.today(), "more": "50"})
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        last = sent["last_day"]
        services.grant_extra_time(
            sent["staff_no"],
            percent=sent["more"],
            valid_from=sent["valid_from"],
            valid_to=last and last + timedelta(days=1),
            by=request.user,
            at=clock.now(),
        )
        messages.success(request, _("%(name)s has more time from now on.") % {"name": sent["staff_no"].name})
        return redirect("learning:quiz-extra-time")
    today = clock.today()
    grants = ExtraTime.objects.select_related("person").order_by("person__kana", "valid_from", "pk")
    context = {
        "form": form,
        "grants": [grant for grant in grants if grant.valid_to is None or grant.valid_to > today],
    }
    return render(request, "learning/quizzes/extra_time.html", context, status=422 if form.errors else 200)


@require_POST
@city_role_required(Role.HR, Role.ADMINISTRATOR)
def end_extra_time(request: Request, uuid: UUID) -> HttpResponse:
    grant = get_object_or_404(ExtraTime.objects.select_related("person"), uuid=uuid)
    services.end_extra_time(grant, by=request.user, at=clock.now())
    messages.success(request, _("The extra time of %(name)s has ended.") % {"name": grant.person.name})
    return redirect("learning:quiz-extra-time")
