"""What every installation shares."""

from pathlib import Path

from celery.schedules import crontab
from django.utils.csp import CSP

from lms.settings import env

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.text("DX_VAR", str(BASE_DIR / "var")))
PACKAGES = ("lms", "curriculum", "assessments", "cms", "reports")
NODE_MODULES = Path(env.text("DX_NODE_MODULES", str(BASE_DIR / "node_modules")))

DEBUG = False
DEMO = False

INSTALLED_APPS = [
    "lms.people",
    "lms.operations",
    "curriculum",
    "lms.learning",
    "assessments",
    "cms",
    "reports",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "lms.content_origin.ContentOriginMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "lms.admin_csp.AdminContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lms.people.language.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "lms.people.idle.IdleMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lms.people.accounts.passwords.TemporaryPasswordMiddleware",
    "lms.people.second_factor.SecondFactorMiddleware",
    "cms.admin_door.AdminDoorMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "lms/templates", *sorted(BASE_DIR.glob("lms/learning/*/templates"))],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.navigation.navigation",
            ],
            "libraries": {"ui": "lms.templatetags.ui"},
            "builtins": ["lms.templatetags.ui", "django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

# People and sign-on

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "lms.people.sign_on.StaffBackend",
    "curriculum.permissions.PolicyBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# How long a password on a slip is good for its first sign-in.
TEMPORARY_PASSWORD_DAYS = 14
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "lms.people.sign_on.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "staff_no"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PRESERVE_USERNAME_CASING = True
# Everyone signs in on the deadline afternoon, many from one address; guessing at one account is what must be slow.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "120/m/ip,5/300s/key"}
MFA_ADAPTER = "lms.people.second_factor.SecondFactorAdapter"
MFA_TOTP_ISSUER = "DX人材育成"
# Addresses come from the roster, not from their owners, so there is nothing to verify.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Phones' clocks may be half a minute off.
MFA_TOTP_TOLERANCE = 1
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", default=False)
SESSION_COOKIE_AGE = 60 * 60 * 10
# After so long without a sign of life a session ends (R14); 0 lets it last as long as its cookie.
SESSION_IDLE_MINUTES = env.number("SESSION_IDLE_MINUTES", 30)

# Single sign-on (R12): the city's identity provider, such as Entra ID or AD FS. Empty: staff number and password alone.

OIDC_ISSUER = env.text("OIDC_ISSUER", "")
OIDC_NAME = env.text("OIDC_NAME", "庁内アカウント")
# The claim that holds the staff number; never an address, which changes and may be shared.
OIDC_STAFF_NO_CLAIM = env.text("OIDC_STAFF_NO_CLAIM", "employeeid")
SOCIALACCOUNT_ADAPTER = "lms.people.single_sign_on.CitySignOnAdapter"
# A link, not a form: the content security policy lets forms lead nowhere else. OAuth's `state` guards the way back.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "city",
            "name": OIDC_NAME,
            "client_id": env.text("OIDC_CLIENT_ID"),
            "secret": env.text("OIDC_CLIENT_SECRET"),
            "settings": {"server_url": OIDC_ISSUER},
        }
    ]

# Backups: every night one, restored on trial (docs/deployment.md)

BACKUP_DIR = Path(env.text("DX_BACKUPS", str(VAR_DIR / "backups")))
BACKUPS_KEPT = env.number("DX_BACKUPS_KEPT", 14)

# Roster loads

ROSTER_UNDO_DAYS = 7
ROSTER_MAX_BYTES = 20 * 1024 * 1024

# Language and time

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [folder for package in PACKAGES for folder in sorted((BASE_DIR / package).glob("**/locale"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PACKAGES_ROOT = VAR_DIR / "packages"
FONTS_ROOT = NODE_MODULES / "@expo-google-fonts"  # TrueType files for PDFs
NPM_STATIC = [
    ("vendor/scorm-again", NODE_MODULES / "scorm-again/dist/esm"),
    ("vendor/htmx", NODE_MODULES / "htmx.org/dist"),
    ("vendor/design-tokens", NODE_MODULES / "@digital-go-jp/design-tokens/dist"),
    ("vendor/biz-udpgothic", NODE_MODULES / "@fontsource/biz-udpgothic"),
    ("vendor/noto-sans-jp", NODE_MODULES / "@fontsource-variable/noto-sans-jp/files"),
]
STATICFILES_DIRS = [
    BASE_DIR / "lms/static",
    *sorted(BASE_DIR.glob("lms/learning/*/static")),
    *[(prefix, folder) for prefix, folder in NPM_STATIC if folder.is_dir()],
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_TEMP_DIR = None
# A function of the city's own that looks into handed-in files for viruses, as "module.function".
UPLOAD_SCANNER = env.text("UPLOAD_SCANNER", "")

# Who signs certificates (修了証), as printed.
CERTIFICATE_ISSUER = env.text("CERTIFICATE_ISSUER", "DX推進委員会")
# What signs open badges: a key in PEM form, or the file it is kept in, made at the first start.
BADGE_KEY = env.text("BADGE_KEY", "")
BADGE_KEY_FILE = env.text("BADGE_KEY_FILE", str(VAR_DIR / "badge_key.pem"))

# Content origin (SCORM.md 1.6): uploaded packages play on a host of their own, without LMS cookies.

CONTENT_HOST = env.text("CONTENT_HOST", "127.0.0.1:8000")
CONTENT_SCHEME = env.text("CONTENT_SCHEME", "http")
LMS_ORIGIN = env.text("LMS_ORIGIN", "http://localhost:8000")
# The original files of all packages together, in MB.
PACKAGES_QUOTA = env.number("PACKAGES_QUOTA_MB", 100 * 1024) * 1024 * 1024
# Behind nginx: an `internal` location whose files are PACKAGES_ROOT, so that the web server sends the bytes.
PACKAGES_ACCEL = env.text("PACKAGES_ACCEL", "")

# Security

SECRET_KEY_FILE = VAR_DIR / "secret_key"
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "media-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.SELF, f"{CONTENT_SCHEME}://{CONTENT_HOST}"],
    "frame-ancestors": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}
# Wagtail's admin still carries inline scripts; its pages alone allow them.
ADMIN_CSP: dict[str, list[str]] = SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Mail

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(VAR_DIR / "mail")},
    }
}
# The right-hand side of our mails' Message-IDs.
MAIL_ID_DOMAIN = env.text("MAIL_ID_DOMAIN", "dx-talent.localhost")
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "dx-talent@localhost")

