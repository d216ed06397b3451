"""Who may see figures: HR and administrators all, the committee what was released to it, without names.

HR of some departments explores the people of those departments; what counts everybody is HR's of the whole city (R17).
"""

from lms.people.access import city_role_required, role_required
from lms.people.models import Role
from reports.models import Snapshot

FIGURES_ROLES = (Role.HR, Role.COMMITTEE, Role.ADMINISTRATOR)
HR_ROLES = (Role.HR, Role.ADMINISTRATOR)
READERS = {Snapshot.Kind.RELEASE.value: FIGURES_ROLES, Snapshot.Kind.MONTH.value: HR_ROLES}
"""Who may open a frozen page of a kind."""

may_see_figures = role_required(*FIGURES_ROLES)
may_work_in_hr = role_required(*HR_ROLES)
may_count_everybody = city_role_required(*HR_ROLES)
