"""Sessions kept in the database, read with each request."""

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from lms.lib import clock
from lms.lib.prepared import prepared


class SessionStore(DatabaseStore):
    """Django's sessions, found by a query that is written once."""

    def _get_session_from_db(self) -> Session | None:
        session = _open_session.first(self.session_key, clock.now()) if self.session_key else None
        if session is None:
            self._session_key = None
        return session


@prepared
def _open_session(key: str, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=at)
