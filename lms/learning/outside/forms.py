"""The file HR chooses."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 5 * 1024 * 1024
ENDINGS = (".csv", ".txt", ".tsv")


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File of outside training (CSV)"),
        help_text=_(
            "CSV in CP932 (Shift_JIS) or UTF-8 with the columns 職員番号, 研修名, 実施機関 and 修了日; "
            "氏名, 時間 and 備考 if you have them. Nothing is recorded before you have seen the report."
        ),
        error_messages={"required": _("Choose the file."), "empty": _("The file is empty. Choose another one.")},
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith(ENDINGS):
            raise forms.ValidationError(_("This is not a CSV file. In Excel choose Save As and “CSV UTF-8”."))
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB. Cut it into smaller files."))
        return file
