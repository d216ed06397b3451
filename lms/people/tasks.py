"""Background work on people and the audit trail."""

from celery import shared_task

from lms.lib import clock
from lms.people import audit


@shared_task
def check_audit_chain() -> None:
    audit.check_chain(at=clock.now())
