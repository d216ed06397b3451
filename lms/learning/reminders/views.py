"""未受講, 督促 and the supervisor's page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from lms.learning.assignments.models import AssignmentRun
from lms.learning.notices.models import Notice
from lms.learning.record.models import Enrolment
from lms.learning.reminders import access, queries, services
from lms.learning.reminders import not_done as listing
from lms.learning.reminders.forms import ClosedDayForm, PolicyForm, PurposeForm, SelectionForm, SendForm
from lms.learning.reminders.models import ReminderPolicy, ReminderRun
from lms.learning.reminders.not_done import Branch, Selection, Tally
from lms.learning.reminders.team import team_page
from lms.learning.reminders.words import REASONS, reasons_in_words, selection_in_words
from lms.lib import clock
from lms.lib.working_days import WorkingDays, named_holidays, next_sending
from lms.people import audit
from lms.people.access import city_hr, is_supervisor, reaches_city, role_required
from lms.people.models import ClosedDay, Role
from lms.people.queries import DepartmentNode, DepartmentTree, department_tree
from lms.people.requests import Request
from lms.people.working_days import working_days

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMES_PER_PAGE = 50
RUNS_SHOWN = 20
NAMED_PER_REASON = 5
TOLD_SHOWN = 100
# What one file or one round may hold; a larger selection is narrowed first.
MOST_ROWS = 50_000
hr_only = role_required(Role.HR)


class Asked:
    """What the address asks for, within what the person's role reaches."""

    def __init__(self, request: Request) -> None:
        self.on = clock.today()
        self.form = SelectionForm(request.GET, on=self.on)
        self.tree: DepartmentTree = department_tree(self.on)
        self.department = _department(self.tree, request.GET.get("department", ""))
        scope = access.departments_of(request.user, self.on)
        below = self.tree.ids_below(self.department.id) if self.department else None
        self.selection: Selection = self.form.selection().within(scope).within(below)
        self.query = request.GET.copy()
        self.query.pop("page", None)

    def words(self) -> dict[str, str]:
        words = self.form.in_words()
        return ({"department": self.department.path} if self.department else {}) | words

    def query_for(self, department: DepartmentNode | None) -> str:
        """Return the filters as a query that asks for a department, or for all of them."""
        query = self.query.copy()
        query.pop("department", None)
        if department:
            query["department"] = str(department.uuid)
        return query.urlencode()

    def departments(self) -> Sequence[DepartmentNode]:
        """Return the departments that a page shows: the top of the city, or what lies below the one asked for."""
        if self.department is None:
            return self.tree.roots
        return self.department.children or [self.department]

    def branches(self, own: Mapping[int, Tally]) -> list[Branch]:
        return listing.branches(self.departments(), own, self.query_for)

    def rows(self) -> list[Enrolment]:
        found = listing.with_names(listing.ordered(listing.unfinished(self.selection)))
        return list(found[:MOST_ROWS])


def _department(tree: DepartmentTree, uuid: str) -> DepartmentNode | None:
    """Return the department the address names; an unknown one is no page."""
    if not uuid:
        return None
    found = next((node for node in tree.by_id.values() if str(node.uuid) == uuid), None)
    if found is None:
        raise Http404
    return found


@require_safe
@hr_only
def not_done(request: Request) -> HttpResponse:
    """Show how far every department is, as bars; divisions come when one is opened, names are one click away."""
    asked = Asked(request)
    own = listing.tallies(asked.selection)
    context = {
        "form": asked.form,
        "department": asked.department,
        "branches": asked.branches(own),
        "all_departments": asked.query_for(None),
        "total": sum(own.values(), Tally()),
        "away": listing.away_count(asked.on),
        "query": asked.query.urlencode(),
        "run": queries.last_run(ReminderRun.Kind.DAILY),
    }
    return render(request, "learning/reminders/not_done.html", context)


@require_safe
@hr_only
def below(request: Request) -> HttpResponse:
    """Give the bars below a department that was opened."""
    asked = Asked(request)
    if asked.department is None:
        raise Http404
    context = {
        "department": asked.department,
        "branches": asked.branches(listing.tallies(asked.selection)),
        "whole": asked.query_for(asked.department),
    }
    return render(request, "learning/reminders/_below.html", context)


@require_safe
@hr_only
def names(request: Request) -> HttpResponse:
    """Show who has not done what, with what can be done about it."""
    return _names_page(request, PurposeForm(), status=200)


