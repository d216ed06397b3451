"""The settings of a cycle that a city decides, each with the fields that hold it. Pure."""

from collections.abc import Mapping
from datetime import date

from django.db import models
from django.utils.translation import pgettext_lazy


class Setting(models.TextChoices):
    """One thing about a cycle that somebody approves (R-plan 1.5: who decided is not stated, so it is recorded)."""

    WINDOW = "window", pgettext_lazy("setting", "Window and reference date")
    SCOPE = "scope", pgettext_lazy("setting", "Who takes part")
    PURPOSE = "purpose", pgettext_lazy("setting", "Purpose notice")
    SCALE = "scale", pgettext_lazy("setting", "Answer scale")
    LEVEL_RULE = "level_rule", pgettext_lazy("setting", "Level rule")
    EVIDENCE = "evidence", pgettext_lazy("setting", "Evidence by level")
    SECOND_RATER = "second_rater", pgettext_lazy("setting", "Second rater")
    COMMENTS = "comments", pgettext_lazy("setting", "When a rating needs a comment")
    COMMENT_READERS = "comment_readers", pgettext_lazy("setting", "Who sees comments")
    OBJECTION = "objection", pgettext_lazy("setting", "Objections")
    CALIBRATION = "calibration", pgettext_lazy("setting", "Calibration period")


class CommentReaders(models.TextChoices):
    """Who reads the first rater's comment. Write every comment as if its subject read it (R20)."""

    SUBJECT = "subject", pgettext_lazy("comments", "the person after confirmation, both raters and HR")
    RATERS = "raters", pgettext_lazy("comments", "both raters and HR only")


FIELDS: Mapping[Setting, tuple[str, ...]] = {
    Setting.WINDOW: ("opens_on", "closes_on", "reference_on"),
    Setting.SCOPE: ("takes_in", "movers_since", "excluded_kinds", "excluded_employments"),
    Setting.PURPOSE: ("purpose_ja", "purpose_en"),
    Setting.SCALE: ("answer_scale",),
    Setting.LEVEL_RULE: ("level_rule",),
    Setting.EVIDENCE: ("evidence_needs",),
    Setting.SECOND_RATER: ("has_second_rater",),
    Setting.COMMENTS: ("comment_high_level", "comment_big_change", "comment_big_gap"),
    Setting.COMMENT_READERS: ("comment_readers",),
    Setting.OBJECTION: ("objection_days",),
    Setting.CALIBRATION: ("calibration_opens_on", "calibration_closes_on"),
}


def decided_value(setting: Setting, source: object) -> dict[str, object]:
    """Return what a setting holds now, as a decision keeps it: dates in ISO form, the rest as it is."""
    values = {name: getattr(source, name) for name in FIELDS[setting]}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
