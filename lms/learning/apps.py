from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "lms.learning"
    label = "learning"
    verbose_name = _("Learning record")

    def ready(self) -> None:
        from lms.learning import retention

        retention.connect()