# Wagtail

WAGTAIL_SITE_NAME = "DX人材育成"
WAGTAILADMIN_BASE_URL = LMS_ORIGIN
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "curriculum.workflow.publish_approved"
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "pdf",
    "pptx",
    "txt",
    "vtt",
    "xlsx",
    "zip",
    "mp4",
    "webm",
    "m4a",
    "mp3",
]
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
TAGGIT_CASE_INSENSITIVE = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}

# Celery

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "roster-resume": {"task": "lms.people.roster.tasks.resume_roster_loads", "schedule": 300},
    "assessments-resume-openings": {"task": "assessments.tasks.resume_openings", "schedule": 120},
    "assessments-send-reminders": {"task": "assessments.tasks.send_reminders", "schedule": 900},
    "quizzes-close-overdue": {"task": "lms.learning.quizzes.tasks.close_overdue", "schedule": 60 * 5},
    "publish-scheduled": {"task": "curriculum.tasks.publish_scheduled", "schedule": 60},
    "packages-sweep": {"task": "curriculum.packages.tasks.sweep_packages", "schedule": 60 * 60},
    "back-up": {"task": "lms.operations.tasks.back_up", "schedule": crontab(hour=2, minute=30)},
    # Rules are computed before the day begins, and within a minute of a roster load.
    "assignments-daily": {
        "task": "lms.learning.assignments.tasks.compute_daily",
        "schedule": crontab(hour=5, minute=10),
    },
    "assignments-roster": {"task": "lms.learning.assignments.tasks.follow_roster", "schedule": 60},
    # Reminders mind office hours and working days themselves.
    "reminders": {"task": "lms.learning.reminders.tasks.remind", "schedule": 5 * 60},
    "classes-tell": {"task": "lms.learning.classes.tasks.tell_news", "schedule": 60},
    "deletions-resume": {"task": "lms.operations.retention.tasks.resume_deletions", "schedule": 60 * 5},
    "audit-check": {"task": "lms.people.tasks.check_audit_chain", "schedule": 60 * 60 * 24},
    "reports-files": {"task": "reports.files.tasks.sweep_report_files", "schedule": 60 * 5},
    "reports-tables": {"task": "reports.tasks.freeze_tables", "schedule": crontab(hour=4, minute=20)},
    "reports-freeze": {"task": "reports.tasks.freeze_what_is_due", "schedule": 60 * 10},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Their lines say what the audit trail and Wagtail's own history already hold.
    "loggers": {
        name: {"level": "WARNING"} for name in ("django.tasks", "wagtail", "xhtml2pdf", "matplotlib", "fontTools")
    },
}
