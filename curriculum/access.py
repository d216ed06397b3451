"""Who may draft, approve and publish courses, upload packages, and keep the talent framework.

The sets of roles are what Wagtail's permission policies are made of (`curriculum/permissions.py`).
"""

from datetime import date
from uuid import UUID

from lms.people.access import has_role
from lms.people.models import Role, User

# Authors and administrators draft courses, upload packages and preview.
COURSE_EDITORS = frozenset({Role.AUTHOR, Role.ADMINISTRATOR})
# HR looks at what it assigns, but does not write it.
COURSE_READERS = COURSE_EDITORS | {Role.HR}
# Publish without the workflow; an author goes through it.
COURSE_PUBLISHERS = frozenset({Role.ADMINISTRATOR})
# Keep groups, sentences, programmes and the table of titles and ranks.
FRAMEWORK_KEEPERS = frozenset({Role.HR, Role.ADMINISTRATOR})
FRAMEWORK_READERS = FRAMEWORK_KEEPERS | {Role.AUTHOR}
# Come into the admin at all, and write news and help with their pictures and files.
EDITORS = frozenset({Role.AUTHOR, Role.HR, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


def can_edit_courses(user: User, *, on: date) -> bool:
    return has_role(user, *COURSE_EDITORS, on=on)


def can_publish_courses(user: User, *, on: date) -> bool:
    return has_role(user, *COURSE_PUBLISHERS, on=on)


def can_approve_course(user: User, *, submitted_by: UUID | None, on: date) -> bool:
    """Approve what somebody else submitted; an administrator may approve anything, so that a lone author gets on."""
    if can_publish_courses(user, on=on):
        return True
    return can_edit_courses(user, on=on) and user.pk != submitted_by