def _names_page(request: Request, purpose: PurposeForm, *, status: int) -> HttpResponse:
    asked = Asked(request)
    rows = listing.with_names(listing.ordered(listing.unfinished(asked.selection)))
    page = Paginator(rows, NAMES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": asked.form,
        "department": asked.department,
        "page": page,
        "lines": listing.lines(page, asked.tree, asked.on),
        "purpose": purpose,
        "query": asked.query.urlencode(),
    }
    return render(request, "learning/reminders/names.html", context, status=status)


@require_POST
@hr_only
def export(request: Request) -> HttpResponse:
    """Give the names as a workbook; who, why and how many goes into the trail first."""
    from lms.learning.reminders.workbook import not_done_workbook

    purpose = PurposeForm(request.POST)
    if not purpose.is_valid():
        return _names_page(request, purpose, status=422)
    asked = Asked(request)
    lines = listing.lines(asked.rows(), asked.tree, asked.on)
    why = purpose.cleaned_data["purpose"]
    details = {"purpose": why, "rows": len(lines), "filter": selection_in_words(asked.words())}
    name = f"not-done-{asked.on:%Y%m%d}.xlsx"
    audit.record("not_done.exported", actor=request.user, at=clock.now(), target=name, details=details)
    body = not_done_workbook(lines, taken=_taken(request, why))
    return HttpResponse(body, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _taken(request: Request, purpose: str) -> str:
    return _("Taken out by %(name)s at %(at)s; purpose: %(purpose)s") % {
        "name": request.user,
        "at": timezone.localtime(clock.now()).isoformat(timespec="minutes"),
        "purpose": purpose,
    }


@require_safe
@hr_only
def slips(request: Request) -> HttpResponse:
    """Give printed slips for the people of the selection who have no mailbox."""
    from lms.learning.reminders.slips import slips_of, slips_pdf

    asked = Asked(request)
    rows = listing.ordered(listing.unfinished(asked.selection).filter(learner__email=""))
    found = slips_of(listing.lines(listing.with_names(rows)[:MOST_ROWS], asked.tree, asked.on), asked.tree)
    if not found:
        messages.info(request, _("Everybody in this selection has a mailbox, so there is no slip to print."))
        return redirect(f"{reverse('learning:not-done-names')}?{asked.query.urlencode()}")
    name = f"slips-{asked.on:%Y%m%d}.pdf"
    details = {"rows": len(found), "filter": selection_in_words(asked.words())}
    audit.record("not_done.printed", actor=request.user, at=clock.now(), target=name, details=details)
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(slips_pdf(found, on=asked.on), content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@hr_only
def remind(request: Request) -> HttpResponse:
    """Show who would be reminded and who is left out and why; posting sends it."""
    asked = Asked(request)
    form = SendForm(request.POST if request.method == "POST" else None)
    rows = listing.unfinished(replace(asked.selection, has_away=True))
    if form.is_valid():
        return _sent(request, asked, form)
    policy = ReminderPolicy.current()
    decided = queries.decisions(rows, asked.on, policy.schedule, by_hand=True)
    preview = queries.preview(decided, names=NAMED_PER_REASON)
    done = sum((tally.done for tally in listing.tallies(asked.selection).values()), 0)
    left_out = preview.left_out | ({"completed": done} if done else {})
    context = {
        "form": form,
        "preview": preview,
        "told": preview.told[:TOLD_SHOWN],
        "more": max(len(preview.told) - TOLD_SHOWN, 0),
        "left_out": reasons_in_words(left_out),
        "named": [
            (str(REASONS[key]), people, preview.left_out[key] > len(people)) for key, people in preview.names.items()
        ],
        "selection": selection_in_words(asked.words()),
        "query": asked.query.urlencode(),
        "goes_at": next_sending(timezone.localtime(clock.now()), days=working_days(), hours=policy.hours),
        "is_on": policy.is_on,
    }
    return render(request, "learning/reminders/remind.html", context)


def _sent(request: Request, asked: Asked, form: SendForm) -> HttpResponse:
    run = services.remind_by_hand(
        listing.unfinished(replace(asked.selection, has_away=True)),
        selection=asked.words(),
        request_key=form.cleaned_data["request_key"],
        by=request.user,
        at=clock.now(),
    )
    words = ngettext(
        "%(count)d reminder is on its way. Mails go out in office hours on open days.",
        "%(count)d reminders are on their way. Mails go out in office hours on open days.",
        run.told,
    )
    messages.success(request, words % {"count": run.told})
    return redirect("learning:reminders")


@require_safe
@hr_only
def reminders(request: Request) -> HttpResponse:
    """Show what ran, what came of it, and when the next run is."""
    now, policy, days = timezone.localtime(clock.now()), ReminderPolicy.current(), working_days()
    today, daily = now.date(), queries.last_run(ReminderRun.Kind.DAILY)
    after_last = _tomorrow(now) if daily and daily.on == today else now
    digest = queries.last_run(ReminderRun.Kind.DIGEST)
    mails = queries.mails_on(today)
    unsettled = queries.mails_unsettled()
    context = {
        "policy": policy,
        "may_change": reaches_city(request.user, Role.HR, on=today),
        "daily": daily,
        "digest": digest,
        "assignments": AssignmentRun.objects.order_by("-started_at").first(),
        "next_at": next_sending(after_last, days=days, hours=policy.hours) if policy.is_on else None,
        "digest_next_at": _next_digest(now, policy, days, digest),
        "sent_today": mails.get(Notice.Mail.SENT, 0),
        "by_notice": mails.get(Notice.Mail.NONE, 0),
        "waiting": unsettled.get(Notice.Mail.QUEUED, 0) + unsettled.get(Notice.Mail.SENDING, 0),
        "failed": unsettled.get(Notice.Mail.FAILED, 0) + unsettled.get(Notice.Mail.UNSURE, 0),
        "is_closed_today": not days.is_open(today),
        "rows": [
            (run, selection_in_words(run.selection) if run.kind == "hand" else "", reasons_in_words(run.counts))
            for run in queries.runs(RUNS_SHOWN)
        ],
    }
    return render(request, "learning/reminders/reminders.html", context)


def _next_digest(now: datetime, policy: ReminderPolicy, days: WorkingDays, last: ReminderRun | None) -> datetime | None:
    """Return when supervisors hear next; None while nothing is sent."""
    if not policy.is_on or not policy.has_digest:
        return None
    is_over = (last is not None and last.on == now.date()) or now.time() >= policy.closes
    on = services.next_digest_day(now.date() + timedelta(days=int(is_over)), days)
    # A digest that is late goes out as soon as somebody is there to send it.
    return max(now, datetime.combine(on, policy.opens, tzinfo=now.tzinfo))


def _tomorrow(now: datetime) -> datetime:
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


@require_http_methods(["GET", "HEAD", "POST"])
@city_hr
def policy(request: Request) -> HttpResponse:
    """Show and change the city's reminder settings."""
    current = ReminderPolicy.current()
    form = PolicyForm(request.POST if request.method == "POST" else None, instance=current)
    if form.is_valid():
        form.save()
        details = {name: str(form.cleaned_data[name]) for name in form.changed_data}
        audit.record("reminder.settings_changed", actor=request.user, at=clock.now(), details=details)
        messages.success(request, _("The settings hold from the next round on."))
        return redirect("learning:reminders")
    return render(request, "learning/reminders/policy.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@city_hr
def closed_days(request: Request) -> HttpResponse:
    """Show the city's own calendar beside the law's, and add to it."""
    form = ClosedDayForm(request.POST if request.method == "POST" else None, instance=ClosedDay(set_by=request.user))
    if form.is_valid():
        day = form.save()
        details = {"on": day.on.isoformat(), "is_open": day.is_open}
        audit.record("closed_day.set", actor=request.user, at=clock.now(), target=day.name, details=details)
        messages.success(request, _("The day is in the calendar. Reminders and new due dates keep to it."))
        return redirect("learning:closed-days")
    today = clock.today()
    context = {
        "form": form,
        "days": ClosedDay.objects.filter(on__gte=today - timedelta(days=366)).order_by("on"),
        "holidays": named_holidays(today, today + timedelta(days=365)),
    }
    return render(request, "learning/reminders/closed_days.html", context, status=422 if form.is_bound else 200)


@require_POST
@city_hr
def remove_closed_day(request: Request, year: int, month: int, day: int) -> HttpResponse:
    try:
        on = date(year, month, day)
    except ValueError as error:
        raise Http404 from error
    found = get_object_or_404(ClosedDay, on=on)
    audit.record("closed_day.removed", actor=request.user, at=clock.now(), target=found.name, details={"on": str(on)})
    found.delete()
    messages.info(request, _("The day is out of the calendar."))
    return redirect("learning:closed-days")


@require_GET
def team(request: Request) -> HttpResponse:
    """Show a supervisor who is late, who asks for more time, and act in place."""
    today = clock.today()
    if not is_supervisor(request.user, today):
        raise PermissionDenied
    return render(request, "learning/reminders/team.html", {"team": team_page(request.user, today), "today": today})
