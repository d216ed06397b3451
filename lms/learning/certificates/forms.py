"""Asking whether a certificate is genuine."""

import unicodedata

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MAX_BADGE_BYTES = 64 * 1024
# What Japanese keyboards give for the hyphen in a number.
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))


class HolderForm(forms.Form):
    """The name printed on the certificate; numbers alone would tell everybody who completed what."""

    name = forms.CharField(label=_("Name printed on the certificate"), max_length=100)


class NumberForm(forms.Form):
    """A certificate's number as it is printed, typed in either width."""

    number = forms.CharField(
        label=_("Certificate number"),
        max_length=30,
        help_text=_("As it is printed on the certificate, such as R8-000123."),
        error_messages={"required": _("Write the number that is printed on the certificate.")},
    )

    def clean_number(self) -> str:
        return plain_number(self.cleaned_data["number"])


def plain_number(text: str) -> str:
    """Return a number as certificates carry it: Ｒ８－０００１２３ and r8 ‐ 000123 are R8-000123."""
    folded = unicodedata.normalize("NFKC", text).upper().translate(_HYPHENS)
    return "".join(folded.split()).replace("/", "")


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
