"""The operations page: is everything running, and what to do when it is not."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.lib import clock
from lms.operations import queries, services, sign_on, tasks
from lms.operations.access import keeps_running
from lms.operations.models import Backup, Failure
from lms.operations.retention.queries import repeated_runs
from lms.operations.versions import versions
from lms.people.requests import Request


@require_safe
@keeps_running
def home(request: Request) -> HttpResponse:
    now = clock.now()
    context = {
        "health": queries.health(now),
        "jobs": queries.job_lines(now),
        "failures": queries.open_failures(),
        "backups": queries.backups(),
        "backups_kept": settings.BACKUPS_KEPT,
        "restored": queries.last_restore(),
        "repeated": repeated_runs(),
        "versions": versions(),
        "sender": settings.DEFAULT_FROM_EMAIL,
        "address": request.user.email,
    }
    return render(request, "operations/home.html", context)


@require_POST
@keeps_running
def retry(request: Request, uuid: UUID) -> HttpResponse:
    failure = get_object_or_404(Failure.objects.select_related("job"), uuid=uuid)
    return settled(request, failure, retried=True)


@require_POST
@keeps_running
def put_aside(request: Request, uuid: UUID) -> HttpResponse:
    failure = get_object_or_404(Failure.objects.select_related("job"), uuid=uuid)
    return settled(request, failure, retried=False)


def settled(request: Request, failure: Failure, *, retried: bool) -> HttpResponse:
    act = services.run_again if retried else services.put_aside
    try:
        act(failure, by=request.user, at=clock.now())
    except services.AlreadySettled:
        messages.info(request, _("Somebody has dealt with this failure already."))
    else:
        messages.success(request, _("The job runs again.") if retried else _("The failure was put aside."))
    return redirect("operations:home")


@require_POST
@keeps_running
def back_up(request: Request) -> HttpResponse:
    tasks.back_up.delay_on_commit()
    messages.info(request, _("The backup is being made and restored on trial. Load this page again in a moment."))
    return redirect("operations:home")


@require_POST
@keeps_running
def try_backup(request: Request, uuid: UUID) -> HttpResponse:
    backup = get_object_or_404(Backup, uuid=uuid)
    tasks.try_backup.delay_on_commit(str(backup.uuid))
    messages.info(request, _("The backup is being restored on trial. Load this page again in a moment."))
    return redirect("operations:home")


@require_POST
@keeps_running
def test_mail(request: Request) -> HttpResponse:
    """Send a mail to the administrator who asks, and say what the mail server answered."""
    if not request.user.email:
        messages.error(request, _("Your account has no mail address; the roster brings it."))
        return redirect("operations:home")
    try:
        send_mail(
            _("Test mail of the DX talent system"),
            _("Mail from the DX talent system arrives."),
            settings.DEFAULT_FROM_EMAIL,
            [request.user.email],
        )
    except OSError as error:
        refused = _("The mail server could not be used: %(error)s. Check SMTP_HOST and SMTP_PORT.")
        messages.error(request, refused % {"error": error})
    else:
        messages.success(request, _("A test mail was handed to the mail server for %s.") % request.user.email)
    return redirect("operations:home")


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_running
def single_sign_on(request: Request) -> HttpResponse:
    """Show the identity provider and whom it named in vain; on request, ask whether it answers."""
    provider = sign_on.provider()
    if request.method != "POST" or provider is None:
        return render(request, "operations/sign_on.html", {"provider": provider, "events": sign_on.unmatched()})
    problem = sign_on.ask_provider(request)
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _("The provider answers, and names all it must."))
    return redirect("operations:sign_on")
