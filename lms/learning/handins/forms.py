"""Forms of the hand-in pages."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lms.learning.handed_in import RequestKeyForm, check_upload
from lms.learning.handins.models import HandInReview
from lms.learning.handins.services import Refusal
from lms.learning.handins.words import sentence
from lms.learning.rubric import RubricForm
from lms.people.forms import StaffNumberField

LONGEST_TEXT = 20_000


class DraftForm(forms.Form):
    """What is written and not handed in yet; the space at its end may be the middle of a sentence."""

    text = forms.CharField(required=False, max_length=LONGEST_TEXT, strip=False)


class HandInForm(RequestKeyForm):
    text = forms.CharField(
        label=_("What you write"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 10})
    )
    file = forms.FileField(
        label=_("Attachment"),
        required=False,
        help_text=_("PDF, Word, Excel, PowerPoint, picture, video or zip, up to 50 MB."),
    )

    def clean_file(self) -> "UploadedFile[bytes] | None":
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file:
            check_upload(file)
        return file

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors and not data.get("text") and not data.get("file"):
            self.add_error("text", sentence(Refusal("nothing")))
        return data


class ReviewerForm(forms.Form):
    """Who looks at it instead, by staff number."""

    staff_no = StaffNumberField(label=_("Staff number of the reviewer"))


class ReviewForm(RubricForm):
    """A level for each criterion of the rubric, words, and whether it is enough."""

    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The learner reads it. Needed when you return the hand-in."),
    )
    verdict = forms.ChoiceField(
        choices=[
            (HandInReview.Verdict.ACCEPTED, _("Accept: the module is completed")),
            (HandInReview.Verdict.RETURNED, _("Return: the learner hands in again")),
        ],
        widget=forms.RadioSelect,
        label=_("Verdict"),
        error_messages={"required": _("Choose whether you accept or return this version.")},
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("verdict") == HandInReview.Verdict.RETURNED and not data.get("comment"):
            self.add_error("comment", sentence(Refusal("comment_missing")))
        return data
