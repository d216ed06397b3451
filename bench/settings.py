"""The embedded settings on a database of the bench's own, with an empty page to compare with and counted queries."""

from lms.settings import databases, env
from lms.settings.embedded import *  # noqa: F403
from lms.settings.embedded import BASE_DIR, DATABASES, MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "bench.urls"
MIDDLEWARE = ["bench.counting.CountQueriesMiddleware", *MIDDLEWARE]
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench/templates"]
# Collected once for all runs: packing it takes longer than measuring.
STATIC_ROOT = BASE_DIR / "var/bench/static"

if url := env.text("DATABASE_URL", ""):
    DATABASES = {"default": databases.from_url(url, conn_max_age=600, conn_health_checks=True)}
