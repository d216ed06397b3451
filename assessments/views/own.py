"""自己評価: one person's own five sentences with evidence."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import access, objections, queries, services
from assessments.errors import Refused
from assessments.evidence import EvidenceNeed, need_at
from assessments.forms import RATINGS, EvidenceForm, SelfForm, field_name
from assessments.levels import LEVELS, Judgement, choices_for, judge
from assessments.models import Answer, Assessment, Evidence
from assessments.queries import Offer, Sentence
from assessments.sources import EvidenceKind
from assessments.states import AnswerScale, Choice, CycleState, View
from assessments.wording import level_label
from lms.learning.record.queries import leading_to
from lms.lib import clock
from lms.lib.ids import uuid7
from lms.people.requests import Request

SUGGESTIONS = 3
PICKER_FROM = 3
"""Evidence is attached from this sentence on: the first that learning can show; below it where the cycle asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One sentence of the form: its answer, the evidence for it and the learning that could be attached."""

    level: int
    text: str
    chosen: Choice | None
    error: str
    evidence: list[Evidence]
    offers: list[tuple[str, list[Offer]]]
    need: EvidenceNeed

    @property
    def name(self) -> str:
        return field_name(self.level)

    @property
    def has_picker(self) -> bool:
        return self.level >= PICKER_FROM or self.asks_for_evidence

    @property
    def asks_for_evidence(self) -> bool:
        return self.need is not EvidenceNeed.NONE

    @property
    def requires_evidence(self) -> bool:
        return self.need is EvidenceNeed.REQUIRED


class Page:
    """What the self-assessment page shows of one assessment."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.sentences: list[Sentence] = queries.ladder(assessment.group_id)
        self.newest: Answer | None = queries.newest_answer(assessment, View.SELF)
        self.evidence = list(queries.evidence_of(assessment))
        self.offers = queries.offers_for(assessment.person)
        self.can_answer = assessment.cycle.state == CycleState.OPEN and queries.can_answer_self(assessment)

    def steps(self, form: SelfForm | None = None, *, quick: str = "") -> list[Step]:
        chosen = form_choices(form) if form else quick_choices(quick) or queries.choices_of(self.newest)
        return [self.step(sentence.level, chosen=chosen, form=form) for sentence in self.sentences]

    def step(self, level: int, *, chosen: dict[int, Choice] | None = None, form: SelfForm | None = None) -> Step:
        attached = [item for item in self.evidence if item.level == level]
        errors = form.errors.get(field_name(level)) if form else None
        return Step(
            level=level,
            text=next((row.text for row in self.sentences if row.level == level), ""),
            chosen=(chosen or {}).get(level),
            error=str(errors[0]) if errors else "",
            evidence=attached,
            offers=grouped(self.offers, level, attached),
            need=need_at(self.assessment.cycle.evidence_needs, level),
        )

    @property
    def saved_at(self) -> datetime | None:
        return self.newest.at if self.newest else None


def grouped(offers: list[Offer], level: int, attached: list[Evidence]) -> list[tuple[str, list[Offer]]]:
    """Return what may still be attached to a sentence, by kind."""
    used = {item.source for item in attached}
    left = [offer for offer in offers if offer.supports(level) and offer.source not in used]
    kinds = [(str(kind.label), [offer for offer in left if offer.kind is kind]) for kind in EvidenceKind]
    return [(label, several) for label, several in kinds if several]


def form_choices(form: SelfForm) -> dict[int, Choice]:
    """Return what a form that may not be valid has chosen."""
    given = {level: form.data.get(field_name(level), "") for level in LEVELS}
    return {level: Choice(value) for level, value in given.items() if value in Choice.values}


