"""A notice's headline in the language in use; its text keeps the one it was written in."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.learning.notices.models import Notice

HEADLINES: dict[str, str | Promise] = {
    Notice.Kind.ASSIGNED: _("Courses are assigned to you"),
    Notice.Kind.REMINDER: _("A due date is near or has passed"),
    Notice.Kind.DIGEST: _("This week in your team"),
    Notice.Kind.EXTENSION: _("About a due date"),
    Notice.Kind.CLASS: _("About a class"),
    Notice.Kind.HANDIN: _("About what you handed in"),
}


def headline(notice: Notice) -> str:
    """Return what the notice is about, with the course where there is one."""
    words = str(HEADLINES[notice.kind])
    return f"{words}: {notice.enrolment.course_version.name}" if notice.enrolment else words
