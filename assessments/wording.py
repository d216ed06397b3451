"""Levels and reasons in words: レベル3(知識), never a bare number."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.comments import CommentReason
from assessments.evidence import EvidenceNeed, need_at
from assessments.levels import LEVELS, Judgement, LevelRule
from assessments.models import Cycle
from assessments.scope import Exclude, TakesIn
from assessments.states import BELOW_LEVEL_1, AnswerScale, Choice
from assessments.terms import CommentReaders, Setting
from lms.templatetags.ui import day, level_name


def level_label(level: int | None) -> str:
    """Return レベル3(知識), レベル1未到達, or 判断材料なし for an assessment that came to no level."""
    if level is None:
        return pgettext("level", "No grounds to judge")
    if level == BELOW_LEVEL_1:
        return pgettext("level", "Not yet at level 1")
    return pgettext("level", "Level %(number)d (%(name)s)") % {"number": level, "name": level_name(level)}


def verdict(judgement: Judgement) -> str:
    """Return the sentence that says what the answers amount to."""
    if judgement.level is None and not judgement.is_complete:
        return _("Answer the sentences and your level appears here.")
    if judgement.level is None:
        return _("These answers make no level.")
    return _("These answers make %(level)s.") % {"level": level_label(judgement.level)}


def reason(judgement: Judgement) -> str:
    """Return why the level ends where it does: the sentence that stops it, and how it was answered."""
    if judgement.stumble is None:
        return _("All five sentences are answered “can do”.")
    if judgement.level is not None and judgement.level > judgement.stumble:
        return _("The highest sentence answered “can do” counts.")
    stop = {"number": judgement.stumble, "name": level_name(judgement.stumble)}
    if judgement.because is None:
        return _("Sentence %(number)d (%(name)s) is not answered yet.") % stop
    words = {
        Choice.PARTLY: _("Sentence %(number)d (%(name)s) is answered “partly”."),
        Choice.NOT_YET: _("Sentence %(number)d (%(name)s) is answered “not yet”."),
        Choice.UNKNOWN: _("There are no grounds to judge sentence %(number)d (%(name)s)."),
    }
    return words[judgement.because] % stop


def skip_note(judgement: Judgement) -> str:
    """Return what is said about sentences met above the gap; nothing when there are none."""
    if not judgement.skipped or not judgement.is_complete:
        return ""
    names = pgettext("list", ", ").join(_name_of(level) for level in judgement.skipped)
    return _("You can already do %(sentences)s. It is kept as a note for the interview.") % {"sentences": names}


def _name_of(level: int) -> str:
    return pgettext("sentence", "%(number)d (%(name)s)") % {"number": level, "name": level_name(level)}


def gap(supervisor_level: int | None, self_level: int | None) -> str:
    """Return how the self-assessment lies to the supervisor's, in words without blame."""
    if supervisor_level is None or self_level is None:
        return ""
    steps = self_level - supervisor_level
    if steps == 0:
        return _("Same as your rating")
    words = {"steps": abs(steps)}
    if steps > 0:
        return _("%(steps)d above your rating") % words
    return _("%(steps)d below your rating") % words


def gap_for_subject(supervisor_level: int | None, self_level: int | None) -> str:
    """Return how a person's own view lies to the confirmed level; both views are normal."""
    if supervisor_level is None or self_level is None:
        return ""
    steps = self_level - supervisor_level
    if steps == 0:
        return _("Your own view and your rater's are the same.")
    words = {"steps": abs(steps)}
    if steps > 0:
        return _("Your own view is %(steps)d above your rater's. Talk about what each of you saw.") % words
    return _("Your own view is %(steps)d below your rater's. Talk about what each of you saw.") % words


def comment_needed(reasons: Iterable[CommentReason]) -> str:
    """Return what the supervisor is asked to explain, for the first reason that applies."""
    words = {
        CommentReason.HIGH_LEVEL: _("Level 4 and above needs a comment: which fact shows it?"),
        CommentReason.BIG_CHANGE: _("Two or more levels away from last time: say in a comment what changed."),
        CommentReason.BIG_GAP: _("Two or more levels away from the self-assessment: say in a comment why."),
    }
    found = set(reasons)
    return next((sentence for reason, sentence in words.items() if reason in found), "")


def setting_words(setting: Setting, cycle: Cycle) -> list[str]:
    """Return what a setting of a cycle says now, a sentence or value a line."""
    return SETTING_WORDS[setting](cycle)


def _window(cycle: Cycle) -> list[str]:
    window = f"{day(cycle.opens_on)}–{day(cycle.closes_on)}"
    return [window, _("Reference date: %(day)s") % {"day": day(cycle.reference_on)}]


def _scope(cycle: Cycle) -> list[str]:
    left_out = [Exclude(key).label for key in (*cycle.excluded_kinds, *cycle.excluded_employments)]
    lines = [str(TakesIn(cycle.takes_in).label)]
    if cycle.movers_since and cycle.takes_in == TakesIn.MOVERS:
        lines.append(_("Joined or moved since %(day)s") % {"day": day(cycle.movers_since)})
    lines.append(_("Left out: %(reasons)s") % {"reasons": pgettext("list", ", ").join(map(str, left_out)) or "－"})
    return lines


def _evidence(cycle: Cycle) -> list[str]:
    needs = [(level, need_at(cycle.evidence_needs, level)) for level in LEVELS]
    wanted = [f"{level_label(level)}: {need.label}" for level, need in needs if need is not EvidenceNeed.NONE]
    return wanted or [str(EvidenceNeed.NONE.label)]


def _comments(cycle: Cycle) -> list[str]:
    limits = cycle.comment_limits
    lines = []
    if limits.high_level is not None:
        lines.append(_("%(level)s and above") % {"level": level_label(limits.high_level)})
    if limits.big_change is not None:
        lines.append(_("%(steps)d or more levels from last time") % {"steps": limits.big_change})
    if limits.big_gap is not None:
        lines.append(_("%(steps)d or more levels from the self-assessment") % {"steps": limits.big_gap})
    return lines or [_("Never required")]


def _second(cycle: Cycle) -> list[str]:
    return [_("A second rater confirms") if cycle.has_second_rater else _("The first rater confirms")]


def _objection(cycle: Cycle) -> list[str]:
    return [_("Within %(days)d days of confirmation") % {"days": cycle.objection_days}]


def _calibration(cycle: Cycle) -> list[str]:
    if cycle.calibration_opens_on is None:
        return [_("None planned")]
    return [f"{day(cycle.calibration_opens_on)}–{day(cycle.calibration_closes_on)}"]


SETTING_WORDS: Mapping[Setting, Callable[[Cycle], list[str]]] = {
    Setting.WINDOW: _window,
    Setting.SCOPE: _scope,
    Setting.PURPOSE: lambda cycle: [cycle.purpose],
    Setting.SCALE: lambda cycle: [str(AnswerScale(cycle.answer_scale).label)],
    Setting.LEVEL_RULE: lambda cycle: [str(LevelRule(cycle.level_rule).label)],
    Setting.EVIDENCE: _evidence,
    Setting.SECOND_RATER: _second,
    Setting.COMMENTS: _comments,
    Setting.COMMENT_READERS: lambda cycle: [str(CommentReaders(cycle.comment_readers).label)],
    Setting.OBJECTION: _objection,
    Setting.CALIBRATION: _calibration,
}
