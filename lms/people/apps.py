from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "lms.people"
    label = "people"
    verbose_name = _("People and organisation")

    def ready(self) -> None:
        from allauth.account.signals import password_changed, password_set

        from lms.people.accounts.passwords import note_own_password

        for signal in (password_changed, password_set):
            signal.connect(note_own_password, dispatch_uid="lms.people.own_password")
