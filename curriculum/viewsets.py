"""Wagtail's admin for authors and HR: courses with drafts and workflow, packages, and the talent framework."""

from typing import Any

from django.db.models import Count, Max, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column, DateColumn, LiveStatusTagColumn, NumberColumn, UpdatedAtColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.models import Revision, WorkflowState
from wagtail.snippets.views import snippets

from curriculum import retire_views, upload_views, views
from curriculum.copying import a_year_after, in_next_year
from curriculum.forms import CourseForm
from curriculum.models import Ability, Course, LevelDescriptor, Package, Programme, QuestionBank, TalentGroup
from curriculum.panels import ChecksPanel
from curriculum.questions import views as question_views
from lms.lib import clock
from lms.lib.ids import uuid7
from lms.lib.text import search_key
from lms.people.models import Rank, TitleRank

# Courses


class CourseFilterSet(WagtailFilterSet):
    review_due = BooleanFilter(label=_("Review date has passed"), method="filter_review_due")

    class Meta:
        model = Course
        fields = ["live", "programme", "owner", "is_mandatory"]

    def filter_review_due(self, courses: QuerySet[Course], name: str, wanted: bool) -> QuerySet[Course]:
        due = {"review_on__lte": clock.today()}
        return courses.filter(**due) if wanted else courses.exclude(**due)


class CourseIndexView(snippets.IndexView):
    """The list of courses; its search folds width, case and kana."""

    is_searchable = True

    def search_queryset(self, queryset: QuerySet[Course]) -> QuerySet[Course]:
        if self.search_query:
            return queryset.filter(search_key__contains=search_key(self.search_query))
        return queryset


class CourseCopyView(snippets.CopyView):
    """Copies a course for the next year: a draft of its own, with an address still to be made."""

    def get_add_url(self) -> str:
        """Send the form back here, where it is known what is copied; Wagtail would make a course of no descent."""
        return reverse(f"{retire_views.COURSES}:copy", args=[self.kwargs["pk"]])

    def get_initial_form_instance(self) -> Course:
        course: Course = super().get_initial_form_instance().get_latest_revision_as_object()
        course.copied_from_id = course.pk
        course.pk, course.uuid, course.slug = None, uuid7(), ""
        course.live, course.latest_revision, course.live_revision = False, None, None
        course.first_published_at, course.last_published_at = None, None
        course.go_live_at, course.expire_at, course.expired = None, None, False
        course.title, course.review_on = in_next_year(course.title), a_year_after(course.review_on)
        return course


class CourseEditView(snippets.EditView):
    """The course editor; what a workflow did is said in words, where Wagtail says only that it saved."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        retiring = retire_views.retiring_button(self.live_object)
        return [*super().header_more_buttons, *([retiring] if retiring else [])]

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show an author at once that the course is over, and what whoever sent the draft back asks for."""
        if self.live_object.is_retired and not self.expects_json_response:
            retire_views.say_it_has_ended(request, self.live_object)
        state = self.workflow_state
        if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES and not self.expects_json_response:
            asked = state.current_task_state
            said = (
                gettext("%(name)s asks for changes: %(comment)s")
                if asked.comment
                else gettext("%(name)s asks for changes.")
            )
            messages.warning(request, said % {"name": asked.finished_by.name, "comment": asked.comment})
        return super().get(request, *args, **kwargs)

    def get_success_message(self, instance: Course | None = None) -> str:
        if self.action != "workflow-action":
            return str(super().get_success_message(instance))
        self.live_object.refresh_from_db()
        return what_review_did(self.live_object, self.new_revision, self.workflow_action)


def what_review_did(course: Course, revision: Revision, action: str) -> str:
    """Say what an approval, or its refusal, has led to."""
    words = {"course": course.title}
    if action == "reject":
        return gettext("“%(course)s” has gone back to its author with your comment.") % words
    if course.live_revision_id == revision.pk:
        number = course.versions.aggregate(newest=Max("number"))["newest"]
        said = gettext("“%(course)s” is approved and published: learners meet version %(number)s from now on.")
        return said % {**words, "number": number}
    if scheduled := course.scheduled_revision:
        when = date_format(timezone.localtime(scheduled.approved_go_live_at), "DATETIME_FORMAT")
        return gettext("“%(course)s” is approved and will be published on %(when)s.") % {**words, "when": when}
    return gettext("“%(course)s” is approved.") % words


