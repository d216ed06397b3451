from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from cms import admin_words, course_preview
        from cms.permissions import register_policies
        from curriculum import previews

        register_policies()
        admin_words.label_fields()
        previews.register(course_preview.serve)
