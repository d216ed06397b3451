"""評価期間の進行: the people of a cycle and what HR does for them, within the departments of the grant."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import access, cycles, governing, reminding, staffing, tasks
from assessments.errors import Refused
from assessments.forms import posted
from assessments.governing import Attention, Chosen, Late
from assessments.hr_forms import (
    BOTH_CHAIRS,
    AddPersonForm,
    DeputyForm,
    ExtendForm,
    PeopleFilter,
    ReassignForm,
    RemindForm,
)
from assessments.models import Assessment, Chair, Cycle, Deputy
from assessments.states import CycleState
from lms.lib import clock
from lms.people.access import city_hr, role_required
from lms.people.models import DepartmentPeriod, Role, User
from lms.people.reach import below, reach_of
from lms.people.requests import Request

PEOPLE_A_PAGE = 50
NAMES_A_LINE = 10


def chosen_from(form: PeopleFilter, cycle: Cycle) -> Chosen:
    """Return the filter as far as it makes sense."""
    form.is_valid()
    data = form.cleaned_data
    department = data.get("department")
    return Chosen(
        words=data.get("q", ""),
        departments=frozenset({int(department)} | below({int(department)}, cycle.reference_on)) if department else None,
        late=Late(data["late"]) if data.get("late") else None,
        attention=Attention(data["attention"]) if data.get("attention") else None,
        rater=data.get("rater", ""),
    )


def filter_for(request: Request, cycle: Cycle, given: QueryDict) -> PeopleFilter:
    places = DepartmentPeriod.objects.on(cycle.reference_on).exclude(kind=DepartmentPeriod.Kind.SECTION)
    reach = reach_of(request.user, Role.HR, clock.today())
    within = places.filter(reach.condition("department"))
    return PeopleFilter(given, departments=within.order_by("order", "department__code"))


def matching(request: Request, cycle: Cycle, given: QueryDict) -> QuerySet[Assessment]:
    """Return the people an address asks for, within the officer's reach."""
    chosen = chosen_from(filter_for(request, cycle, given), cycle)
    mine = access.governed(request.user, cycle, on=clock.today())
    return governing.people(mine, chosen, on=clock.today())


@role_required(Role.HR)
@require_GET
def people(request: Request, code: str) -> HttpResponse:
    """Show the people of a cycle with how far each is, to tick and act on."""
    cycle = get_object_or_404(Cycle, code=code)
    return show_people(request, cycle, {})


