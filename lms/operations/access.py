"""Who keeps the system running."""

from lms.people.access import role_required
from lms.people.models import Role

keeps_running = role_required(Role.ADMINISTRATOR)
