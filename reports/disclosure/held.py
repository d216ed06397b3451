"""What the system holds about one person, as chapters of facts (個人情報の保護に関する法律, arts. 76-78; R20).

The rating of an assessment that is not confirmed yet is left out: whoever prepares a disclosure may be a rater.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.models import Answer, Assessment, Confirmation, Evidence, Objection
from assessments.states import View
from assessments.wording import level_label
from lms.learning.activity.models import ActivityRecord
from lms.learning.models import Enrolment
from lms.learning.transcript.queries import transcript_of
from lms.lib.calendar import wareki
from lms.people.models import AuditEvent, Posting, User
from lms.people.queries import department_tree
from lms.people.trail.queries import in_words
from lms.people.trail.words import Sort, of_sort
from lms.templatetags.ui import level_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing held. `key` names it in a form; only what somebody else wrote, or names, may be withheld."""

    key: str
    label: str
    text: str
    may_be_withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Facts that belong together: one course, one assessment."""

    heading: str
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    key: str
    title: str
    entries: Sequence[Entry]


def held_about(person: User, *, at: datetime) -> list[Chapter]:
    """Return everything about a person, chapter by chapter, in the reader's language."""
    sources: list[tuple[str, str, Callable[[User, datetime], Iterable[Entry]]]] = [
        ("person", _("Person and postings"), _person),
        ("completed", _("Completed learning"), _completed),
        ("enrolments", _("Learning under way"), _under_way),
        ("assessments", _("ADKAR assessments"), _assessments),
        ("activities", _("Activity records"), _activities),
        ("looks", _("Who looked at or took out this person's data"), _looks),
    ]
    return [Chapter(key=key, title=title, entries=list(read(person, at))) for key, title, read in sources]


def when(moment: date | datetime | None) -> str:
    """Return 令和8年11月23日 14:05, or the day alone; nothing for what has not happened."""
    if isinstance(moment, datetime):
        local = timezone.localtime(moment)
        return f"{wareki(local.date(), weekday=False)} {local:%H:%M}"
    return wareki(moment, weekday=False) if moment else ""


# The person


def _person(person: User, at: datetime) -> Iterator[Entry]:
    own = {
        "name": (_("Name"), person.name),
        "kana": (_("Name in kana"), person.kana),
        "staff_no": (_("Staff number"), person.staff_no),
        "email": (_("E-mail"), person.email),
        "joined": (_("Joined on"), when(person.joined_on)),
        "left": (_("Left on"), when(person.left_on)),
    }
    facts = [Fact(key=f"person-{key}", label=label, text=text) for key, (label, text) in own.items() if text]
    yield Entry(heading=_("Roster"), facts=facts)
    yield Entry(heading=_("Postings"), facts=list(_postings(person, timezone.localdate(at))))


def _postings(person: User, on: date) -> Iterator[Fact]:
    tree = department_tree(on)
    for posting in Posting.objects.filter(person=person).select_related("department").order_by("valid_from", "pk"):
        place = tree.path(posting.department_id) or posting.department.code
        until = when(posting.valid_to) or _("today")
        yield Fact(
            key=f"posting-{posting.pk}",
            label=f"{when(posting.valid_from)} – {until}",
            text=" ".join(filter(None, (place, posting.title, posting.get_kind_display()))),
        )


# Learning


def _completed(person: User, at: datetime) -> Iterator[Entry]:
    for number, line in enumerate(transcript_of(person, at=at).lines):
        facts = {
            "date": (_("Completed on"), when(line.completed_on)),
            "source": (_("Kind"), f"{line.source} {line.provider}"),
            "minutes": (_("Standard minutes"), str(line.minutes or "")),
            "learned": (_("Minutes recorded"), str(line.learned or "")),
            "certificate": (_("Certificate number"), line.certificate),
        }
        yield Entry(
            heading=line.title,
            facts=[
                Fact(key=f"completed-{number}-{key}", label=label, text=text)
                for key, (label, text) in facts.items()
                if text
            ],
        )


def _under_way(person: User, at: datetime) -> Iterator[Entry]:
    rows = Enrolment.objects.open().filter(learner=person).select_related("course_version", "assigned_by")
    for row in rows.order_by("enrolled_at", "pk"):
        key = f"enrolment-{row.pk}"
        facts = [
            Fact(key=f"{key}-state", label=_("State"), text=row.get_state_display()),
            Fact(key=f"{key}-since", label=_("Enrolled on"), text=when(row.enrolled_at)),
        ]
        if row.due_on:
            facts.append(Fact(key=f"{key}-due", label=_("Due"), text=when(row.due_on)))
        if row.assigned_by:
            facts.append(_somebody(f"{key}-by", _("Assigned by"), row.assigned_by))
        yield Entry(heading=row.course_version.name, facts=facts)


def _somebody(key: str, label: str, who: User) -> Fact:
    """Return a fact that names somebody else."""
    return Fact(key=key, label=label, text=who.name, may_be_withheld=True)


def _opinion(key: str, label: str, by: User, text: str) -> Fact:
    """Return what somebody else wrote, with the writer's name."""
    return Fact(key=key, label=f"{label} ({by.name})", text=text, may_be_withheld=True)


# Assessments


def _assessments(person: User, at: datetime) -> Iterator[Entry]:
    rows = (
        Assessment.objects.filter(person=person)
        .select_related("cycle__framework", "group", "first_rater", "second_rater")
        .prefetch_related(
            "answers__lines", "answers__by", "confirmations__by", "evidence__enrolment__course_version",
            "objections__reply__by", "rater_changes__by", "extensions__by",
        )
        .order_by("cycle__reference_on", "pk")
    )  # fmt: skip
    for row in rows:
        yield Entry(heading=row.cycle.name, facts=list(_assessment(row)))


