"""お知らせ: the page for everybody, and above all for people without a mailbox."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lms.learning.notices import queries, services
from lms.learning.notices.words import headline
from lms.lib import clock
from lms.people.requests import Request

NOTICES_PER_PAGE = 20


@require_safe
def notices(request: Request) -> HttpResponse:
    page = Paginator(queries.notices_of(request.user), NOTICES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(notice, headline(notice)) for notice in page],
        "unread": queries.unread_count(request.user),
        "has_mailbox": bool(request.user.email),
    }
    return render(request, "learning/notices/notices.html", context)


@require_POST
def read(request: Request) -> HttpResponse:
    """Mark everything as read."""
    services.mark_read(request.user, at=clock.now())
    return redirect("learning:notices")
