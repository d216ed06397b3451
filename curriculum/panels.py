"""Panels of the course editor that are ours."""

from typing import Any

from django.forms import Media
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static

from curriculum.publishing import findings_for
from lms.lib import clock


class ChecksPanel(Panel):
    """点検: what blocks publishing and what is better mended, renewed while the author works."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "curriculum/admin/checks_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["course"] = self.instance
            context["findings"] = findings_for(self.instance, on=clock.today())
            return context

        @property
        def media(self) -> Media:
            return Media(js=[versioned_static("curriculum/checks.js")])
