"""Background work on report files: thin wrappers, given ids, safe to run twice."""

from datetime import timedelta

from celery import shared_task

from lms.lib import clock
from reports.files import services
from reports.files.models import ReportFile

# The longest list takes a few minutes; a file untouched for this long lost its worker.
LOST_AFTER = timedelta(minutes=15)


@shared_task
def build_report_file(file_id: int) -> None:
    file = ReportFile.objects.select_related("asked_by").get(pk=file_id)
    try:
        services.build_file(file, at=clock.now())
    except Exception:
        services.note_failure(file, ReportFile.Failure.BROKEN, at=clock.now())
        raise


@shared_task
def sweep_report_files() -> None:
    """Take up again what a worker left, and delete what has expired."""
    for pk in ReportFile.objects.left_since(clock.now() - LOST_AFTER).values_list("pk", flat=True):
        build_report_file.delay(pk)
    services.let_go(at=clock.now())
