"""Reads over assessments. Lists take the same number of queries for one person and for many.

What a viewer may not see yet is left out here, so that no template can show it (see `assessments.visibility`).
"""

from assessments.queries.answers import (
    Sentence,
    choices_of,
    handed_in,
    handed_in_choices,
    ladder,
    ladders,
    newest_answer,
    newest_answers,
)
from assessments.queries.confirming import ConfirmRow, RaterList, Share, confirm_lists
from assessments.queries.evidence import completed_learning, evidence_by_assessment, evidence_counts, evidence_of
from assessments.queries.own import MyLevel, can_answer_self, has_draft, my_assessment, my_levels, my_result
from assessments.queries.past import LastLevel, LastLevels, histories, history, last_confirmed, last_levels
from assessments.queries.progress import (
    DepartmentStages,
    Stages,
    Tree,
    Warnings,
    cycle_warnings,
    department_stages,
    stages_by_cycle,
)
from assessments.queries.rating import (
    Detail,
    RatingRow,
    SelfView,
    Tally,
    comment_of,
    detail,
    next_unfinished,
    rating_rows,
    rating_tally,
    stage_of,
)
from assessments.queries.trail import TrailLine, objection_list, trail_of, with_parties
from assessments.queries.work import RaterWork, is_live, newest_open_cycle, rater_work

__all__ = [
    "ConfirmRow",
    "DepartmentStages",
    "Detail",
    "LastLevel",
    "LastLevels",
    "MyLevel",
    "RaterList",
    "RaterWork",
    "RatingRow",
    "SelfView",
    "Sentence",
    "Share",
    "Stages",
    "Tally",
    "TrailLine",
    "Tree",
    "Warnings",
    "can_answer_self",
    "choices_of",
    "comment_of",
    "completed_learning",
    "confirm_lists",
    "cycle_warnings",
    "department_stages",
    "detail",
    "evidence_by_assessment",
    "evidence_counts",
    "evidence_of",
    "handed_in",
    "handed_in_choices",
    "has_draft",
    "histories",
    "history",
    "is_live",
    "ladder",
    "ladders",
    "last_confirmed",
    "last_levels",
    "my_assessment",
    "my_levels",
    "my_result",
    "newest_answer",
    "newest_answers",
    "newest_open_cycle",
    "next_unfinished",
    "objection_list",
    "rater_work",
    "rating_rows",
    "rating_tally",
    "stage_of",
    "stages_by_cycle",
    "trail_of",
    "with_parties",
]
