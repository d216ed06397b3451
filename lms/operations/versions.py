"""What runs here, in which version."""

import platform
import tomllib
from functools import cache

import celery
import django
import wagtail
from django.conf import settings
from django.db import connection


@cache
def product_version() -> str:
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def database_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        return f"{connection.display_name} {cursor.fetchone()[0]}"


def versions() -> dict[str, str]:
    """Return each part's version by its name."""
    return {
        "DX": product_version(),
        "Python": platform.python_version(),
        "Django": django.get_version(),
        "Wagtail": str(wagtail.__version__),
        "Celery": str(celery.__version__),
        "database": database_version(),
    }
