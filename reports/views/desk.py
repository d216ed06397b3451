"""HR's first page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.lib import clock
from lms.people.requests import Request
from reports.access import may_work_in_hr
from reports.desk import waiting_for
from reports.places import areas_for


@require_safe
@may_work_in_hr
def desk(request: Request) -> HttpResponse:
    """Show what waits for HR, and HR's places of work."""
    today = clock.today()
    context = {"waiting": waiting_for(request.user, today), "areas": areas_for(request.user, today)}
    return render(request, "reports/hr.html", context)
