"""One machine, no other server: SQLite, a folder broker, local files, demo data."""

import secrets

from lms.settings import env
from lms.settings.base import *  # noqa: F403
from lms.settings.base import INSTALLED_APPS, SECRET_KEY_FILE, SECURE_CSP, VAR_DIR

DEMO = env.flag("DX_DEMO", default=True)
if DEMO:
    INSTALLED_APPS = [*INSTALLED_APPS, "lms.demo"]
PORT = env.number("PORT", 8000)
BACKUPS_KEPT = 3
CONTENT_HOST = env.text("CONTENT_HOST", f"127.0.0.1:{PORT}")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", CONTENT_HOST.partition(":")[0].removeprefix("*")]
LMS_ORIGIN = f"http://localhost:{PORT}"
WAGTAILADMIN_BASE_URL = LMS_ORIGIN


def secret_key() -> str:
    """Return this installation's key, made at first start and kept in the var folder."""
    if not SECRET_KEY_FILE.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        SECRET_KEY_FILE.write_text(secrets.token_urlsafe(64))
        SECRET_KEY_FILE.chmod(0o600)
    return SECRET_KEY_FILE.read_text()


SECRET_KEY = secret_key()
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "db.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
            ),
        },
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "lms.people.sessions"

BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_URL = "filesystem://localhost"
CELERY_BROKER_TRANSPORT = "lms.folder_broker:Transport"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(BROKER_DIR / "messages"),
    "data_folder_out": str(BROKER_DIR / "messages"),
    "control_folder": str(BROKER_DIR / "control"),
    "store_processed": False,
    "polling_interval": 0.2,
}
CELERY_BEAT_SCHEDULE_FILENAME = str(BROKER_DIR / "beat-schedule")
# Nobody steers the one worker from afar; its control queue would only leave files behind.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False

SECURE_CSP = SECURE_CSP | {"frame-src": ["'self'", f"http://{CONTENT_HOST}"]}
