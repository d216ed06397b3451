"""How learning figures are said, and the columns of their files."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.learning.quizzes.statistics import Verdict
from lms.people.models import Posting
from reports.learning.figures import DEFINITION, AuditState, Learned
from reports.learning.lists import Listing, columns_of, day_words
from reports.learning.queries import Audit, Completion, Line
from reports.words import percent_words

AUDIT_WORDS = {
    AuditState.COMPLETED: gettext_lazy("Completed"),
    AuditState.OVERDUE: gettext_lazy("Overdue"),
    AuditState.OPEN: gettext_lazy("Not completed, not due yet"),
    AuditState.NOT_ENROLLED: gettext_lazy("Not enrolled"),
    AuditState.AWAY: gettext_lazy("On leave or seconded"),
}
VERDICT_WORDS = {
    Verdict.FEW: gettext_lazy("Too few answers"),
    Verdict.GOOD: gettext_lazy("Good"),
    Verdict.EASY: gettext_lazy("Nearly everyone is right"),
    Verdict.HARD: gettext_lazy("Hard: is it taught?"),
    Verdict.WEAK: gettext_lazy("Tells little"),
    Verdict.REVERSED: gettext_lazy("Look at the key: those who know the rest are wrong here"),
}
LEARNED_WORDS = {
    Learned.LEADS_ON: gettext_lazy("A course that leads to a higher level"),
    Learned.OTHER: gettext_lazy("Other courses only"),
    Learned.NOTHING: gettext_lazy("No course completed"),
}


def finding(figures: Completion) -> str:
    """Return the headline of the learning page."""
    if not figures.total.enrolled:
        return _("Nobody is enrolled in anything on this day")
    return _("%(rate)s of enrolments are completed, %(overdue)s are overdue") % {
        "rate": percent_words(figures.total.rate),
        "overdue": f"{figures.total.overdue:,}",
    }


def audit_listing(audit: Audit, taken: str) -> Listing:
    """Return the audit list as a file's content."""
    total = audit.total
    employments = {str(key): str(label) for key, label in Posting.Employment.choices}
    widths = (
        (_("Staff number"), 0.08),
        (_("Name"), 0.15),
        (_("Kana"), 0.15),
        (_("Department"), 0.24),
        (_("Job title"), 0.09),
        (_("Employment"), 0.13),
        (_("Due"), 0.08),
        (_("Completed on"), 0.08),
        (_("State"), 0.12),
    )
    return Listing(
        title=_("%(course)s: who had completed it") % {"course": audit.course.name},
        notes=[
            _("As of %(on)s; completions since %(since)s; definition %(definition)s")
            % {"on": day_words(audit.on), "since": day_words(audit.since), "definition": DEFINITION},
            _("%(completed)s of %(required)s completed (%(rate)s); %(away)s on leave or seconded, not counted")
            % {
                "completed": f"{total.completed:,}",
                "required": f"{total.required:,}",
                "rate": percent_words(total.rate),
                "away": f"{total.away:,}",
            },
            taken,
        ],
        columns=columns_of(widths),
        rows=[
            (
                line.staff_no,
                line.name,
                line.kana,
                line.department,
                line.title,
                employments.get(line.employment, line.employment),
                line.due_on,
                line.completed_on,
                str(AUDIT_WORDS[line.state]),
            )
            for line in audit.lines
        ],
    )


def completion_listing(figures: Completion, lines: Sequence[Line], heading: str) -> Listing:
    """Return one table of the learning page as a file's content; it names nobody."""
    widths = (
        (heading, 0.4),
        (_("Enrolled"), 0.1),
        (_("Completed"), 0.1),
        (_("Completion rate"), 0.1),
        (_("Overdue"), 0.1),
        (_("In progress"), 0.1),
        (_("Not started"), 0.1),
    )
    return Listing(
        title=_("Completion rate"),
        notes=[
            _("As of %(on)s; enrolments, not people; definition %(definition)s")
            % {"on": day_words(figures.on), "definition": DEFINITION}
        ],
        columns=columns_of(widths),
        rows=[
            (
                "  " * line.depth + (line.label or _("No programme")),
                line.progress.enrolled,
                line.progress.completed,
                line.progress.rate,
                line.progress.overdue,
                line.progress.in_progress,
                line.progress.not_started,
            )
            for line in lines
        ],
    )
