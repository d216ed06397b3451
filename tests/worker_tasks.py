"""Tasks for tests of the worker itself."""

from pathlib import Path

from celery import shared_task
from django.contrib.auth import get_user_model


@shared_task
def write_note(path: str, text: str) -> None:
    Path(path).write_text(text, encoding="utf-8")


@shared_task
def count_people(path: str) -> None:
    Path(path).write_text(str(get_user_model().objects.count()), encoding="utf-8")
