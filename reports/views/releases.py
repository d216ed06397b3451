"""Frozen figures: what was released, who gets word of it, and the approved target shares."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.models import Cycle
from lms.lib import clock
from lms.people.requests import Request
from reports import services
from reports.access import may_count_everybody
from reports.forms import SubscriptionForm, TargetForm
from reports.models import Snapshot, Subscription
from reports.queries import group_choices, targets_on
from reports.suppression import CannotProtectError
from reports.words import level_name


@require_safe
@may_count_everybody
def releases(request: Request) -> HttpResponse:
    """Show frozen figures, closed cycles not yet released, and who gets links."""
    return _page(request, SubscriptionForm())


def _page(request: Request, form: SubscriptionForm, *, status: int = 200) -> HttpResponse:
    snapshots = Snapshot.objects.select_related("cycle", "frozen_by").defer("source").order_by("-id")
    context = {
        "snapshots": snapshots,
        "closed": Cycle.objects.exclude(closed_at=None).order_by("-reference_on"),
        "waiting": list(services.closed_cycles_without_release()),
        "subscriptions": Subscription.objects.select_related("person").order_by("kind", "person__kana", "id"),
        "form": form,
    }
    return render(request, "reports/releases.html", context, status=status)


@require_POST
@may_count_everybody
def release(request: Request, code: str) -> HttpResponse:
    """Freeze a closed cycle for the committee."""
    cycle = get_object_or_404(Cycle.objects.exclude(closed_at=None), code=code)
    try:
        snapshot = services.freeze_release(cycle, by=request.user, at=clock.now())
    except CannotProtectError:
        messages.error(
            request,
            _(
                "Nothing more of this cycle can be released: "
                "with what the committee has already, it would give single people away."
            ),
        )
    else:
        messages.success(request, _("Number %(number)s is open to the committee.") % {"number": snapshot.number})
    return redirect("reports:releases")


@require_POST
@may_count_everybody
def subscribe(request: Request) -> HttpResponse:
    """Add somebody to those who get links."""
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    person = form.cleaned_data["staff_no"]
    services.subscribe(person, form.cleaned_data["kind"], by=request.user, at=clock.now())
    messages.success(request, _("%(name)s gets a link from now on.") % {"name": person.name})
    return redirect("reports:releases")


@require_POST
@may_count_everybody
def unsubscribe(request: Request, kind: str, person: UUID) -> HttpResponse:
    """Stop somebody's links."""
    subscription = get_object_or_404(Subscription.objects.select_related("person"), kind=kind, person=person)
    services.unsubscribe(subscription, by=request.user, at=clock.now())
    messages.success(request, _("%(name)s gets no more links of this kind.") % {"name": subscription.person.name})
    return redirect("reports:releases")


@require_http_methods(["GET", "POST"])
@may_count_everybody
def targets(request: Request) -> HttpResponse:
    """Show the approved target shares and record another."""
    groups = group_choices()
    form = TargetForm(request.POST or None, groups=groups)
    if request.method == "POST" and form.is_valid():
        services.approve_target(**form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, _("The target share is recorded. Figures from that day on are compared with it."))
        return redirect("reports:targets")
    names = dict(groups)
    rows = [
        {"target": target, "level": level_name(target.level), "group": names.get(target.group, _("Every group"))}
        for target in targets_on(clock.today())
    ]
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/targets.html", {"form": form, "rows": rows}, status=status)
