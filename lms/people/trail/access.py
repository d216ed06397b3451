"""Who may read the audit trail."""

from lms.people.access import role_required
from lms.people.models import Role

TRAIL_ROLES = (Role.AUDITOR, Role.ADMINISTRATOR)
reads_trail = role_required(*TRAIL_ROLES)
