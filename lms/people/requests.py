"""Requests as views behind the sign-in meet them."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from lms.people.models import User


class Request(HttpRequest):
    """A request of a signed-in staff member, with htmx details."""

    user: User
    htmx: HtmxDetails
