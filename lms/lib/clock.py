"""The one place that asks what time it is; edges call it and pass the answer on."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return the present moment, aware."""
    return timezone.now()


def today() -> date:
    """Return today's date in the city."""
    return timezone.localdate()
