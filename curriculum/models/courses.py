"""Courses as authors draft them; learners meet only the frozen `CourseVersion`."""

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
    WorkflowState,
)

from curriculum import previews
from curriculum.blocks import ModuleStreamBlock
from curriculum.outline import read_modules
from lms.lib.ids import uuid7
from lms.lib.text import in_reader_language, search_key
from lms.people.models import User

# The learning record has pages of its own at these addresses.
RESERVED_SLUGS = frozenset(
    {
        *("catalogue", "certificates", "classes", "e", "extensions", "hand-ins"),
        *("questions", "quizzes", "reviews", "sessions", "support"),
    }
)


def not_reserved(slug: str) -> None:
    """Refuse an address that is the portal's own."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("“%(slug)s” is an address of the portal. Choose another.") % {"slug": slug})


class Course(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel):
    """A course: drafted, previewed, approved in a workflow; publishing freezes a `CourseVersion`.

    `modules` is the authoring shape (one block per module, its block id is the module's key for life).
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    slug = models.SlugField(
        _("address"),
        unique=True,
        blank=True,
        help_text=_("The last part of the page's address. Left empty, it is made from the code."),
        validators=[not_reserved],
    )
    code = models.CharField(_("code"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    reading = models.CharField(
        _("reading in kana"),
        max_length=400,
        blank=True,
        help_text=_("How the title is said, and other words people look for, such as せいせいAI. Only search uses it."),
    )
    purpose = models.TextField(
        _("purpose"), blank=True, help_text=_("One sentence on the course's first page: what it is for.")
    )
    purpose_en = models.TextField(_("English purpose"), blank=True, default="")
    programme = models.ForeignKey(
        "curriculum.Programme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="courses",
        verbose_name=_("programme"),
    )
    groups = ParentalManyToManyField(
        "curriculum.TalentGroup", related_name="courses", blank=True, verbose_name=_("talent groups")
    )
    abilities = ParentalManyToManyField(
        "curriculum.Ability", related_name="courses", blank=True, verbose_name=_("abilities")
    )
    supports_level_from = models.PositiveSmallIntegerField(_("from level"), null=True, blank=True)
    supports_level_to = models.PositiveSmallIntegerField(_("leads to level"), null=True, blank=True)
    minutes = models.PositiveIntegerField(
        _("minutes"), default=0, blank=True, help_text=_("Left at 0, the minutes of the modules are added up.")
    )
    is_mandatory = models.BooleanField(_("mandatory"), default=False)
    # The course of the year before, when this one was made by copying it: rules go on with the copy.
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="copies"
    )
    # A package being tried before publishing is played in a course of its own, which no list shows.
    is_trial = models.BooleanField(default=False, editable=False)
    initiatives = models.JSONField(_("priority initiatives"), default=list, blank=True)
    owner = models.ForeignKey(
        "people.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
        help_text=_("Who answers questions about the course."),
    )
    review_on = models.DateField(
        _("review date"), null=True, blank=True, help_text=_("When the content is to be looked at again.")
    )
    modules = StreamField(ModuleStreamBlock(), verbose_name=_("modules"), blank=True)
    search_key = models.TextField(editable=False, blank=True)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="course")
    _workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="course",
        for_concrete_model=False,
    )

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def __str__(self) -> str:
        return self.title

    def save(self, **options: Any) -> None:
        self.slug = self.slug or self._free_slug()
        self.search_key = self._search_key()
        super().save(**options)

    def _search_key(self) -> str:
        """Fold what the course and its modules are called, a line each, so that no word is found across two of them."""
        words = [self.title, self.reading, self.title_en, self.purpose, self.purpose_en, self.code]
        for module in read_modules(self.modules.get_prep_value()):
            words += module.headings
        return "\n".join(filter(None, map(search_key, words)))

    def _free_slug(self) -> str:
        """Make an address from the code; a code that another course has, or none, falls back to part of the uuid."""
        slug = slugify(self.code)
        taken = not slug or slug in RESERVED_SLUGS or type(self).objects.filter(slug=slug).exclude(pk=self.pk).exists()
        return f"{slug}-{self.uuid.hex[-6:]}".strip("-") if taken else slug

    @transaction.atomic
    def publish(self, revision: Revision, user: User | None = None, **options: Any) -> None:
        """Publish a revision and freeze it in one step: when a publish check blocks, nothing of it happens.

        Freezing listens to Wagtail's `published` signal, which does not say who published; the revision carries it.
        """
        revision.publisher = user
        super().publish(revision, user=user, **options)

    @property
    def is_retired(self) -> bool:
        """Tell whether it was offered once and is no longer; a new go-live time makes it a draft that waits."""
        return not self.live and self.last_published_at is not None and not self.approved_schedule

    @property
    def status_string(self) -> str:
        """Say that a course is over; Wagtail would call it a draft."""
        return pgettext("course", "ended") if self.is_retired else str(super().status_string)

    @property
    def total_minutes(self) -> int:
        """The minutes the author gave, or those of the modules together."""
        return self.minutes or sum(module.minutes for module in read_modules(self.modules.get_prep_value()))

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The course's page, then each module by its key."""
        modules = read_modules(self.modules.get_prep_value())
        numbered = [(str(module.key), f"{place}. {module.title}") for place, module in enumerate(modules, start=1)]
        return [("", _("Course page")), *numbered]

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        return [
            {"name": "mobile", "icon": "mobile-alt", "device_width": 360, "label": _("Preview at phone width")},
            {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("Preview at PC width")},
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return previews.serve(request, self, mode_name)

    @property
    def revisions(self) -> models.QuerySet[Revision]:
        return self._revisions

    @property
    def workflow_states(self) -> models.QuerySet[WorkflowState]:
        return self._workflow_states

    @property
    def name(self) -> str:
        """The title in the reader's language."""
        return in_reader_language(self.title, self.title_en)

    @property
    def aim(self) -> str:
        """The purpose in the reader's language."""
        return in_reader_language(self.purpose, self.purpose_en)
