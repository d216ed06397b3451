from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "lms.people"
    label = "people"
    verbose_name = _("People and organisation")

    def ready(self) -> None:
        from allauth.account.signals import password_changed, password_set
        from django.contrib.auth.signals import user_logged_in

        from lms.people.accounts.passwords import note_own_password
        from lms.people.idle import note_sign_in

        user_logged_in.connect(note_sign_in, dispatch_uid="lms.people.idle")

        for signal in (password_changed, password_set):
            signal.connect(note_own_password, dispatch_uid="lms.people.own_password")
