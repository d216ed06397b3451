from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from cms import admin_words, course_preview, retention
        from cms.permissions import register_policies
        from curriculum import previews

        register_policies()
        admin_words.label_fields()
        retention.connect()
        previews.register(course_preview.serve)
