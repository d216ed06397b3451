"""Pages of the admin for question banks: reading in a file, and the example to fill in."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.permissions import policy_registry

from curriculum.models import QuestionBank
from curriculum.questions.files import Unreadable
from curriculum.questions.files.table import example_file
from curriculum.questions.services import MOST_BYTES, READERS, import_questions
from lms.lib import clock
from lms.people.requests import Request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class QuestionFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File with questions"),
        help_text=gettext_lazy("Excel (xlsx), CSV, GIFT (txt), or QTI 2.1 (xml or zip)."),
        widget=forms.FileInput(attrs={"accept": ",".join(READERS)}),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("The file is larger than 10 MB. Split it into several files."))
        return file


def _bank_or_403(request: Request, pk: int) -> QuestionBank:
    if not policy_registry.get_by_type(QuestionBank).user_has_permission(request.user, "change"):
        raise PermissionDenied
    return get_object_or_404(QuestionBank, pk=pk)


@require_http_methods(["GET", "POST"])
def import_file(request: Request, pk: int) -> HttpResponse:
    """Take a file's questions into the bank and say by line what was not taken."""
    bank = _bank_or_403(request, pk)
    form = QuestionFileForm(request.POST or None, request.FILES or None)
    imported = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            imported = import_questions(bank, file.name, file.read(), by=request.user, at=clock.now())
        except Unreadable as error:
            form.add_error("file", str(error.message))
        else:
            form = QuestionFileForm()
    context: dict[str, Any] = {
        "bank": bank,
        "form": form,
        "imported": imported,
        "header_title": _("Import questions"),
        "page_title": _("Import questions"),
        "page_subtitle": bank.title,
        "header_icon": "upload",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("question_banks:index"), "label": _("Question banks")},
            {"url": reverse("question_banks:edit", args=[bank.pk]), "label": bank.title},
            {"url": "", "label": _("Import questions")},
        ],
    }
    return render(request, "curriculum/admin/question_import.html", context, status=422 if form.errors else 200)


@require_GET
def example(request: Request) -> HttpResponse:
    """Send the Excel file with one question of each kind."""
    if not policy_registry.get_by_type(QuestionBank).user_has_permission(request.user, "change"):
        raise PermissionDenied
    response = HttpResponse(example_file(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="questions.xlsx"'
    return response
