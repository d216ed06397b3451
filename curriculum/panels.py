"""Panels of the admin's editors that are ours."""

from collections.abc import Sequence
from typing import Any

from django.forms import Media
from django.urls import reverse
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static

from curriculum.checks import Finding
from curriculum.publishing import findings_for
from lms.lib import clock


class ChecksPanel(Panel):
    """点検: what blocks publishing and what is better mended, renewed while the author works."""

    def findings(self, instance: Any) -> Sequence[Finding]:
        return findings_for(instance, on=clock.today())

    def address(self, instance: Any) -> str:
        """Return where the checks run over what stands in the editor."""
        return reverse("wagtailsnippets_curriculum_course:checks", args=[instance.pk] if instance.pk else [])

    class BoundPanel(Panel.BoundPanel):
        template_name = "curriculum/admin/checks_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["address"] = self.panel.address(self.instance)
            context["findings"] = self.panel.findings(self.instance)
            return context

        @property
        def media(self) -> Media:
            return Media(js=[versioned_static("curriculum/checks.js")])
