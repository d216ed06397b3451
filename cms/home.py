"""The first page: what needs this person, in order."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cms.audience import ReaderOn
from cms.queries import NEWS_URL, class_work, newest_news, rating_work, review_work, standing
from lms.learning.record.queries import home_items
from lms.lib import clock
from lms.people.requests import Request

FURTHER_ITEMS = 5
SUGGESTIONS = 2
NEWS_SHOWN = 3


@require_GET
def home(request: Request) -> HttpResponse:
    person, today = request.user, clock.today()
    # One more than is shown, to know whether there are more.
    items = home_items(person, limit=1 + FURTHER_ITEMS + 1)
    reader = ReaderOn(person=person, on=today)
    where = standing(reader)
    context = {
        "first": items[0] if items else None,
        "further": items[1 : 1 + FURTHER_ITEMS],
        "has_more": len(items) > 1 + FURTHER_ITEMS,
        "ladder": where.ladder,
        "suggestions": where.ladder.courses[:SUGGESTIONS] if where.ladder else [],
        "open_assessment": where.open_assessment,
        "rating": rating_work(person),
        "reviews": review_work(person, today),
        "classes": class_work(person, items, clock.now()),
        "news": newest_news(reader, limit=NEWS_SHOWN),
        "news_url": NEWS_URL,
    }
    return render(request, "cms/home.html", context)
