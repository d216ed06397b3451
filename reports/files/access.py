"""Who may see a report file: whoever asked for it, while they still work in HR."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from lms.people.models import User
from reports.files.models import ReportFile


def file_or_404(user: User, uuid: UUID) -> ReportFile:
    return get_object_or_404(ReportFile.objects.of(user), uuid=uuid)
