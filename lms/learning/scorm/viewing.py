"""A package shown to somebody else as its learner left it: nothing that it says is sent or kept anywhere."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.templatetags.static import static

from curriculum.models import Module, PackageItem
from lms.learning.record.models import Enrolment
from lms.learning.scorm import cmi, queries, tokens
from lms.learning.scorm.histories import ItemHistory, attempts_at
from lms.learning.scorm.models import ScormSession
from lms.learning.scorm.states import Mode


def viewing_state(token: str, *, at: datetime) -> dict[str, Any]:
    """Return what the shell needs to show an item with a learner's data; raise tokens.Refused without the right."""
    right = tokens.read_viewing_token(token)
    enrolment = Enrolment.objects.select_related("learner").get(pk=right.enrolment)
    history = _history(enrolment, Module.objects.get(pk=right.module), right.item)
    item = history.item
    session = ScormSession(
        learner=enrolment.learner,
        standard=history.standard,
        requirements=history.rules.as_json(),
        data=cmi.dumps(history.values),
        mode=Mode.REVIEW,
        entry="resume" if cmi.has_progress(history.values) else "ab-initio",
        total_time=history.total_time,
    )
    return {
        "isViewing": True,
        "session": session.uuid.hex,
        "place": f"view.{item.pk}",
        "state": "open",
        "sequence": 0,
        "standard": history.standard,
        "library": static(queries.LIBRARIES[history.standard]),
        "preload": queries.preload(session, item),
        "isSco": item.is_sco,
        "title": item.title,
        # A prefix of its own: the package's own store under the learner's address is not touched.
        "launch": queries.launch_url(tokens.files_prefix(item.version.sha256, uuid4(), at=at), item.launch),
        "base": "",
        "lms": settings.LMS_ORIGIN,
        "pingSeconds": 3600,
    }


def _history(enrolment: Enrolment, module: Module, item: int) -> ItemHistory:
    """Return the item as its newest attempt has it; one never opened is shown empty."""
    for attempt in attempts_at(enrolment, module):
        for history in attempt.items:
            if history.item.pk == item:
                return history
    return ItemHistory(item=PackageItem.objects.select_related("version").get(pk=item))
