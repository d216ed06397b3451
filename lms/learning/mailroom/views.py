"""文面: what the city's messages say, read with a real case before it is kept."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.learning.mailroom import access
from lms.learning.mailroom.forms import TextForm
from lms.learning.mailroom.samples import sample_of
from lms.learning.texts import services
from lms.learning.texts.kinds import MEANINGS, PLACEHOLDERS, TextKind
from lms.learning.texts.models import MessageText
from lms.learning.texts.wording import Wording, wording_of, wordings_of
from lms.lib import clock
from lms.people.access import role_required
from lms.people.models import Role
from lms.people.requests import Request

hr_only = role_required(Role.HR)


@require_safe
@hr_only
def texts(request: Request) -> HttpResponse:
    """List the messages with their subjects, and which the city has made its own."""
    own = {text.kind: text for text in MessageText.objects.select_related("changed_by")}
    words = wordings_of(TextKind)
    rows = [(kind, words[kind].subject, own.get(kind)) for kind in TextKind]
    return render(request, "learning/mailroom/texts.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@hr_only
def text(request: Request, kind: str) -> HttpResponse:
    """Show a message's words; posting reads them with a real case first, and keeps them when asked to."""
    access.must_reach_city(request.user)
    wanted = _kind_or_404(kind)
    now = wording_of(wanted)
    initial = {"subject": now.subject, "body": now.body}
    form = TextForm(request.POST if request.method == "POST" else None, kind=wanted, initial=initial)
    if form.is_valid() and "keep" in request.POST:
        data = form.cleaned_data
        services.change_text(wanted, subject=data["subject"], body=data["body"], by=request.user, at=clock.now())
        messages.success(request, _("Messages go out with these words from now on."))
        return redirect("learning:message-text", wanted.value)
    return _page(request, wanted, form, form.wording if form.is_bound and form.is_valid() else now)


def _page(request: Request, kind: TextKind, form: TextForm, wording: Wording) -> HttpResponse:
    sample = sample_of(kind, clock.today())
    # Without a case yet, the placeholders' own meanings stand in their places.
    values = sample or {name: str(MEANINGS[name]) for name in PLACEHOLDERS[kind]}
    context = {
        "kind": kind,
        "form": form,
        "placeholders": [(f"{{{name}}}", MEANINGS[name]) for name in PLACEHOLDERS[kind]],
        "is_real": sample is not None,
        "subject": wording.subject_for(values),
        "body": wording.body_for(values),
        "own": MessageText.objects.filter(kind=kind).select_related("changed_by").first(),
    }
    return render(request, "learning/mailroom/text.html", context, status=422 if form.errors else 200)


@require_POST
@hr_only
def restore(request: Request, kind: str) -> HttpResponse:
    """Go back to the shipped words."""
    access.must_reach_city(request.user)
    wanted = _kind_or_404(kind)
    if services.restore_text(wanted, by=request.user, at=clock.now()):
        messages.success(request, _("The message goes out with its original words again."))
    return redirect("learning:message-text", wanted.value)


def _kind_or_404(kind: str) -> TextKind:
    try:
        return TextKind(kind)
    except ValueError as error:
        raise Http404 from error
