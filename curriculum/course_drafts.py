"""Changing a course's draft from outside the editor."""

from uuid import uuid4

from django.db import transaction

from curriculum.kinds import ModuleKind
from curriculum.models import Course, PackageVersion
from curriculum.outline import Scorm, read_modules
from lms.people.models import User

DEFAULT_MINUTES = 15


@transaction.atomic
def add_package(course: Course, version: PackageVersion, *, by: User | None) -> bool:
    """Let a course's draft play a package version, and tell whether that changed it.

    A module of the draft that plays another version of the same package takes this one; otherwise a module is added
    at the end. Learners meet it when the course is published.
    """
    draft: Course = course.get_latest_revision_as_object()
    stream = [dict(block) for block in draft.modules.get_prep_value()]
    played = {
        module.key: module.content.package for module in read_modules(stream) if isinstance(module.content, Scorm)
    }
    if version.pk in played.values():
        return False
    siblings = set(version.package.versions.values_list("pk", flat=True))
    older = {str(key) for key, package in played.items() if package in siblings}
    for block in stream:
        if block["id"] in older:
            block["value"] = {**block["value"], "package": version.pk}
    if not older:
        stream.append(_block(version))
    draft.modules = draft.modules.stream_block.to_python(stream)
    draft.save_revision(user=by)
    return True


def _block(version: PackageVersion) -> dict[str, object]:
    value = {"title": version.title[:200], "minutes": DEFAULT_MINUTES, "is_required": True, "package": version.pk}
    return {"type": ModuleKind.SCORM.value, "id": str(uuid4()), "value": value}
