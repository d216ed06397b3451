from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CurriculumConfig(AppConfig):
    name = "curriculum"
    verbose_name = _("Curriculum")

    def ready(self) -> None:
        from curriculum import (
            retention,
            signals,  # noqa: F401 - registers the receivers
        )
        from curriculum.permissions import register_policies

        register_policies()
        retention.connect()
