"""My record: levels, completions, certificates, learning time, and who saw my assessment."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.queries import my_levels
from cms.queries import sightings
from lms.learning.record.queries import completed_items, learning_seconds
from lms.learning.transcript.queries import outside_trainings
from lms.people.requests import Request

SIGHTINGS_SHOWN = 20


@require_GET
def me(request: Request) -> HttpResponse:
    person = request.user
    levels = my_levels(person)
    context = {
        "levels": levels,
        # One point is no history.
        "levels_drawn": sum(level.is_confirmed and level.level is not None for level in levels) > 1,
        "completed": completed_items(person),
        "outside": outside_trainings(person),
        "minutes_learned": learning_seconds(person) // 60,
        "sightings": sightings(person, limit=SIGHTINGS_SHOWN),
    }
    return render(request, "cms/me.html", context)
