"""What HR fills in to load a roster."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from lms.lib import clock
from lms.people.models import Rank, RosterLoad
from lms.people.roster import words
from lms.people.roster.columns import FIELDS

ENDINGS = (".csv", ".txt", ".tsv")
UNDECIDED = "?"


class UploadForm(forms.Form):
    """A file, the date it describes, and whether it lists everyone."""

    file = forms.FileField(
        label=_("Roster file (CSV)"),
        help_text=_(
            "CSV in CP932 (Shift_JIS) or UTF-8. The file is kept as it is; nothing changes before you approve."
        ),
        error_messages={"required": _("Choose the roster file."), "empty": _("The file is empty. Choose another one.")},
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    as_of = forms.DateField(
        label=_("The roster describes this day (基準日)"),
        help_text=_("What the file says holds from this day on; the days before it stay as they are."),
        initial=clock.today,
        error_messages={
            "required": _("Enter the day the roster describes."),
            "invalid": _("Enter a date such as 2026-04-01."),
        },
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    form = forms.ChoiceField(
        label=_("What the file lists"),
        choices=RosterLoad.Form.choices,
        initial=RosterLoad.Form.FULL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the file lists everyone or changes only.")},
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        name = (file.name or "").lower()
        if name.endswith((".xlsx", ".xls")):
            raise forms.ValidationError(_("This is an Excel workbook. In Excel choose Save As and “CSV UTF-8”."))
        if not name.endswith(ENDINGS):
            raise forms.ValidationError(_("This is not a CSV file. Choose a file whose name ends in .csv."))
        if (file.size or 0) > settings.ROSTER_MAX_BYTES:
            limit = filesizeformat(settings.ROSTER_MAX_BYTES)
            raise forms.ValidationError(_("The file is larger than %(limit)s."), params={"limit": limit})
        return file


class ApprovalForm(forms.Form):
    """The second confirmation: how many people leave, typed by hand."""

    leavers = forms.IntegerField(
        label=_("How many people leave?"),
        min_value=0,
        error_messages={"required": _("Enter the number of leavers shown above to confirm it.")},
    )

    def __init__(self, data: Any, load: RosterLoad) -> None:
        super().__init__(data)
        self.load = load
        self.fields["leavers"].required = load.needs_confirmation

    def clean_leavers(self) -> int | None:
        leavers: int | None = self.cleaned_data["leavers"]
        if self.load.needs_confirmation and leavers != self.load.summary["leavers"]:
            raise forms.ValidationError(_("Enter the number of leavers shown above to confirm it."))
        return leavers


class MendForm(forms.Form):
    """Says what unknown columns hold and which rank new job titles have."""

    def __init__(self, data: Any, *, columns: Iterable[str], titles: Iterable[str]) -> None:
        super().__init__(data)
        self.columns = {f"column-{index}": heading for index, heading in enumerate(columns)}
        self.titles = {f"title-{index}": title for index, title in enumerate(titles)}
        for name, heading in self.columns.items():
            self.fields[name] = forms.ChoiceField(
                label=_("Column “%(heading)s”") % {"heading": heading},
                choices=self._fields,
                required=False,
                initial=UNDECIDED,
            )
        for name, title in self.titles.items():
            self.fields[name] = forms.ChoiceField(
                label=_("Job title “%(title)s”") % {"title": title},
                choices=self._ranks,
                required=False,
                initial=UNDECIDED,
            )

    @staticmethod
    def _fields() -> list[tuple[str, Any]]:
        known = [(name, words.field_label(name)) for name in FIELDS]
        return [(UNDECIDED, _("Not decided")), ("", _("Leave this column out")), *known]

    @staticmethod
    def _ranks() -> list[tuple[str, Any]]:
        ranks = Rank.objects.order_by("order").values_list("key", "name")
        return [(UNDECIDED, _("Not decided")), *ranks]

    def chosen_columns(self) -> dict[str, str]:
        return self._chosen(self.columns)

    def chosen_titles(self) -> dict[str, str]:
        return {title: key for title, key in self._chosen(self.titles).items() if key}

    def _chosen(self, names: dict[str, str]) -> dict[str, str]:
        answers = {of: self.cleaned_data.get(name, UNDECIDED) for name, of in names.items()}
        return {of: answer for of, answer in answers.items() if answer != UNDECIDED}