def show_people(request: Request, cycle: Cycle, bound: dict[str, forms.Form]) -> HttpResponse:
    rows = matching(request, cycle, request.GET)
    page = Paginator(rows, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    today = clock.today()
    context = {
        "cycle": cycle,
        "filter": filter_for(request, cycle, request.GET),
        "page": page,
        "rows": shown,
        "names_today": governing.names_today(shown),
        "departments": governing.department_names(cycle.reference_on),
        "is_open": cycle.state == CycleState.OPEN,
        "reassign": bound.get("reassign") or ReassignForm(prefix="reassign"),
        "extend": bound.get("extend") or ExtendForm(today=today, prefix="extend"),
        "problem": next(iter(bound.values()), None),
        "ticked": set(request.POST.getlist("person")),
        "add_form": bound.get("add") or AddPersonForm(prefix="add"),
    }
    return render(request, "assessments/hr/people.html", context, status=422 if bound else 200)


@role_required(Role.HR)
@require_POST
def act(request: Request, code: str) -> HttpResponse:
    """Give the people ticked (or all that match) to another rater, or give them longer."""
    cycle = get_object_or_404(Cycle, code=code)
    chosen = ticked(request, cycle)
    if not chosen:
        messages.warning(request, _("Tick the people first."))
        return back(request, cycle)
    action = request.POST.get("action")
    form = action_form(request, action)
    if not form.is_valid():
        return show_people(request, cycle, {"extend" if action == "extend" else "reassign": form})
    try:
        done = extended(request, chosen, form) if action == "extend" else reassigned(request, chosen, form)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        say(request, done)
    return back(request, cycle)


def action_form(request: Request, action: str | None) -> forms.Form:
    if action == "extend":
        return ExtendForm(request.POST, today=clock.today(), prefix="extend")
    return ReassignForm(request.POST, prefix="reassign")


def ticked(request: Request, cycle: Cycle) -> list[Assessment]:
    rows = matching(request, cycle, request.GET)
    if request.POST.get("everyone"):
        return list(rows)
    keys = []
    for value in request.POST.getlist("person"):
        try:
            keys.append(UUID(value))
        except ValueError:
            continue
    return list(rows.filter(uuid__in=keys))


def extended(request: Request, rows: list[Assessment], form: forms.Form) -> staffing.Done:
    data = form.cleaned_data
    return staffing.extend(rows, data["until"], reason=data["reason"], by=request.user, at=clock.now())


def reassigned(request: Request, rows: list[Assessment], form: forms.Form) -> staffing.Done:
    """Give everyone one rater, or each those whom the organisation names today."""
    data = form.cleaned_data
    chairs = list(Chair) if data["chair"] == BOTH_CHAIRS else [Chair(data["chair"])]
    words = {"reason": data["reason"], "by": request.user, "at": clock.now()}
    if data["rater"]:
        return staffing.reassign(rows, {chairs[0]: data["rater"]}, **words)
    named: dict[tuple[UUID | None, ...], list[Assessment]] = {}
    for row in rows:
        named.setdefault(tuple(today_in(row, chair) for chair in chairs), []).append(row)
    people = User.objects.in_bulk([key for keys in named for key in keys if key])
    changed: list[Assessment] = []
    left: list[tuple[Assessment, str]] = []
    for keys, several in named.items():
        raters = {chair: people[key] for chair, key in zip(chairs, keys, strict=True) if key}
        done = staffing.reassign(several, raters, **words)
        changed += done.changed
        left += [*done.left, *((row, _("the organisation names nobody today")) for row in several if None in keys)]
    return staffing.Done(changed=tuple(changed), left=tuple(left))


def today_in(row: Assessment, chair: Chair) -> UUID | None:
    """Return whom the organisation names today for a chair of one of the matching rows."""
    named: UUID | None = row.first_today if chair is Chair.FIRST else row.second_today  # type: ignore[attr-defined] # annotated
    return named


def say(request: Request, done: staffing.Done) -> None:
    if done.changed:
        count = len(done.changed)
        words = ngettext("Done for %(count)d person.", "Done for %(count)d people.", count)
        messages.success(request, words % {"count": count})
    if done.left:
        why: dict[str, list[str]] = {}
        for row, reason in done.left:
            why.setdefault(reason, []).append(row.person.name)
        for reason, names in why.items():
            listed = pgettext("list", ", ").join(names[:NAMES_A_LINE])
            messages.warning(
                request,
                _("Left as it was (%(reason)s): %(names)s%(more)s")
                % {"reason": reason, "names": listed, "more": "…" if len(names) > NAMES_A_LINE else ""},
            )
    if not done.changed and not done.left:
        messages.info(request, _("Nothing had to be changed."))


def back(request: Request, cycle: Cycle) -> HttpResponse:
    response = redirect("assessments:people", cycle.code)
    if request.GET:
        response["Location"] += f"?{request.GET.urlencode()}"
    return response


@role_required(Role.HR)
@require_http_methods(["GET", "POST"])
def remind(request: Request, code: str) -> HttpResponse:
    """Show whom a reminder would reach and who gets none, and why; a POST sends it."""
    cycle = get_object_or_404(Cycle, code=code)
    form = RemindForm(request.POST or request.GET or None)
    steps = form.chosen if form.is_bound and form.is_valid() else list(reminding.STEPS)
    if not form.is_bound:
        form = RemindForm(initial={"steps": [step.value for step in steps]})
    mine = access.governed(request.user, cycle, on=clock.today())
    plan = reminding.plan(mine, cycle, steps, on=clock.today())
    now = clock.now()
    if request.method == "POST" and cycle.state == CycleState.OPEN:
        reminding.request_reminders(cycle, plan.people, by=request.user, at=clock.now())
        tasks.send_reminders.delay_on_commit()
        count = len(plan.people)
        words = ngettext("%(count)s person is being reminded.", "%(count)s people are being reminded.", count)
        messages.success(request, words % {"count": f"{count:,}"})
        return redirect("assessments:cycle", code)
    context = {
        "cycle": cycle,
        "form": form,
        "plan": plan,
        "steps": steps,
        "is_open": cycle.state == CycleState.OPEN,
        "goes_out_at": None if reminding.may_mail(now) else reminding.goes_out_at(now),
        "history": governing.reminder_days(cycle),
    }
    return render(request, "assessments/hr/remind.html", context)


@role_required(Role.HR)
@require_POST
def add_person(request: Request, code: str) -> HttpResponse:
    """Take somebody in who joined or came back after the reference date."""
    cycle = get_object_or_404(Cycle.objects.select_related("framework"), code=code)
    form = AddPersonForm(request.POST, prefix="add")
    if not form.is_valid():
        return show_people(request, cycle, {"add": form})
    data = form.cleaned_data
    try:
        if not access.reaches(request.user, data["person"], on=clock.today()):
            raise Refused(_("This person is outside the departments you look after."))
        row = cycles.take_in_late(
            cycle, data["person"], on=clock.today(), reason=data["reason"], by=request.user, at=clock.now()
        )
    except Refused as refusal:
        form.add_error("person", str(refusal))
        return show_people(request, cycle, {"add": form})
    messages.success(request, _("%(name)s takes part in this cycle.") % {"name": row.person.name})
    return redirect("assessments:people", code)


@city_hr
@require_http_methods(["GET", "POST"])
def deputies(request: Request, code: str) -> HttpResponse:
    """Show who stands in for whom; a POST appoints a deputy."""
    cycle = get_object_or_404(Cycle, code=code)
    form = DeputyForm(posted(request), initial={"since": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            staffing.appoint_deputy(
                cycle,
                data["rater"],
                data["deputy"],
                [Chair(value) for value in data["chairs"]],
                since=data["since"],
                until=data["until"],
                reason=data["reason"],
                by=request.user,
                at=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The deputy can rate from the first day on."))
            return redirect("assessments:deputies", code)
    rows = Deputy.objects.filter(cycle=cycle).select_related("rater", "deputy", "by").order_by("-valid_from", "-pk")
    context = {
        "cycle": cycle,
        "form": form,
        "rows": rows,
        "today": clock.today(),
        "is_open": cycle.state != CycleState.CLOSED,
    }
    return render(request, "assessments/hr/deputies.html", context, status=422 if form.is_bound else 200)


@city_hr
@require_POST
def end_deputy(request: Request, code: str, uuid: UUID) -> HttpResponse:
    """End a deputy's time as of today."""
    row = get_object_or_404(Deputy.objects.select_related("cycle", "rater"), cycle__code=code, uuid=uuid)
    staffing.end_deputy(row, on=clock.today(), by=request.user, at=clock.now())
    messages.success(request, _("The deputy’s time has ended."))
    return redirect("assessments:deputies", code)