class CourseViewSet(snippets.SnippetViewSet):
    model = Course
    icon = "course"
    menu_label = _("Courses")
    url_prefix = "courses"
    add_to_admin_menu = False
    menu_item_is_registered = True
    index_view_class = CourseIndexView
    copy_view_class = CourseCopyView
    edit_view_class = CourseEditView
    unpublish_view_class = retire_views.RetireView
    filterset_class = CourseFilterSet
    ordering = ["code", "title", "pk"]
    list_per_page = 50
    list_export = ["code", "title", "title_en", "programme", "minutes", "is_mandatory", "owner", "review_on", "live"]
    list_display = [
        "title",
        Column("code", label=_("code"), sort_key="code"),
        Column("programme", label=_("programme"), sort_key="programme__order"),
        NumberColumn("minutes", label=_("minutes"), accessor="total_minutes"),
        Column("owner", label=_("owner"), accessor="owner.name", sort_key="owner__kana"),
        Column("review_on", label=_("review date"), sort_key="review_on"),
        UpdatedAtColumn(),
        LiveStatusTagColumn(),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title"),
                    FieldPanel("reading"),
                    FieldPanel("title_en"),
                    FieldPanel("purpose"),
                    FieldPanel("purpose_en"),
                    FieldRowPanel([FieldPanel("code"), FieldPanel("minutes")]),
                    FieldRowPanel([FieldPanel("owner"), FieldPanel("review_on")]),
                    FieldPanel("is_mandatory"),
                    FieldPanel("slug", classname="collapsed"),
                    PublishingPanel(),
                ],
                heading=_("Basics"),
            ),
            ObjectList([FieldPanel("modules")], heading=_("Modules")),
            ObjectList(
                [
                    FieldPanel("programme"),
                    FieldPanel("groups", widget=CheckboxSelectMultiple),
                    FieldPanel("abilities", widget=CheckboxSelectMultiple),
                    MultiFieldPanel(
                        [FieldRowPanel([FieldPanel("supports_level_from"), FieldPanel("supports_level_to")])],
                        heading=_("ADKAR sentence supported"),
                    ),
                    FieldPanel("initiatives"),
                ],
                heading=_("For whom, and what for"),
            ),
            ObjectList([ChecksPanel()], heading=_("Publish checks")),
        ],
        base_form_class=CourseForm,
    )

    def get_queryset(self, request: Any) -> QuerySet[Course]:
        return Course.objects.filter(is_trial=False).select_related("programme", "owner")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("bring-back/<int:pk>/", self.construct_view(retire_views.BringBackView), name="bring_back"),
            path("checks/", views.course_checks, name="checks"),
            path("checks/<int:pk>/", views.course_checks, name="checks"),
        ]


# Packages


class PackageIndexView(generic.IndexView):
    is_searchable = True

    def get_base_queryset(self) -> QuerySet[Package]:
        return Package.objects.annotate(newest=Max("versions__number"), imported_at=Max("versions__imported_at"))

    def search_queryset(self, queryset: QuerySet[Package]) -> QuerySet[Package]:
        return queryset.filter(title__icontains=self.search_query) if self.search_query else queryset


