"""Why an item of a package is or is not complete: the rule that decided, as a sentence. Pure rules.

The rules themselves are in `scorm.status`; this names the one that applied, with the figures it applied to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from lms.learning.record.outcomes import Settled
from lms.learning.record.states import Completion, ProgressState, Success
from lms.learning.scorm.cmi import EXIT, STATUS, Standard
from lms.learning.scorm.requirements import Requirements
from lms.learning.scorm.status import SILENT, number, score_2004

type Values = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one item in one attempt; completion and success are its best so far."""

    standard: Standard
    values: Values
    rules: Requirements
    completion: Completion = Completion.NOT_ATTEMPTED
    success: Success = Success.UNKNOWN
    is_sco: bool = True
    launches: int = 0
    commits: int = 0
    has_finished: bool = False
    is_open: bool = False

    @property
    def state(self) -> ProgressState:
        return Settled(completion=self.completion, success=self.success).state


def why(facts: Facts) -> list[str]:
    """Return the sentences that explain an item's state, the deciding rule first."""
    if not facts.launches:
        return [_("It has never been opened.")]
    if not facts.is_sco:
        return [_("It is a page that reports nothing; opening it completes it.")]
    if not facts.commits:
        return [
            _(
                "It was opened, but nothing was ever received from it: it may not have started in the learner's "
                "browser, or the window was closed at once. Try it yourself with “View as the learner”."
            )
        ]
    sentences = [*_why_done(facts)] if facts.state is ProgressState.COMPLETED else []
    latest = _why_12(facts) if facts.standard is Standard.SCORM12 else _why_2004(facts)
    return [*sentences, *latest]


def _why_done(facts: Facts) -> list[str]:
    if facts.success is Success.PASSED:
        return [_("It counts as completed: a passed result was received, and what was once earned is kept.")]
    return [_("It counts as completed: a completed status was received, and what was once earned is kept.")]


def _why_12(facts: Facts) -> list[str]:
    status = facts.values.get(STATUS[Standard.SCORM12], "")
    raw = number(facts.values.get("cmi.core.score.raw", ""))
    mastery = facts.rules.mastery_score
    if mastery is not None and raw is not None and status in {"passed", "failed"}:
        words = _("The package's last score is %(score)s; its manifest asks for %(mastery)s: %(status)s.")
        return [words % {"score": _plain(raw), "mastery": _plain(mastery), "status": status}]
    if status in SILENT:
        return [
            _(
                "The package has not reported a status (cmi.core.lesson_status), and it has not ended: LMSFinish never "
                "arrived. Once it ends without a status, it counts as completed (SCORM 1.2)."
            )
        ]
    sentences = [_status_12(status)]
    if mastery is not None and raw is None:
        sentences.append(
            _("Its manifest asks for a score of %(mastery)s; no score was sent.") % {"mastery": _plain(mastery)}
        )
    if not facts.has_finished:
        sentences.append(_unfinished(facts))
    return sentences


def _status_12(status: str) -> str:
    if status == "incomplete":
        return _("The package last reported “incomplete”: it has not shown all that it wants to show.")
    if status == "browsed":
        return _("The package reported “browsed”: looking around does not count as learning.")
    if status == "failed":
        return _("The package itself reported “failed”.")
    return _("The package last reported “%(status)s”.") % {"status": status}


def _unfinished(facts: Facts) -> str:
    call = "LMSFinish" if facts.standard is Standard.SCORM12 else "Terminate"
    if facts.is_open:
        return _("The package has not ended yet (no %(call)s): its window may still be open.") % {"call": call}
    return _("The package never ended by itself (no %(call)s): the window was closed before that.") % {"call": call}


def _why_2004(facts: Facts) -> list[str]:
    sentences = [_completion_2004(facts), *_success_2004(facts)]
    if facts.values.get(EXIT[Standard.SCORM2004]) == "suspend":
        sentences.append(_("The package left with cmi.exit “suspend”: it wants to be gone on with."))
    elif not facts.has_finished:
        sentences.append(_unfinished(facts))
    return sentences


def _completion_2004(facts: Facts) -> str:
    threshold = facts.rules.completion_threshold
    measure = number(facts.values.get("cmi.progress_measure", ""))
    if threshold is not None and measure is None:
        words = _(
            "The manifest completes it at a progress of %(threshold)s, and the package has sent no "
            "cmi.progress_measure; what it says about completion itself does not count then."
        )
        return words % {"threshold": _plain(threshold)}
    if threshold is not None and measure is not None:
        words = _("Its progress is %(measure)s; the manifest completes it at %(threshold)s.")
        return words % {"measure": _plain(measure), "threshold": _plain(threshold)}
    stated = facts.values.get("cmi.completion_status", "")
    if stated:
        return _("The package last reported cmi.completion_status “%(status)s”.") % {"status": stated}
    if facts.rules.is_completion_set_by_content:
        return _("The package has not said whether it is completed, and its manifest leaves that to the package.")
    return _(
        "The package has not said whether it is completed. It counts as completed once it ends with Terminate without "
        "suspending."
    )


def _success_2004(facts: Facts) -> list[str]:
    needed = facts.rules.scaled_passing_score
    score = score_2004(facts.values)
    if needed is not None and score is None:
        return [
            _("It is passed at a scaled score of %(needed)s; no score was sent.") % {"needed": _plain(needed)},
        ]
    if needed is not None and score is not None:
        return [
            _("Its scaled score is %(score)s; it is passed at %(needed)s.")
            % {"score": _plain(score), "needed": _plain(needed)}
        ]
    stated = facts.values.get("cmi.success_status", "")
    if stated in {"passed", "failed"}:
        return [_("The package itself reported cmi.success_status “%(status)s”.") % {"status": stated}]
    return []


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
