"""How figures are said: levels are always named, never a bare number (DOMAIN.md 4.1)."""

from datetime import date
from fractions import Fraction

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from assessments.states import BELOW_LEVEL_1
from lms.lib.calendar import wareki
from reports.cube import NOT_ASSESSED, NOT_OBSERVABLE
from reports.figures import GroupFigures, Label, Share, percent
from reports.projection import Reach, Why
from reports.release import TOTAL, Release
from reports.suppression import MARK, SMALLEST
from reports.targets import MILESTONES, Verdict, months_left

UNKNOWN = "–"


def level_name(level: int) -> str:
    """Return レベル3(知識), or レベル1未到達 for people assessed below level 1."""
    if level == BELOW_LEVEL_1:
        return _("Below level 1")
    names = {
        1: _("Level 1 (Awareness)"),
        2: _("Level 2 (Desire)"),
        3: _("Level 3 (Knowledge)"),
        4: _("Level 4 (Ability)"),
        5: _("Level 5 (Reinforcement)"),
    }
    return names[level]


def status_words(status: int | None) -> str:
    """Return the level of one person in a cycle, or why there is none."""
    match status:
        case None:
            return _("Out of scope")
        case _ if status == NOT_ASSESSED:
            return _("Not assessed")
        case _ if status == NOT_OBSERVABLE:
            return _("Could not be observed")
        case _:
            return level_name(status)


def group_name(group: GroupFigures | Label) -> str:
    """Return the group's name in the reader's language."""
    return group.name_en if get_language() == "en" and group.name_en else group.name_ja


def percent_words(share: Fraction | None) -> str:
    """Return 35.2%, or a dash without a denominator."""
    value = percent(share)
    return UNKNOWN if value is None else f"{value:.1f}%"


def bounds_words(share: Share) -> str:
    """Return the share's bounds: 26.1–39.1%."""
    if share.lowest is None or share.highest is None:
        return UNKNOWN
    return f"{percent(share.lowest):.1f}–{percent(share.highest):.1f}%"


def verdict_words(verdict: Verdict) -> str:
    """Return 達成 only where an approved share is met by confirmed levels alone."""
    words = {
        Verdict.ACHIEVED: _("Achieved"),
        Verdict.OPEN: _("Open: depends on people not assessed"),
        Verdict.BELOW: _("Not yet"),
    }
    return words[verdict]


def finding(release: Release) -> str:
    """Return the headline: what the figures say, group by group, without comparing groups."""
    parts = [
        _("%(group)s %(share)s") % {"group": group_name(group), "share": percent_words(group.at_least_3.of_assessed)}
        for group in release.figures.groups
        if group.assessed and release.shows(group.key, "ge3", "assessed")
    ]
    if not parts:
        return _("Nobody's level is confirmed yet, or too few to print")
    return _("At level 3 (Knowledge) or above, of those assessed: %(parts)s") % {"parts": _(", ").join(parts)}


def totals_words(release: Release) -> str:
    """Return the people in scope, assessed and not, over all groups."""
    figures = release.figures
    counts = {
        key: people_words(value) if release.shows(TOTAL, key) else MARK
        for key, value in (
            ("in_scope", figures.in_scope),
            ("assessed", figures.assessed),
            ("not_assessed", figures.not_assessed),
        )
    }
    return _("In scope %(in_scope)s, assessed %(assessed)s, not assessed %(not_assessed)s") % counts


def people_words(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": f"{count:,}"}


def notes(release: Release) -> list[str]:
    """Return what must be said beside the figures, in small type."""
    figures = release.figures
    lines = [
        _("A level is the supervisor's, confirmed by the second rater; it is never an average."),
        _("Shares are of people with a confirmed level. Bounds: if everyone not assessed were below, or above."),
        _("Levels follow each group's own sentences, so groups are not compared with one another."),
        _("%(mark)s: fewer than %(count)d people, or withheld so that no such number can be worked out.")
        % {"mark": MARK, "count": SMALLEST},
        target_words(release),
        milestone_words(figures.as_of),
        *projection_words(release),
        _("People on leave or seconded out and fiscal-year appointments are out of scope."),
    ]
    if figures.base_cycle:
        lines.insert(
            3, _("Without any true change people move both ways between two ratings; read moves up and down together.")
        )
    lines += [
        _("%(group)s: fewer than 70%% were assessed in the base cycle, so the base is not settled.")
        % {"group": group_name(group)}
        for group in figures.groups
        if group.base and not group.base.is_firm
    ]
    lines += [
        _("%(count)d members of working groups are counted under their rank's group (shown again, not added).")
        % {"count": group.shown_again}
        for group in figures.groups
        if group.shown_again and release.shows(group.key, "shown_again")
    ]
    if not figures.cycle_is_closed:
        lines.append(_("The cycle is still open; figures will change."))
    return lines


def target_words(release: Release) -> str:
    """Say which share was approved, by whom; or that none is and nothing may be called achieved."""
    if not release.source.targets:
        return _("No target share has been approved, so nothing here is called achieved.")
    parts = [
        _("%(level)s or above: %(percent)d%% (%(by)s, %(on)s %(document)s)")
        % {
            "level": level_name(target.level),
            "percent": target.percent,
            "by": target.decided_by,
            "on": wareki(target.decided_on, weekday=False),
            "document": target.document_no,
        }
        for target in release.source.targets
    ]
    return _("Approved target share of everyone in scope: %(parts)s") % {"parts": _(", ").join(parts)}


def milestone_words(on: date) -> str:
    first, second = (
        _("%(day)s (%(months)d months left)") % {"day": wareki(day, weekday=False), "months": months_left(on, day)}
        for day in MILESTONES
    )
    return _("Milestones: %(first)s, the plan's wording; %(second)s, the end of the plan.") % {
        "first": first,
        "second": second,
    }


def projection_words(release: Release) -> list[str]:
    """Say what would follow if the same change went on, or why nothing is projected."""
    lines: list[str] = []
    silent: dict[Why, list[str]] = {}
    for group in release.figures.groups:
        projection = group.projection
        if projection is None or not release.shows(group.key, "assessed"):
            continue
        if projection.why_not:
            silent.setdefault(projection.why_not, []).append(group_name(group))
        else:
            lines += [_reach_words(group, reach) for reach in projection.reaches]
    return lines + [
        _("No projection (not enough data): %(groups)s. %(why)s")
        % {"groups": _(", ").join(groups), "why": WHY_NOT[why]}
        for why, groups in silent.items()
    ]


def _reach_words(group: GroupFigures, reach: Reach) -> str:
    return _(
        "If the same change as until now goes on, %(group)s on %(day)s: level 3 or above %(low3).1f–%(high3).1f%%, "
        "level 4 or above %(low4).1f–%(high4).1f%% of those assessed (80%% of the draws)."
    ) % {
        "group": group_name(group),
        "day": wareki(reach.by, weekday=False),
        "low3": reach.level_3[0],
        "high3": reach.level_3[1],
        "low4": reach.level_4[0],
        "high4": reach.level_4[1],
    }


WHY_NOT = {
    Why.FEW_TRANSITIONS: gettext_lazy("It takes at least two changes from one closed cycle to the next."),
    Why.FEW_PEOPLE: gettext_lazy("It takes at least 30 people followed from each cycle to the next."),
    Why.PAST: gettext_lazy("Both milestones are past."),
}