class PackageViewSet(ModelViewSet):
    model = Package
    icon = "media"
    menu_label = _("E-learning packages")
    url_namespace = "packages"
    url_prefix = "packages"
    index_view_class = PackageIndexView
    add_view_class = views.UploadView
    inspect_view_class = views.PackageView
    inspect_view_enabled = True
    inspect_template_name = "curriculum/admin/package.html"
    copy_view_enabled = False
    form_fields = ["title"]
    ordering = ["-imported_at", "-pk"]
    list_display = [
        "title",
        NumberColumn("newest", label=_("newest version"), sort_key="newest"),
        DateColumn("imported_at", label=_("imported at"), sort_key="imported_at"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("uploads/begin/", upload_views.begin, name="upload_begin"),
            path("uploads/<uuid:uuid>/", views.upload_progress, name="upload"),
            path("uploads/<uuid:uuid>/piece/", upload_views.piece, name="upload_piece"),
            path("uploads/<uuid:uuid>/finish/", upload_views.finish, name="upload_finish"),
            path("uploads/<uuid:uuid>/cancel/", upload_views.cancel, name="upload_cancel"),
        ]


# Question banks


class QuestionBankIndexView(generic.IndexView):
    is_searchable = True

    def search_queryset(self, queryset: QuerySet[QuestionBank]) -> QuerySet[QuestionBank]:
        return queryset.filter(title__icontains=self.search_query) if self.search_query else queryset


class QuestionBankEditView(generic.EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        address = reverse("question_banks:import", args=[self.object.pk])
        importing = Button(_("Import questions"), url=address, icon_name="upload", priority=5)
        return [importing, *super().header_more_buttons]


class QuestionBankViewSet(ModelViewSet):
    model = QuestionBank
    icon = "folder-open-inverse"
    menu_label = _("Question banks")
    url_namespace = "question_banks"
    url_prefix = "question-banks"
    index_view_class = QuestionBankIndexView
    edit_view_class = QuestionBankEditView
    copy_view_enabled = False
    form_fields = ["title", "description", "questions"]
    # In panels of their own, the questions stand under a heading of the second level.
    panels = [FieldPanel("title"), FieldPanel("description"), FieldPanel("questions")]
    ordering = ["title"]
    list_display = ["title", NumberColumn("count", label=_("questions")), UpdatedAtColumn()]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("example/", question_views.example, name="example"),
            path("<int:pk>/import/", question_views.import_file, name="import"),
        ]


# The talent framework


class FrameworkViewSet(ModelViewSet):
    """A table of the plan that HR mends and authors read."""

    copy_view_enabled = False
    list_per_page = 100
    menu_icon = "list-ul"


class TalentGroupViewSet(FrameworkViewSet):
    model = TalentGroup
    icon = "group"
    menu_label = _("Talent groups")
    list_display = ["name_ja", "tier", "headcount_approx", "precedence"]
    ordering = ["precedence"]
    form_fields = ["name_ja", "name_en", "direction_ja", "direction_en", "headcount_approx", "ranks"]


class LevelDescriptorViewSet(FrameworkViewSet):
    model = LevelDescriptor
    icon = "list-ol"
    menu_label = _("Level sentences")
    list_display = ["text_ja", Column("group", label=_("talent group"), sort_key="group__precedence"), "level"]
    list_filter = ["group", "level"]
    ordering = ["group__precedence", "level"]
    form_fields = ["text_ja", "text_en"]


class AbilityViewSet(FrameworkViewSet):
    model = Ability
    icon = "pick"
    menu_label = _("Abilities")
    list_display = ["name_ja", Column("group", label=_("talent group"), sort_key="group__precedence"), "is_example"]
    list_filter = ["group"]
    ordering = ["group__precedence", "order"]
    form_fields = ["name_ja", "name_en", "is_example"]


class ProgrammeViewSet(FrameworkViewSet):
    model = Programme
    icon = "tasks"
    menu_label = _("Programmes")
    list_display = [
        "name_ja",
        "modality",
        "is_hr_policy",
        NumberColumn("course_count", label=_("courses")),
    ]
    ordering = ["order"]
    form_fields = ["name_ja", "name_en", "modality", "is_hr_policy", "groups"]

    class IndexView(generic.IndexView):
        def get_base_queryset(self) -> QuerySet[Programme]:
            return Programme.objects.annotate(course_count=Count("courses"))

    index_view_class = IndexView


class TitleRankViewSet(FrameworkViewSet):
    model = TitleRank
    icon = "user"
    menu_label = _("Job titles and ranks")
    list_display = ["title", Column("rank", label=_("rank"), sort_key="rank__order")]
    list_filter = ["rank"]
    search_fields = ["title"]
    search_backend_name = None
    ordering = ["rank__order", "title"]
    form_fields = ["title", "rank"]


class RankViewSet(FrameworkViewSet):
    model = Rank
    icon = "order"
    menu_label = _("Ranks")
    list_display = ["name", "order"]
    ordering = ["order"]
    form_fields = ["name", "order"]


class LearningMaterialGroup(ModelViewSetGroup):
    menu_label = _("Learning material")
    menu_icon = "course"
    menu_order = 100
    items = (CourseViewSet, PackageViewSet, QuestionBankViewSet)


class FrameworkGroup(ModelViewSetGroup):
    menu_label = _("Talent framework")
    menu_icon = "group"
    menu_order = 110
    items = (
        TalentGroupViewSet,
        LevelDescriptorViewSet,
        AbilityViewSet,
        ProgrammeViewSet,
        TitleRankViewSet,
        RankViewSet,
    )
