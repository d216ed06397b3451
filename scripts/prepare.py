"""Brings the database and the static files up to date before a start; does nothing when they are."""

import hashlib
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]


def has_pending_migrations() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def static_fingerprint() -> str:
    """Return a digest that changes when a static file does."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".collected"
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    print("Collecting static files …", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    if has_pending_migrations():
        print("Preparing the database …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
    call_command("badge_key")
    collect_static()
    if settings.DEMO:
        call_command("demo_city", "--if-empty")
        call_command("demo_people")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.embedded")
    sys.path.insert(0, str(ROOT))
    main()
