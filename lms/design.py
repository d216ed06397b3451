"""The living style page: every component with sample content. Only where demo data or debugging is on."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lms.lib import clock

ANSWERS = [
    ("can", _("I can do this")),
    ("partly", _("Partly")),
    ("not_yet", _("Not yet")),
    ("no_grounds", _("No grounds to judge")),
]

ROW_KEYS = ("name", "kana", "title", "level", "evidence", "state")
ROWS = [
    ("青空 花子", "あおぞら はなこ", "主任", 3, 4, "completed"),
    ("髙瀨 一郎", "たかせ いちろう", "係長", 2, 0, "not_started"),
    ("𠮷川 みどり", "よしかわ みどり", "主事", None, 1, "overdue"),
]


class SampleForm(forms.Form):
    """One field of each kind; sent empty, so that its errors show."""

    title = forms.CharField(
        label=_("Course title"), help_text=_("As it should appear in the list, up to 60 characters.")
    )
    purpose = forms.CharField(label=_("Purpose"), widget=forms.Textarea, required=False)
    division = forms.ChoiceField(
        label=_("Division"), choices=[("", _("All")), ("a", "総務課"), ("b", "情報政策課")], required=False
    )
    due_on = forms.DateField(label=_("Due date"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    answer = forms.ChoiceField(label=_("Your answer"), choices=ANSWERS, widget=forms.RadioSelect)
    agreed = forms.BooleanField(label=_("I have read who will see this"), required=False)
    document = forms.FileField(label=_("File"), help_text=_("A PDF of up to 20 MB."), required=False)


class FilterForm(forms.Form):
    division = SampleForm.base_fields["division"]
    words = forms.CharField(label=_("Words to look for"), required=False)


@login_not_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show every component, for the people who build pages."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    messages.info(request, _("The roster of 1 April has been read."))
    return render(request, "design/index.html", samples(request))


def samples(request: HttpRequest) -> dict[str, Any]:
    today = clock.today()
    return {
        "now": clock.now(),
        "today": today,
        "soon": today + timedelta(days=3),
        "past": today - timedelta(days=2),
        "form": SampleForm(),
        "wrong_form": SampleForm({"title": ""}, prefix="wrong") if "errors" in request.GET else None,
        "filter_form": FilterForm(request.GET, prefix="filter"),
        "answers": ANSWERS,
        "states": [
            "not_started",
            "in_progress",
            "completed",
            "failed",
            "overdue",
            "due_soon",
            "waiting",
            "returned",
            "draft",
            "exempt",
        ],
        "page": Paginator(range(1, 241), 20).get_page(request.GET.get("page", 3)),
        "tabs": [
            {"url": "?tab=open", "label": _("To do"), "current": True, "count": 12},
            {"url": "?tab=done", "label": _("Finished"), "current": False, "count": 148},
        ],
        "stages": [
            {"label": _("Self-assessment"), "state": "done", "note": "2,431 / 2,500"},
            {"label": _("First rater"), "state": "current", "note": "1,180 / 2,500"},
            {"label": _("Second rater"), "state": "todo", "note": "0 / 2,500"},
            {"label": _("Confirmed"), "state": "todo", "note": ""},
        ],
        "rows": [dict(zip(ROW_KEYS, row, strict=True)) for row in ROWS],
        "notice_kinds": ["info", "success", "warning", "error"],
        "save_states": ["saved", "saving", "unsaved", "failed"],
    }
