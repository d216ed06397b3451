"""Asking whether a certificate is genuine."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MAX_BADGE_BYTES = 64 * 1024


class HolderForm(forms.Form):
    """The name printed on the certificate; numbers alone would tell everybody who completed what."""

    name = forms.CharField(label=_("Name printed on the certificate"), max_length=100)


class BadgeForm(forms.Form):
    """A credential as somebody was given it."""

    file = forms.FileField(
        label=_("Badge file (.jwt)"),
        error_messages={"required": _("Choose the badge file."), "empty": _("The file is empty. Choose another one.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".jwt,.txt"}),
    )

    def clean_file(self) -> str:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BADGE_BYTES:
            raise forms.ValidationError(_("This is no badge: the file is larger than 64 KB."))
        return file.read().decode("ascii", errors="replace")
