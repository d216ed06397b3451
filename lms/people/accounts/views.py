"""Roles, for administrators; temporary passwords, for HR of the whole city and administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lms.lib import clock
from lms.people.access import city_role_required, has_role, role_required
from lms.people.accounts import passwords
from lms.people.accounts import roles as deeds
from lms.people.accounts.forms import MOST, GrantForm, PasswordsForm
from lms.people.accounts.slips import slips_pdf
from lms.people.models import Role
from lms.people.queries import department_tree
from lms.people.requests import Request

administers = role_required(Role.ADMINISTRATOR)


# Roles


@require_http_methods(["GET", "HEAD", "POST"])
@administers
def roles(request: Request) -> HttpResponse:
    """Show who holds which role over what; grant one more."""
    today = clock.today()
    form = GrantForm(today, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _grant(request, form):
        return redirect("people:roles")
    tree = department_tree(today)
    rows = [(made, tree.path(made.department_id) if made.department_id else "") for made in deeds.grants_now(today)]
    context = {"form": form, "rows": rows, "today": today}
    return render(request, "people/accounts/roles.html", context, status=422 if form.errors else 200)


def _grant(request: Request, form: GrantForm) -> bool:
    data = form.cleaned_data
    try:
        deeds.grant(
            data["staff_no"],
            Role(data["role"]),
            department=form.over,
            since=data["since"],
            by=request.user,
            at=clock.now(),
        )
    except deeds.AlreadyGrantedError:
        form.add_error("role", _("This person holds this role over this department already."))
        return False
    messages.success(
        request, _("%(name)s has the role from %(day)s.") % {"name": data["staff_no"].name, "day": data["since"]}
    )
    return True


@require_POST
@administers
def end_role(request: Request, pk: int) -> HttpResponse:
    made = get_object_or_404(deeds.grants_now(clock.today()), pk=pk)
    try:
        deeds.end(made, on=clock.today(), by=request.user, at=clock.now())
    except deeds.LastAdministratorError:
        messages.error(request, _("This is the last administrator. Grant the role to somebody else first."))
    else:
        messages.success(request, _("The role of %(name)s has ended.") % {"name": made.person.name})
    return redirect("people:roles")


# Passwords


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@city_role_required(Role.HR, Role.ADMINISTRATOR)
def hand_out_passwords(request: Request) -> HttpResponse:
    """Make temporary passwords for staff numbers, and return the slips; they are shown nowhere else."""
    today = clock.today()
    is_administrator = has_role(request.user, Role.ADMINISTRATOR, on=today)
    joiners = passwords.never_signed_in()
    given = request.POST if request.method == "POST" else None
    start = (
        {"numbers": "\n".join(joiners.values_list("staff_no", flat=True)[:MOST])} if "joiners" in request.GET else {}
    )
    form = PasswordsForm(today, given, initial=start, can_reset_powerful=is_administrator)
    if form.is_bound and form.is_valid():
        issued = passwords.issue(form.people, by=request.user, at=clock.now())
        name = content_disposition_header(True, f"password-slips-{today:%Y%m%d}.pdf")
        body = slips_pdf(issued, on=today)
        return HttpResponse(body, content_type="application/pdf", headers={"Content-Disposition": name})
    context = {"form": form, "joiners": joiners.count(), "most": MOST}
    return render(request, "people/accounts/passwords.html", context, status=422 if form.errors else 200)
