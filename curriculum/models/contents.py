"""What a frozen module holds, one table per kind, one row per module."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from curriculum.blocks import LessonBodyStreamBlock
from curriculum.models.versions import Module
from curriculum.questions.shape import Question, QuestionKind
from curriculum.questions.stored import question_from
from lms.lib.ids import uuid7


class LessonContent(models.Model):
    """A lesson's body: text, figures, video, callouts."""

    module = models.OneToOneField(Module, on_delete=models.PROTECT, related_name="lesson")
    body = StreamField(LessonBodyStreamBlock())

    def __str__(self) -> str:
        return f"lesson {self.module_id}"


class LessonImage(models.Model):
    """A picture that a published lesson shows: it cannot be deleted while somebody may open that version."""

    lesson = models.ForeignKey(LessonContent, on_delete=models.CASCADE, related_name="images")
    image = models.ForeignKey("wagtailimages.Image", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("picture of a published lesson")
        verbose_name_plural = _("pictures of published lessons")
        constraints = [models.UniqueConstraint(fields=["lesson", "image"], name="lesson_image_once")]

    def __str__(self) -> str:
        return str(self.lesson.module)


class LessonDocument(models.Model):
    """A video, recording, caption or file of a published lesson: it cannot be deleted either."""

    lesson = models.ForeignKey(LessonContent, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey("wagtaildocs.Document", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("file of a published lesson")
        verbose_name_plural = _("files of published lessons")
        constraints = [models.UniqueConstraint(fields=["lesson", "document"], name="lesson_document_once")]

    def __str__(self) -> str:
        return str(self.lesson.module)


class QuizContent(models.Model):
    """A quiz's rules; its questions are `QuizItem` rows.

    `draws` is a list of {"key": str, "count": int}: so many of the items whose `draw` is that key are asked.
    """

    module = models.OneToOneField(Module, on_delete=models.PROTECT, related_name="quiz")
    pass_percent = models.PositiveSmallIntegerField(_("pass mark in per cent"), default=80)
    max_attempts = models.PositiveSmallIntegerField(_("attempts allowed"), null=True)
    time_limit = models.PositiveSmallIntegerField(_("time limit in minutes"), null=True)
    draws = models.JSONField(_("random draws"), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(name="quiz_pass_percent", condition=models.Q(pass_percent__range=(0, 100)))
        ]

    def __str__(self) -> str:
        return f"quiz {self.module_id}"


class QuizItem(models.Model):
    """One question as it was published; `question` reads it, `curriculum.questions.stored` says how it is kept.

    `choices` is a list of {"key": str, "text": str, "is_correct": bool}, in the author's order; a matching question
    keeps its pairs there. `answer` is what else its kind needs. `draw` is empty for a question asked of everyone.
    """

    Kind = QuestionKind

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    quiz = models.ForeignKey(QuizContent, on_delete=models.PROTECT, related_name="items")
    key = models.UUIDField()
    order = models.PositiveIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SINGLE)
    text = models.TextField(_("question"))
    choices = models.JSONField(_("choices"))
    answer = models.JSONField(_("how it is answered"), default=dict)
    draw = models.UUIDField(null=True)
    explanation = models.TextField(_("explanation"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quiz", "order"], name="quiz_item_order"),
            models.UniqueConstraint(fields=["quiz", "key"], name="quiz_item_key"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def question(self) -> Question:
        return question_from(
            key=self.key,
            kind=self.kind,
            text=self.text,
            explanation=self.explanation,
            choices=self.choices,
            answer=self.answer,
        )


class ScormContent(models.Model):
    """A SCORM module plays one package version, for ever the same one."""

    module = models.OneToOneField(Module, on_delete=models.PROTECT, related_name="scorm")
    package_version = models.ForeignKey(
        "curriculum.PackageVersion", on_delete=models.PROTECT, related_name="scorm_modules"
    )

    def __str__(self) -> str:
        return f"scorm {self.module_id}"


class ProjectContent(models.Model):
    """The template of a project-based module.

    `phases` is a list of {"key": str, "title": str, "guidance": str, "deliverable": str}, in order;
    `rubric` a list of {"key": str, "title": str, "levels": [str, str, str, str]}, level 1 to 4.
    """

    module = models.OneToOneField(Module, on_delete=models.PROTECT, related_name="project")
    brief = models.TextField(_("what the project is about"), blank=True)
    phases = models.JSONField(_("phases"))
    rubric = models.JSONField(_("rubric"))

    def __str__(self) -> str:
        return f"project {self.module_id}"


class ClassContent(models.Model):
    """A class (集合研修): its dates are `ClassSession` rows of the learning record."""

    module = models.OneToOneField(Module, on_delete=models.PROTECT, related_name="class_content")
    description = models.TextField(_("what happens in the class"), blank=True)

    def __str__(self) -> str:
        return f"class {self.module_id}"


class HandinContent(models.Model):
    """A hand-in: what the learner is asked to submit and have reviewed.

    `rubric` is a list of {"key": str, "title": str, "levels": [str, str, str, str]}, as in a project; it may be empty.
    """

    module = models.OneToOneField(Module, on_delete=models.PROTECT, related_name="handin")
    prompt = models.TextField(_("what to hand in"))
    rubric = models.JSONField(_("rubric"), default=list)

    def __str__(self) -> str:
        return f"hand-in {self.module_id}"
