from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("ADKAR assessments")

    def ready(self) -> None:
        from assessments import answering, retention
        from lms.learning import assessed

        assessed.register(answering)
        retention.connect()
