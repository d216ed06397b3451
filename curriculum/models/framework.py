"""The plan's talent framework as versioned data: tiers, groups, abilities, the ladder's sentences, programmes."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.lib.dated import Dated, DatedQuerySet, ordered_dates


class Bilingual(models.Model):
    """A thing with a Japanese and an English name."""

    name_ja = models.CharField(_("Japanese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language; Japanese where English is missing."""
        return self.name_en if get_language() == "en" and self.name_en else self.name_ja


class FrameworkQuerySet(DatedQuerySet["FrameworkVersion"]):
    def current(self, on: date) -> "FrameworkVersion":
        """Return the version in force on a date; raise DoesNotExist when none is."""
        return self.on(on).order_by("-valid_from", "-pk")[:1].get()


class FrameworkVersion(Dated):
    """One edition of the talent framework; an assessment keeps the version it was answered against."""

    code = models.CharField(_("code"), max_length=50, unique=True)
    name_ja = models.CharField(_("name"), max_length=200)
    target_statement_ja = models.TextField(_("target statement"), blank=True)
    target_statement_en = models.TextField(blank=True)
    purpose_notice_ja = models.TextField(_("purpose notice"), blank=True)
    purpose_notice_en = models.TextField(blank=True)

    objects: ClassVar[FrameworkQuerySet] = FrameworkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("framework version")
        verbose_name_plural = _("framework versions")
        constraints = [ordered_dates("framework_version_dates")]

    def __str__(self) -> str:
        return self.code


class Tier(Bilingual):
    """人材像: the kind of person the plan wants (DXマネージャー, DXリーダー, 全職員)."""

    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="tiers")
    key = models.SlugField(_("key"))
    image_ja = models.TextField(_("what it stands for"), blank=True)
    image_en = models.TextField(blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "key"], name="tier_once")]


class TalentGroup(Bilingual):
    """分類: the group whose five sentences a person is assessed by.

    A person's primary group on a date is the first by `precedence` that takes their rank, their working-group
    membership, or everyone; a later WG group they also belong to is shown as 再掲 and never added to totals.
    """

    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="groups")
    tier = models.ForeignKey(Tier, on_delete=models.PROTECT, related_name="groups", verbose_name=_("tier"))
    key = models.SlugField(_("key"))
    precedence = models.PositiveIntegerField(_("precedence"))
    headcount_approx = models.PositiveIntegerField(_("planned headcount"), default=0)
    direction_ja = models.TextField(_("direction of development"), blank=True)
    direction_en = models.TextField(_("direction of development in English"), blank=True)
    ranks = models.ManyToManyField("people.Rank", related_name="talent_groups", blank=True, verbose_name=_("ranks"))
    takes_wg_members = models.BooleanField(_("takes working-group members"), default=False)
    takes_everyone = models.BooleanField(_("takes everyone else"), default=False)

    class Meta:
        verbose_name = _("talent group")
        verbose_name_plural = _("talent groups")
        constraints = [
            models.UniqueConstraint(fields=["framework", "key"], name="talent_group_once"),
            models.UniqueConstraint(fields=["framework", "precedence"], name="talent_group_precedence"),
        ]


class Ability(Bilingual):
    """必要な力: what a group needs to be able to do."""

    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="abilities")
    group = models.ForeignKey(
        TalentGroup, on_delete=models.PROTECT, related_name="abilities", verbose_name=_("talent group")
    )
    key = models.SlugField(_("key"))
    is_example = models.BooleanField(_("an example in the plan"), default=False)
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("ability")
        verbose_name_plural = _("abilities")
        constraints = [models.UniqueConstraint(fields=["framework", "key"], name="ability_once")]


class LevelDescriptor(models.Model):
    """レベルの文: one sentence of one group's ADKAR ladder, level 1 (認識) to 5 (定着)."""

    group = models.ForeignKey(
        TalentGroup, on_delete=models.PROTECT, related_name="descriptors", verbose_name=_("talent group")
    )
    level = models.PositiveSmallIntegerField(_("level"))
    text_ja = models.TextField(_("Japanese"))
    text_en = models.TextField(_("English"), blank=True)

    class Meta:
        verbose_name = _("level sentence")
        verbose_name_plural = _("level sentences")
        constraints = [
            models.UniqueConstraint(fields=["group", "level"], name="descriptor_once"),
            models.CheckConstraint(name="descriptor_level_1_to_5", condition=models.Q(level__range=(1, 5))),
        ]

    def __str__(self) -> str:
        return f"{self.group} L{self.level}"

    @property
    def text(self) -> str:
        return self.text_en if get_language() == "en" and self.text_en else self.text_ja


class Programme(Bilingual):
    """育成プログラム: one of the plan's ways of building ability."""

    class Modality(models.TextChoices):
        ELEARNING = "elearning", _("e-learning")
        CLASSROOM = "classroom", _("classroom training")
        PRACTICE = "practice", _("practice")
        PBL = "pbl", _("project-based learning")
        EXCHANGE = "exchange", _("exchange with other bodies")
        BLENDED = "blended", _("blended")

    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT, related_name="programmes")
    key = models.SlugField(_("key"))
    modality = models.CharField(_("modality"), max_length=10, choices=Modality)
    is_hr_policy = models.BooleanField(_("part of the HR development policy (※)"), default=False)
    groups = models.ManyToManyField(TalentGroup, related_name="programmes", blank=True, verbose_name=_("talent groups"))
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [models.UniqueConstraint(fields=["framework", "key"], name="programme_once")]
