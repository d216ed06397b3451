"""文面: what the city's messages say in each language, read with a real case before it is kept."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.learning.mailroom.forms import TextForm
from lms.learning.mailroom.samples import sample_of
from lms.learning.texts import services
from lms.learning.texts.kinds import MEANINGS, PLACEHOLDERS, TextKind
from lms.learning.texts.models import MessageText
from lms.learning.texts.rules import Values
from lms.learning.texts.wording import Wording, wording_of, wordings_of
from lms.lib import clock
from lms.people.access import city_hr, role_required
from lms.people.models import Role
from lms.people.requests import Request

hr_only = role_required(Role.HR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One message in one language; `own` when the city wrote it itself.

    `is_behind` when the words of the city's first language were changed later: readers of this one miss the change.
    """

    kind: TextKind
    language: str
    language_name: str
    subject: str
    own: MessageText | None
    is_behind: bool


@require_safe
@hr_only
def texts(request: Request) -> HttpResponse:
    """List the messages with their subjects, and which the city has made its own."""
    rows = [(kind, versions) for kind, versions in _versions().items()]
    return render(request, "learning/mailroom/texts.html", {"rows": rows, "languages": settings.LANGUAGES})


def _versions() -> dict[TextKind, list[Version]]:
    own = {(text.kind, text.language): text for text in MessageText.objects.select_related("changed_by")}
    words = wordings_of(TextKind).by_language
    return {
        kind: [
            Version(
                kind=kind,
                language=language,
                language_name=name,
                subject=words[kind, language].subject,
                own=own.get((kind, language)),
                is_behind=_is_behind(own.get((kind, language)), own.get((kind, settings.LANGUAGE_CODE))),
            )
            for language, name in settings.LANGUAGES
        ]
        for kind in TextKind
    }


def _is_behind(text: MessageText | None, first: MessageText | None) -> bool:
    return first is not None and (text is None or text.changed_at < first.changed_at)


@require_http_methods(["GET", "HEAD", "POST"])
@city_hr
def text(request: Request, kind: str, language: str) -> HttpResponse:
    """Show a message's words; posting reads them with a real case first, and keeps them when asked to."""
    wanted = _kind_or_404(kind, language)
    now = wording_of(wanted, language)
    initial = {"subject": now.subject, "body": now.body}
    form = TextForm(request.POST if request.method == "POST" else None, kind=wanted, initial=initial)
    if form.is_valid() and "keep" in request.POST:
        words = {"subject": form.cleaned_data["subject"], "body": form.cleaned_data["body"]}
        services.change_text(wanted, language, **words, by=request.user, at=clock.now())
        messages.success(request, _("Messages go out with these words from now on."))
        return redirect("learning:message-text", wanted.value, language)
    return _page(request, wanted, language, form, form.wording if form.is_bound and form.is_valid() else now)


def _page(request: Request, kind: TextKind, language: str, form: TextForm, wording: Wording) -> HttpResponse:
    versions = _versions()[kind]
    with translation.override(language):
        sample = sample_of(kind, clock.today())
        values = sample or _meanings(kind)
        subject, body = wording.subject_for(values), wording.body_for(values)
    context = {
        "kind": kind,
        "form": form,
        "placeholders": [(f"{{{name}}}", MEANINGS[name]) for name in PLACEHOLDERS[kind]],
        "is_real": sample is not None,
        "subject": subject,
        "body": body,
        "tabs": [_tab(version, language) for version in versions],
        "version": next(version for version in versions if version.language == language),
    }
    return render(request, "learning/mailroom/text.html", context, status=422 if form.errors else 200)


def _tab(version: Version, current: str) -> dict[str, object]:
    url = reverse("learning:message-text", args=[version.kind.value, version.language])
    return {"url": url, "label": version.language_name, "current": version.language == current}


def _meanings(kind: TextKind) -> Values:
    """Without a case yet, the placeholders' own meanings stand in their places."""
    return {name: str(MEANINGS[name]) for name in PLACEHOLDERS[kind]}


@require_POST
@city_hr
def restore(request: Request, kind: str, language: str) -> HttpResponse:
    """Go back to the shipped words."""
    wanted = _kind_or_404(kind, language)
    if services.restore_text(wanted, language, by=request.user, at=clock.now()):
        messages.success(request, _("The message goes out with its original words again."))
    return redirect("learning:message-text", wanted.value, language)


def _kind_or_404(kind: str, language: str) -> TextKind:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    try:
        return TextKind(kind)
    except ValueError as error:
        raise Http404 from error
