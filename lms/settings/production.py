"""Servers behind nginx: PostgreSQL, Redis (or RabbitMQ for tasks), a content host of its own."""

from lms.settings import databases, env
from lms.settings.base import *  # noqa: F403
from lms.settings.base import CONTENT_HOST

SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = [*env.words("ALLOWED_HOSTS"), CONTENT_HOST.partition(":")[0].removeprefix("*")]
DATABASES = {"default": databases.from_url(env.text("DATABASE_URL"), conn_max_age=600, conn_health_checks=True)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.text("REDIS_URL")}}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", env.text("REDIS_URL"))

SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", default=True)

# The sign-in limits count by client address, which nginx passes on.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 1)

SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": env.text("SMTP_HOST", "localhost"), "port": env.number("SMTP_PORT", 25)},
    }
}

# Wagtail shows previews in frames of its own site, so pages allow their own origin to frame them.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