def _assessment(row: Assessment) -> Iterator[Fact]:
    key = f"assessment-{row.pk}"
    yield Fact(key=f"{key}-group", label=_("Group"), text=row.group.name)
    yield Fact(key=f"{key}-state", label=_("State"), text=row.get_state_display())
    yield Fact(key=f"{key}-notice", label=_("Purpose notice shown"), text=when(row.notice_shown_at) or "-")
    for label, rater in (
        (pgettext("person", "First rater"), row.first_rater),
        (pgettext("person", "Second rater"), row.second_rater),
    ):
        if rater:
            yield _somebody(f"{key}-rater-{rater.staff_no}", label, rater)
    if row.confirmed_at is None:
        text = _("Not confirmed yet. Answers and ratings are disclosed once they are.")
        yield Fact(key=f"{key}-later", label=_("Level"), text=text)
        return
    yield Fact(key=f"{key}-level", label=_("Confirmed level"), text=level_label(row.level))
    for answer in sorted(row.answers.all(), key=lambda answer: answer.pk):
        yield from _answer(answer)
    for confirmation in sorted(row.confirmations.all(), key=lambda each: each.pk):
        yield from _confirmation(confirmation)
    for evidence in sorted(row.evidence.all(), key=lambda each: each.pk):
        yield _evidence(evidence)
    for objection in sorted(row.objections.all(), key=lambda each: each.pk):
        yield from _objection(objection)
    for change in sorted(row.rater_changes.all(), key=lambda each: each.pk):
        yield _opinion(f"rater-change-{change.pk}", _("Change of rater"), change.by, change.reason)
    for extension in sorted(row.extensions.all(), key=lambda each: each.pk):
        yield _opinion(f"extension-{extension.pk}", _("Extension"), extension.by, extension.reason)


def _answer(answer: Answer) -> Iterator[Fact]:
    if answer.is_draft and answer.view == View.SUPERVISOR:
        return
    view = _("Self-assessment") if answer.view == View.SELF else _("Rating")
    label = _("Draft of a self-assessment") if answer.is_draft else view
    separator = pgettext("list", ", ")
    lines = sorted(answer.lines.all(), key=lambda line: line.level)
    choices = separator.join(f"{level_name(line.level)}: {line.get_choice_display()}" for line in lines)
    text = f"{level_label(answer.level)} ({choices})" if choices else level_label(answer.level)
    yield Fact(key=f"answer-{answer.pk}", label=f"{label} {when(answer.at)}", text=text)
    if answer.comment and answer.view == View.SELF:
        yield Fact(key=f"answer-{answer.pk}-comment", label=_("Comment"), text=answer.comment)
    elif answer.comment:
        yield _opinion(f"answer-{answer.pk}-comment", _("Comment"), answer.by, answer.comment)


def _confirmation(confirmation: Confirmation) -> Iterator[Fact]:
    label = f"{confirmation.get_verdict_display()} {when(confirmation.at)}"
    yield Fact(key=f"confirmation-{confirmation.pk}", label=label, text=level_label(confirmation.level))
    if confirmation.reason:
        yield _opinion(f"confirmation-{confirmation.pk}-reason", _("Reason"), confirmation.by, confirmation.reason)


def _evidence(evidence: Evidence) -> Fact:
    withdrawn = _("withdrawn") if evidence.withdrawn_at else ""
    text = " ".join(filter(None, (evidence.title, evidence.note, when(evidence.happened_on), withdrawn)))
    label = _("Evidence for %(level)s") % {"level": level_name(evidence.level)}
    return Fact(key=f"evidence-{evidence.pk}", label=label, text=text)


def _objection(objection: Objection) -> Iterator[Fact]:
    yield Fact(key=f"objection-{objection.pk}", label=f"{_('Objection')} {when(objection.at)}", text=objection.text)
    reply = getattr(objection, "reply", None)
    if reply:
        yield _opinion(f"reply-{reply.pk}", f"{_('Reply')} {when(reply.at)}", reply.by, reply.text)


# Activity and looks


def _activities(person: User, at: datetime) -> Iterator[Entry]:
    for record in ActivityRecord.objects.filter(person=person).select_related("prepared_by").order_by("pk"):
        key = f"activity-{record.pk}"
        facts = [
            Fact(key=f"{key}-state", label=_("State"), text=record.get_state_display()),
            _somebody(f"{key}-by", _("Prepared by"), record.prepared_by),
        ]
        for number, activity in enumerate(record.activities):
            text = " ".join(filter(None, (str(activity.get("group", "")), str(activity.get("result", "")))))
            facts.append(Fact(key=f"{key}-{number}", label=str(activity.get("title", "")), text=text or "-"))
        if record.remark:
            facts.append(Fact(key=f"{key}-remark", label=_("Remark of the person"), text=record.remark))
        yield Entry(heading=when(record.as_of), facts=facts)


def _looks(person: User, at: datetime) -> Iterator[Entry]:
    events = AuditEvent.objects.filter(of_sort(Sort.SAW) | of_sort(Sort.EXPORTED), subject=person)
    lines = in_words(events.exclude(actor=person).select_related("actor", "subject").order_by("sequence"))
    if lines:
        facts = [
            Fact(
                key=f"look-{line.sequence}",
                label=when(line.at),
                text=" ".join(filter(None, (line.actor, line.action, line.target))),
                may_be_withheld=True,
            )
            for line in lines
        ]
        yield Entry(heading=_("Audit trail"), facts=facts)
