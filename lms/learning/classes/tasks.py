"""Background work on classes: news passed on every minute, safe to run twice."""

from celery import shared_task

from lms.learning.classes import telling
from lms.lib import clock


@shared_task
def tell_news() -> None:
    telling.pass_on(at=clock.now())
