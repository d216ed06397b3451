"""pytest: SQLite in memory unless DATABASE_URL names a server; tasks run at once unless CELERY_BROKER_URL does."""

import tempfile
from pathlib import Path

from lms.settings import databases, env
from lms.settings.base import *  # noqa: F403
from lms.settings.base import INSTALLED_APPS, SECURE_CSP, STORAGES

VAR_DIR = Path(tempfile.mkdtemp(prefix="dx-talent-test-"))
INSTALLED_APPS = [*INSTALLED_APPS, "lms.demo"]
MEDIA_ROOT = VAR_DIR / "media"
BADGE_KEY_FILE = str(VAR_DIR / "badge_key.pem")
PACKAGES_ROOT = VAR_DIR / "packages"
SECRET_KEY = "test-only-key-that-protects-nothing-and-is-long-enough-for-the-check"  # noqa: S105 - a test key
ALLOWED_HOSTS = ["testserver", "content.testserver", "localhost", "127.0.0.1"]
CONTENT_HOST = "content.testserver"
LMS_ORIGIN = "http://testserver"
WAGTAILADMIN_BASE_URL = LMS_ORIGIN
SECURE_CSP = SECURE_CSP | {"frame-src": ["'self'", f"http://{CONTENT_HOST}"]}
DATABASES = {"default": databases.from_url(env.text("DATABASE_URL", "sqlite://:memory:"))}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if redis_url := env.text("REDIS_URL", ""):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": redis_url,
            "KEY_PREFIX": env.text("PYTEST_XDIST_WORKER", ""),
        }
    }
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", "memory://")
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
WHITENOISE_AUTOREFRESH = True

# Tests move the clock by days; those of idle sessions set this for themselves.
SESSION_IDLE_MINUTES = 0
