"""The two pages that end a course and bring it back: each says first what would follow."""

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views import snippets

from curriculum.models import Course
from curriculum.retiring import bring_back_course, consequences, ended_at, retire_course
from lms.lib import clock
from lms.templatetags.ui import day

COURSES = "wagtailsnippets_curriculum_course"


class RetireView(snippets.UnpublishView):
    """Takes the place of Wagtail's unpublishing, which says nothing of learners and belongs to those who publish."""

    permission_required = "change"
    page_title = gettext_lazy("End the course")
    template_name = "curriculum/admin/retire.html"
    object: Course

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse(f"{COURSES}:list"), "label": _("Courses")},
            {"url": self.edit_url, "label": str(self.object)},
            {"url": "", "label": self.page_title},
        ]

    @cached_property
    def edit_url(self) -> str:
        return reverse(f"{COURSES}:edit", args=[self.object.pk])

    def get_next_url(self) -> str:
        return self.edit_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["is_possible"] = self.object.live
        context["consequences"] = list(consequences(self.object, clock.now()))
        context["is_in_review"] = self.object.workflow_in_progress
        return context

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        retire_course(self.object, by=request.user)
        # The editor says that it is over, now and whenever somebody opens it.
        return redirect(self.edit_url)


class BringBackView(RetireView):
    """Undoes the end of a course."""

    page_title = gettext_lazy("Bring the course back")
    template_name = "curriculum/admin/bring_back.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"is_possible": self.object.is_retired}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        if self.object.is_retired:
            bring_back_course(self.object, by=request.user)
            said = _("“%(course)s” is offered again, in the version that was last published.")
            messages.success(request, said % {"course": self.object})
        return redirect(self.edit_url)


def say_it_has_ended(request: HttpRequest, course: Course) -> None:
    """Tell whoever opens an ended course that it is over, since when, and how to offer it again."""
    since = ended_at(course)
    said = (
        _("This course ended on %(day)s. The catalogue no longer shows it and no reminder goes out.")
        if since
        else _("This course has ended. The catalogue no longer shows it and no reminder goes out.")
    )
    undo = messages.button(reverse(f"{COURSES}:bring_back", args=[course.pk]), _("Bring the course back"))
    messages.warning(request, said % {"day": day(since)}, buttons=[undo])


def retiring_button(course: Course) -> Button | None:
    """Return the way to end a course, or to bring it back; a draft has neither."""
    if course.live:
        return Button(
            _("End the course"), url=reverse(f"{COURSES}:unpublish", args=[course.pk]), icon_name="no-view", priority=50
        )
    if course.is_retired:
        address = reverse(f"{COURSES}:bring_back", args=[course.pk])
        return Button(_("Bring the course back"), url=address, icon_name="rotate", priority=50)
    return None
