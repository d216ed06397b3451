from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "lms.operations"
    label = "operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        from lms.operations import watching
        from lms.operations.retention import editorial, staff

        watching.connect()
        # Before the register: it looks for the name that the register replaces.
        editorial.connect()
        staff.connect()
