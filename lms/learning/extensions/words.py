"""The extension rules' answers in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.learning.extensions.rules import Problem

PROBLEMS: dict[Problem, str | Promise] = {
    Problem.NOT_OPEN: _("This course is already finished or no longer assigned, so its due date stays as it is."),
    Problem.NO_DUE_DATE: _("This course has no due date. Take it when it suits you."),
    Problem.WAITING: _("An earlier request still waits for an answer. Take it back first to ask for another day."),
    Problem.NOT_LATER: _("This day is not later than the due date. Choose a later one."),
    Problem.PAST: _("This day has passed. Choose a day from today on."),
    Problem.TOO_LONG: _(
        "This day is more than half a year away. Choose an earlier one, or speak to HR about an exemption."
    ),
    Problem.ANSWERED: _("This request has been answered already. Load the page again to see the answer."),
}


def sentence(problem: Problem) -> str:
    return str(PROBLEMS[problem])
