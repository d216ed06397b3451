"""The database that a URL names, with what every installation on PostgreSQL shares."""

from typing import Any

import dj_database_url

POSTGRES = "django.db.backends.postgresql"
# Statements a connection repeats are prepared, so that the server plans them once (docs/decisions).
PREPARED = {"server_side_binding": True, "prepare_threshold": 3}


def from_url(url: str, **options: Any) -> dict[str, Any]:
    """Return Django's settings for a database."""
    found: dict[str, Any] = {**dj_database_url.parse(url, **options)}
    if found["ENGINE"] == POSTGRES:
        found["OPTIONS"] = {**found.get("OPTIONS", {}), **PREPARED}
    return found
