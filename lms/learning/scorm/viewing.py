"""A package shown without a learner playing it: as somebody left it, or new to look around in.

Nothing that the package says is sent or kept anywhere.
"""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.templatetags.static import static

from curriculum.models import Module, PackageItem
from lms.learning.record.models import Enrolment
from lms.learning.scorm import cmi, queries, tokens
from lms.learning.scorm.histories import ItemHistory, attempts_at
from lms.learning.scorm.models import Attempt, ScormSession
from lms.learning.scorm.states import Mode
from lms.people.models import User


def viewing_state(token: str, *, at: datetime) -> dict[str, Any]:
    """Return what the shell needs to show an item with a learner's data; raise tokens.Refused without the right."""
    right = tokens.read_viewing_token(token)
    enrolment = Enrolment.objects.select_related("learner").get(pk=right.enrolment)
    history = _history(enrolment, Module.objects.get(pk=right.module), right.item)
    session = ScormSession(
        learner=enrolment.learner,
        standard=history.standard,
        requirements=history.rules.as_json(),
        data=cmi.dumps(history.values),
        mode=Mode.REVIEW,
        entry="resume" if cmi.has_progress(history.values) else "ab-initio",
        total_time=history.total_time,
    )
    return _state(session, history.item, history.state.attempt if history.state else None, at=at)


def browsing_state(token: str, *, at: datetime) -> dict[str, Any]:
    """Return what the shell needs to let somebody look around in an item, which begins with nothing (RTE 4.2.12)."""
    right = tokens.read_browsing_token(token)
    person = User.objects.filter(pk=right.person, is_active=True).first()
    item = _item(right.item)
    if person is None or item is None:
        raise tokens.Refused
    new = ItemHistory(item=item)
    session = ScormSession(
        learner=person,
        standard=new.standard,
        requirements=new.rules.as_json(),
        mode=Mode.BROWSE,
        entry="ab-initio",
    )
    return _state(session, item, None, at=at)


def _state(session: ScormSession, item: PackageItem, attempt: Attempt | None, *, at: datetime) -> dict[str, Any]:
    standard = cmi.Standard(session.standard)
    return {
        "isViewing": True,
        "session": session.uuid.hex,
        "place": f"view.{item.pk}",
        "state": "open",
        "sequence": 0,
        "standard": standard,
        "library": static(queries.LIBRARIES[standard]),
        "preload": queries.preload(session, item),
        "stores": queries.stores(session, attempt),
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
    found = _item(item)
    if found is None:
        raise tokens.Refused
    return ItemHistory(item=found)


def _item(pk: int) -> PackageItem | None:
    return PackageItem.objects.select_related("version").defer("version__report").filter(pk=pk).first()
