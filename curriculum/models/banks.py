"""Question banks: questions kept apart from courses, to be drawn from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from curriculum.questions.blocks import QuestionStreamBlock
from curriculum.questions.shape import Question
from curriculum.questions.stream import read_questions
from lms.lib.ids import uuid7


class QuestionBank(models.Model):
    """問題集: questions on one subject; a course freezes what the bank holds when the course is published."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    title = models.CharField(_("title"), max_length=200, unique=True)
    description = models.TextField(_("what the questions are about"), blank=True)
    questions = StreamField(QuestionStreamBlock(), verbose_name=_("questions"), blank=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("question bank")
        verbose_name_plural = _("question banks")

    def __str__(self) -> str:
        return self.title

    def read(self) -> tuple[Question, ...]:
        return read_questions(self.questions.get_prep_value(), within=self.uuid)

    @property
    def count(self) -> int:
        return len(self.questions)
