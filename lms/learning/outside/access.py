"""Outside training is HR's to load; everybody reads their own in their record."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from lms.learning.outside.models import OutsideLoad


def load_or_404(uuid: UUID) -> OutsideLoad:
    return get_object_or_404(OutsideLoad.objects.select_related("uploaded_by"), uuid=uuid)
