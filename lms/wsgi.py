"""WSGI entry point, served by Granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.embedded")

application = get_wsgi_application()
