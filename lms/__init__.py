"""The product shell; importing it makes the Celery application known, so that tasks find their broker."""

from lms.celery import app as celery_app

__all__ = ["celery_app"]
