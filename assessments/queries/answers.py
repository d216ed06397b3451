"""The answers of an assessment and the sentences they were given against."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Q

from assessments.models import Answer, AnswerLine, Assessment
from assessments.states import Choice, View
from curriculum.models import LevelDescriptor


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a group's ladder, as the reader's language has it."""

    level: int
    text: str


def ladder(group_id: int) -> list[Sentence]:
    rows = LevelDescriptor.objects.filter(group=group_id).order_by("level")
    return [Sentence(level=row.level, text=row.text) for row in rows]


def ladders(group_ids: Collection[int]) -> dict[int, list[Sentence]]:
    """Return the five sentences of several groups, in one query."""
    found: dict[int, list[Sentence]] = {group_id: [] for group_id in group_ids}
    for row in LevelDescriptor.objects.filter(group__in=group_ids).order_by("group_id", "level"):
        found[row.group_id].append(Sentence(level=row.level, text=row.text))
    return found


def choices_of(answer: Answer | None) -> dict[int, Choice]:
    """Return an answer's choices by level; empty without one."""
    if answer is None:
        return {}
    return {line.level: Choice(line.choice) for line in AnswerLine.objects.filter(answer=answer)}


def newest_answer(assessment: Assessment, view: View) -> Answer | None:
    """Return the answer of a view that counts: the last one appended, but not a former rater's."""
    rows = Answer.objects.filter(assessment=assessment, view=view)
    if view == View.SUPERVISOR and assessment.rating_after is not None:
        rows = rows.filter(pk__gt=assessment.rating_after)
    return rows.order_by("-pk").first()


def newest_answers(assessments: Collection[int], view: View) -> dict[int, Answer]:
    """Return the answer that counts for each of many assessments, in one query."""
    rows = Answer.objects.filter(assessment__in=assessments, view=view).order_by("pk")
    if view == View.SUPERVISOR:
        nothing_former = Q(assessment__rating_after__isnull=True)
        rows = rows.filter(nothing_former | Q(pk__gt=F("assessment__rating_after")))
    return {row.assessment_id: row for row in rows}


def handed_in(assessment: Assessment) -> Answer | None:
    rows = Answer.objects.filter(assessment=assessment, view=View.SELF, is_draft=False)
    return rows.order_by("-pk").first()


def handed_in_choices(assessments: Collection[int]) -> dict[int, dict[int, Choice]]:
    """Return the handed-in answers of several assessments by level, in two queries."""
    rows = Answer.objects.filter(assessment__in=assessments, view=View.SELF, is_draft=False).order_by("pk")
    newest = {row.assessment_id: row.pk for row in rows}
    owners = {answer: assessment for assessment, answer in newest.items()}
    found: dict[int, dict[int, Choice]] = {}
    for line in AnswerLine.objects.filter(answer__in=owners):
        found.setdefault(owners[line.answer_id], {})[line.level] = Choice(line.choice)
    return found
