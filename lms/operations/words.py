"""Background jobs in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

JOBS: Mapping[str, str | Promise] = {
    "assessments.tasks.open_cycle": _("Open an assessment cycle"),
    "assessments.tasks.resume_openings": _("Take up interrupted openings of cycles"),
    "assessments.tasks.send_reminders": _("Remind the late of their assessments"),
    "curriculum.packages.tasks.import_upload": _("Import an uploaded package"),
    "curriculum.packages.tasks.sweep_packages": _("Take up interrupted package imports"),
    "curriculum.tasks.publish_scheduled": _("Publish and retire at the set time"),
    "lms.learning.classes.tasks.tell_news": _("Tell people news of their classes"),
    "lms.learning.quizzes.tasks.close_overdue": _("Hand in quizzes whose time is up"),
    "lms.learning.assignments.tasks.compute_daily": _("Apply the assignment rules"),
    "lms.learning.assignments.tasks.compute_now": _("Apply changed assignment rules"),
    "lms.learning.assignments.tasks.follow_roster": _("Apply the assignment rules after a roster"),
    "lms.learning.reminders.tasks.remind": _("Send reminders of courses"),
    "lms.operations.tasks.back_up": _("Back up and restore on trial"),
    "lms.operations.tasks.try_backup": _("Restore a backup on trial"),
    "lms.operations.retention.tasks.perform_deletion": _("Carry out an approved deletion"),
    "lms.operations.retention.tasks.resume_deletions": _("Take up interrupted deletions"),
    "lms.people.roster.tasks.apply_roster_load": _("Apply a roster"),
    "lms.people.roster.tasks.check_roster_load": _("Check a roster"),
    "lms.people.roster.tasks.resume_roster_loads": _("Take up interrupted roster loads"),
    "lms.people.tasks.check_audit_chain": _("Check the audit trail"),
    "reports.files.tasks.build_report_file": _("Build a list as a file"),
    "reports.files.tasks.sweep_report_files": _("Take up interrupted files, delete expired ones"),
    "reports.tasks.freeze_tables": _("Freeze the tables by department"),
    "reports.tasks.freeze_what_is_due": _("Freeze and send the reports that are due"),
}

# How a job's last run went, by the key of its badge.
RUN_WORDS: Mapping[str, str | Promise] = {
    "not_started": _("not run yet"),
    "in_progress": _("running"),
    "completed": _("went well"),
    "failed": _("went wrong"),
}


def job_words(name: str) -> str:
    """Return what a job does; one without words shows its name."""
    return str(JOBS.get(name, name))