@require_http_methods(["GET", "POST"])
def own(request: Request, uuid: UUID) -> HttpResponse:
    """Show the self-assessment to fill in, or as handed in; a POST hands it in."""
    assessment = access.own_assessment_or_404(request.user, uuid)
    services.note_purpose_shown(assessment, at=clock.now())
    page = Page(assessment)
    if request.method == "GET":
        return show(request, page)
    form = SelfForm(page.sentences, request.POST, must_be_whole=True)
    if not form.is_valid():
        return show(request, page, form=form, status=422)
    try:
        services.save_self(
            assessment,
            form.answers,
            request_key=form.key_for("hand-in"),
            by=request.user,
            at=clock.now(),
            draft=False,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("assessments:self", uuid)
    messages.success(
        request, _("Your self-assessment is handed in. You can correct it until your rater has rated you.")
    )
    return redirect("assessments:self", uuid)


def show(request: Request, page: Page, *, form: SelfForm | None = None, status: int = 200) -> HttpResponse:
    """Render the form while it may be filled in, or what was handed in."""
    assessment = page.assessment
    is_editing = page.can_answer and (assessment.self_submitted_at is None or form is not None or "edit" in request.GET)
    steps = page.steps(form, quick=request.GET.get("level", ""))
    outcome = judge({step.level: step.chosen for step in steps if step.chosen}, assessment.cycle.level_rule)
    context: dict[str, Any] = {
        "assessment": assessment,
        "cycle": assessment.cycle,
        "steps": steps,
        "choices": [(choice.value, choice.label) for choice in AnswerScale(assessment.cycle.answer_scale).offered],
        "outcome": outcome,
        "is_editing": is_editing,
        "can_answer": page.can_answer,
        "is_draft": page.newest is not None and page.newest.is_draft,
        "saved_at": page.saved_at,
        "request_key": uuid7(),
        "error_lines": error_lines(form),
        "quick": quick_links(),
        "deputies": queries.deputies_of(assessment, on=clock.today()),
    }
    if not is_editing:
        context |= afterwards(request, assessment)
    template = "assessments/self.html" if is_editing else "assessments/self_done.html"
    return render(request, template, context, status=status)


def afterwards(request: Request, assessment: Assessment) -> dict[str, Any]:
    """Return what a person reads after handing in: the confirmed level, what leads on, and the trail."""
    result = queries.my_result(assessment)
    leads = result.next_level if result else None
    return {
        "result": result,
        "leading": leading_to(request.user, assessment.group_id, leads, limit=SUGGESTIONS) if leads else [],
        "can_object": objections.can_object(assessment, at=clock.now()),
        "trail": queries.trail_of(assessment, for_subject=True),
    }


def quick_links() -> list[tuple[str, str]]:
    """Return the levels a person may start from, as the address knows them: the five answers follow."""
    return [(value, level_label(level)) for value, level in RATINGS.items() if level is not None]


def quick_choices(value: str) -> dict[int, Choice]:
    """Return the answers that a level in the address stands for; nothing for anything else."""
    return choices_for(RATINGS[value]) if value in RATINGS else {}


def error_lines(form: SelfForm | None) -> list[dict[str, str]]:
    """Return what is missing, each line leading to its sentence."""
    if form is None:
        return []
    return [
        {"target": name, "label": str(form.fields[name].label), "message": str(errors[0])}
        for name, errors in form.errors.items()
        if name in form.fields
    ]


@require_POST
def draft(request: Request, uuid: UUID) -> HttpResponse:
    """Keep what is filled in so far and say which level it makes."""
    assessment = access.own_assessment_or_404(request.user, uuid)
    form = SelfForm(queries.ladder(assessment.group_id), request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    outcome = judge(form.answers, assessment.cycle.level_rule)
    try:
        saved_at = keep_draft(request, assessment, form)
    except Refused as refusal:
        return answer_draft(request, assessment, outcome, refusal=str(refusal))
    return answer_draft(request, assessment, outcome, saved_at=saved_at)


def keep_draft(request: Request, assessment: Assessment, form: SelfForm) -> datetime:
    saved = services.save_self(
        assessment,
        form.answers,
        request_key=form.key_for("draft"),
        by=request.user,
        at=clock.now(),
        draft=True,
    )
    return saved.answer.at


def answer_draft(
    request: Request,
    assessment: Assessment,
    outcome: Judgement,
    *,
    saved_at: datetime | None = None,
    refusal: str = "",
) -> HttpResponse:
    if request.htmx:
        context = {"outcome": outcome, "saved_at": saved_at, "refusal": refusal, "is_draft": True}
        return render(request, "assessments/self.html#outcome", context)
    if refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, _("Your draft is saved. Nobody else sees it."))
    return redirect(f"{address(assessment)}?edit=1")


def address(assessment: Assessment) -> str:
    return reverse("assessments:self", args=[assessment.uuid])


@require_POST
def attach(request: Request, uuid: UUID, level: int) -> HttpResponse:
    """Attach evidence to one sentence; without script the answers come along and are kept as a draft."""
    assessment = access.own_assessment_or_404(request.user, uuid)
    if level not in LEVELS:
        raise Http404
    form = EvidenceForm(level, request.POST)
    problem = attach_from(request, assessment, form) if form.is_valid() else _("Enter the date in full.")
    if not request.htmx:
        keep_answers(request, assessment)
    return answer_evidence(request, assessment, level, problem=problem, typed=form if problem else None)


def attach_from(request: Request, assessment: Assessment, form: EvidenceForm) -> str:
    """Attach what the form holds; return what is wrong with it, or nothing."""
    source = queries.offered(request.user, form.source) if form.source else None
    if form.source and source is None:
        raise Http404
    try:
        services.attach_evidence(
            assessment,
            level=form.level,
            source=source,
            note=form.note,
            happened_on=form.happened_on,
            request_key=form.key,
            by=request.user,
            at=clock.now(),
        )
    except Refused as refusal:
        return str(refusal)
    return ""


def keep_answers(request: Request, assessment: Assessment) -> None:
    form = SelfForm(queries.ladder(assessment.group_id), request.POST)
    if form.is_valid() and form.answers:
        try:
            keep_draft(request, assessment, form)
        except Refused as refusal:
            messages.error(request, str(refusal))


@require_POST
def withdraw(request: Request, uuid: UUID) -> HttpResponse:
    """Take a piece of one's own evidence back."""
    evidence = access.own_evidence_or_404(request.user, uuid)
    assessment = access.own_assessment_or_404(request.user, evidence.assessment.uuid)
    problem = ""
    try:
        services.withdraw_evidence(evidence, by=request.user, at=clock.now())
    except Refused as refusal:
        problem = str(refusal)
    if not request.htmx:
        keep_answers(request, assessment)
    return answer_evidence(request, assessment, evidence.level, problem=problem)


def answer_evidence(
    request: Request, assessment: Assessment, level: int, *, problem: str = "", typed: EvidenceForm | None = None
) -> HttpResponse:
    """Return the evidence of one sentence as it now stands, or lead back to it."""
    if request.htmx:
        context = {
            "assessment": assessment,
            "step": Page(assessment).step(level),
            "problem": problem,
            "typed_note": typed.data.get(f"note-{level}", "") if typed else "",
            "typed_date": typed.data.get(f"happened_on-{level}", "") if typed else "",
            "is_swap": True,
        }
        return render(request, "assessments/self.html#evidence", context)
    if problem:
        messages.error(request, problem)
    return redirect(f"{address(assessment)}?edit=1#evidence-{level}")
