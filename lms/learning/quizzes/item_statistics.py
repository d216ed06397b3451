"""The item statistics page's rows: figures by question of one course version, with how often each choice was made."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from curriculum.models import CourseVersion, QuizItem
from curriculum.questions.asking import Asked
from lms.learning.quizzes.models import QuizAnswer, QuizAttempt
from lms.learning.quizzes.statistics import FEWEST, ItemFigures, Verdict, item_figures
from lms.learning.record.models import Enrolment

NO_FIGURES = ItemFigures(answers=0, right=0, difficulty=None, discrimination=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceCount:
    text: str
    is_correct: bool
    count: int
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """A question with its figures; `choices` is empty while there are too few answers, or where there are none."""

    quiz_title: str
    number: int
    item: QuizItem
    figures: ItemFigures
    choices: Sequence[ChoiceCount]

    @property
    def verdict(self) -> Verdict:
        return self.figures.verdict

    @property
    def difficulty_percent(self) -> int | None:
        return None if self.figures.difficulty is None else round(self.figures.difficulty * 100)


def item_rows(version: CourseVersion) -> list[ItemRow]:
    """Return every question of a version's quizzes in order, from first attempts that were submitted; three queries."""
    items = list(
        QuizItem.objects.filter(quiz__module__course_version=version)
        .select_related("quiz__module")
        .order_by("quiz__module__order", "order")
    )
    answers = (
        QuizAnswer.objects.filter(
            item__quiz__module__course_version=version,
            attempt__number=1,
            attempt__state=QuizAttempt.State.SUBMITTED,
            is_right__isnull=False,
        )
        .exclude(attempt__enrolment__source=Enrolment.Source.TRIAL)
        .order_by("attempt_id", "item_id")
        .values_list("attempt_id", "item_id", "is_right", "chosen")
    )
    sheets: dict[int, dict[int, bool]] = defaultdict(dict)
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for attempt, item, is_right, chosen in answers:
        sheets[attempt][item] = bool(is_right)
        counts[item].update(chosen)
    figures = item_figures(list(sheets.values()))
    return [
        ItemRow(
            quiz_title=item.quiz.module.name,
            number=item.order + 1,
            item=item,
            figures=figures.get(item.pk, NO_FIGURES),
            choices=_choices(item, figures.get(item.pk, NO_FIGURES), counts[item.pk]),
        )
        for item in items
    ]


def _choices(item: QuizItem, figures: ItemFigures, counts: Counter[str]) -> list[ChoiceCount]:
    asked = Asked(question=item.question, chosen=(), name="")
    if figures.answers < FEWEST or not asked.has_choices:
        return []
    return [
        ChoiceCount(
            text=option.text,
            is_correct=option.is_correct,
            count=counts[option.key],
            percent=round(100 * counts[option.key] / figures.answers),
        )
        for option in asked.options
    ]
