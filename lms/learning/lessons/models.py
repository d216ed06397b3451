"""What learners answered to the questions inside lessons."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CheckAnswer(models.Model):
    """The last answer of a learner to one check question of a lesson.

    `is_right` is empty while a choice was made and not yet checked; `right_at` stays once it was right, whatever is
    chosen afterwards, for trying the wrong choices out of curiosity is learning too.
    """

    enrolment = models.ForeignKey("learning.Enrolment", on_delete=models.PROTECT, related_name="check_answers")
    module = models.ForeignKey("curriculum.Module", on_delete=models.PROTECT, related_name="check_answers")
    question = models.UUIDField(_("question"))
    chosen = models.JSONField(_("chosen"), default=list)
    is_right = models.BooleanField(_("right"), null=True)
    tries = models.PositiveIntegerField(_("times checked"), default=0)
    answered_at = models.DateTimeField(_("answered at"))
    right_at = models.DateTimeField(_("first right at"), null=True)

    class Meta:
        verbose_name = _("answer to a check question")
        verbose_name_plural = _("answers to check questions")
        constraints = [
            # Two tabs keep one answer: the last.
            models.UniqueConstraint(fields=["enrolment", "module", "question"], name="check_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question} of {self.enrolment_id}"
