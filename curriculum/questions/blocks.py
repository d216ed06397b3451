"""Blocks for questions in the course editor: one for each kind."""

from typing import Any

from django.db.models import Model
from django.forms import Widget
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.coreutils import resolve_model_string

from curriculum.questions.stream import CHOICES, DRAW


class AnswerChoiceBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("choice"))
    is_correct = blocks.BooleanBlock(label=_("right answer"), required=False)


def explanation() -> blocks.TextBlock:
    return blocks.TextBlock(label=_("explanation shown after answering"), rows=2, required=False)


class QuestionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("question"), rows=2)
    choices = blocks.ListBlock(AnswerChoiceBlock(), label=_("choices"), min_num=2, default=[{}, {}])
    explanation = explanation()

    class Meta:
        icon = "help"
        label = _("choices: one or several right")


class FeedbackChoiceBlock(AnswerChoiceBlock):
    feedback = blocks.CharBlock(
        label=_("said when it is chosen"),
        required=False,
        help_text=_("Why it is right, or what leads on to the right one."),
    )


class CheckQuestionBlock(blocks.StructBlock):
    """確認の問い: one question inside a lesson, answered as often as somebody likes."""

    text = blocks.TextBlock(label=_("question"), rows=2)
    choices = blocks.ListBlock(FeedbackChoiceBlock(), label=_("choices"), min_num=2, default=[{}, {}])
    explanation = blocks.TextBlock(label=_("explanation shown with the right answer"), rows=2, required=False)
    must_answer = blocks.BooleanBlock(
        label=_("The lesson is finished only when this was answered right"), required=False
    )

    class Meta:
        icon = "help"
        label = _("check question")
        template = "curriculum/blocks/check_question.html"
        preview_value = {
            "text": _("Which comes first?"),
            "choices": [
                {"text": _("Count how often it happens"), "is_correct": True, "feedback": ""},
                {"text": _("Order a new system"), "is_correct": False, "feedback": ""},
            ],
        }


class TrueFalseBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("statement"), rows=2)
    answer = blocks.ChoiceBlock(label=_("right answer"), choices=[("true", _("True")), ("false", _("False"))])
    explanation = explanation()

    class Meta:
        icon = "check"
        label = _("true or false")


class OrderingBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("question"), rows=2)
    steps = blocks.ListBlock(
        blocks.CharBlock(label=_("step")),
        label=_("steps in their right order"),
        min_num=2,
        default=["", "", ""],
        help_text=_("Learners meet them shuffled."),
    )
    explanation = explanation()

    class Meta:
        icon = "list-ol"
        label = _("ordering")


class PairBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("left side"))
    match = blocks.CharBlock(label=_("what belongs to it"))


class MatchingBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("question"), rows=2)
    pairs = blocks.ListBlock(PairBlock(), label=_("pairs"), min_num=2, default=[{}, {}])
    distractors = blocks.ListBlock(
        blocks.CharBlock(label=_("possibility")), label=_("further possibilities that match nothing"), default=[]
    )
    explanation = explanation()

    class Meta:
        icon = "link"
        label = _("matching")


class NumericBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("question"), rows=2)
    value = blocks.DecimalBlock(label=_("right number"))
    tolerance = blocks.DecimalBlock(label=_("how far off an answer may be"), min_value=0, default=0)
    unit = blocks.CharBlock(label=_("unit"), required=False, max_length=20)
    explanation = explanation()

    class Meta:
        icon = "decimal"
        label = pgettext_lazy("question kind", "number")


class ShortTextBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("question"), rows=2)
    accepted = blocks.ListBlock(
        blocks.CharBlock(label=_("accepted answer")),
        label=_("accepted answers"),
        min_num=1,
        default=[""],
        help_text=_("Width, case, hiragana or katakana, and the long vowel at a word's end make no difference."),
    )
    is_exact = blocks.BooleanBlock(label=_("The spelling must be exact"), required=False)
    explanation = explanation()

    class Meta:
        icon = "edit"
        label = _("short text")


def question_blocks() -> list[tuple[str, blocks.Block]]:
    return [
        (CHOICES, QuestionBlock()),
        ("true_false", TrueFalseBlock()),
        ("ordering", OrderingBlock()),
        ("matching", MatchingBlock()),
        ("numeric", NumericBlock()),
        ("short_text", ShortTextBlock()),
    ]


class QuestionStreamBlock(blocks.StreamBlock):
    """Questions of any kind, in order: what a bank holds."""

    def __init__(self, extra: list[tuple[str, blocks.Block]] | None = None, **options: object) -> None:
        super().__init__([*question_blocks(), *(extra or [])], **options)


class QuestionBankChooserBlock(blocks.ChooserBlock):
    """Chooses a question bank; stored as its primary key."""

    @cached_property
    def target_model(self) -> type[Model]:
        model: type[Model] = resolve_model_string("curriculum.QuestionBank")
        return model

    @cached_property
    def widget(self) -> Widget:
        from curriculum.choosers import question_bank_chooser  # Wagtail's admin needs the models loaded

        widget: Widget = question_bank_chooser.widget_class()
        return widget

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return blocks.Block.deconstruct(self)

    class Meta:
        icon = "folder-open-inverse"


class DrawBlock(blocks.StructBlock):
    bank = QuestionBankChooserBlock(label=_("question bank"))
    count = blocks.IntegerBlock(
        label=_("how many questions"), min_value=1, default=3, help_text=_("Drawn anew for each attempt.")
    )

    class Meta:
        icon = "folder-open-inverse"
        label = _("random questions from a bank")


class QuizStreamBlock(QuestionStreamBlock):
    """A quiz's questions: written here, or drawn from banks."""

    def __init__(self, **options: object) -> None:
        super().__init__([(DRAW, DrawBlock())], **options)
