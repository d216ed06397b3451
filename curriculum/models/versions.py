"""Frozen courses: what learners are enrolled in, never edited."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from curriculum.kinds import ModuleKind
from lms.lib.ids import uuid7
from lms.lib.text import in_reader_language


class CourseVersion(models.Model):
    """版: one published state of a course with its ordered modules; the newest is what new learners get.

    `fingerprint` tells publishing that nothing changed since this version.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    course = models.ForeignKey("curriculum.Course", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    purpose_en = models.TextField(_("English purpose"), blank=True, default="")
    minutes = models.PositiveIntegerField(_("minutes"), default=0)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("course version")
        verbose_name_plural = _("course versions")
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="course_version_number")]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"

    @property
    def name(self) -> str:
        return in_reader_language(self.title, self.title_en)

    @property
    def aim(self) -> str:
        """The purpose in the reader's language."""
        return in_reader_language(self.purpose, self.purpose_en)


class Module(models.Model):
    """単元: one ordered part of a course version; its content is a one-to-one row of its kind.

    `key` stays the same across versions of the course, so that progress can be carried over when people move.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    course_version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="modules")
    key = models.UUIDField()
    order = models.PositiveIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=10, choices=ModuleKind)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200, blank=True, default="")
    minutes = models.PositiveIntegerField(_("minutes"), default=0)
    is_required = models.BooleanField(_("required to complete the course"), default=True)

    objects: ClassVar[models.Manager["Module"]] = models.Manager()

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        constraints = [
            models.UniqueConstraint(fields=["course_version", "order"], name="module_order"),
            models.UniqueConstraint(fields=["course_version", "key"], name="module_key"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """The title in the reader's language."""
        return in_reader_language(self.title, self.title_en)
