"""What the learning record keeps of a person, class by class, and how it is deleted (R22).

Enrolments, progress, outcomes, attendance, certificates and minutes stay: they are what figures count. What a person
wrote, handed in or sent, and what others wrote about them, goes.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from curriculum.questions.shape import WRITTEN_KINDS
from lms.learning.models import (
    ActivityRecord,
    CheckAnswer,
    ClassApplication,
    ClassSession,
    CmiState,
    Deliverable,
    Exemption,
    ExtensionRequest,
    ExtraTime,
    GlobalObjective,
    HandIn,
    HandInReview,
    ModuleProgress,
    Notice,
    OutsideLoad,
    OutsideTraining,
    Project,
    QuizAnswer,
    ScormCommit,
    ScormSession,
    SequencingState,
    SharedData,
    Task,
    TimeEntry,
)
from lms.operations.retention.classes import FILES, HANDINS, NOTICES, TRACES
from lms.operations.retention.registry import (
    PERSON,
    Erased,
    FolderKeeper,
    PersonKeeper,
    Shelf,
    Text,
    put_up,
    register,
)
from lms.operations.retention.staff import midnight
from lms.operations.retention.words import ERASED_TEXT
from lms.people.models import User

NOTHING = "{}"


def connect() -> None:
    register(
        PersonKeeper(record_class=PERSON, erase=forget),
        PersonKeeper(record_class=HANDINS, due=hand_ins_due, erase=erase_hand_ins),
        PersonKeeper(record_class=TRACES, due=traces_due, erase=erase_traces),
        PersonKeeper(record_class=NOTICES, due=notices_due, erase=erase_notices),
        FolderKeeper(record_class=FILES, due=loads_due, erase=erase_load),
    )
    put_up(
        Shelf(name=_("Dates of classes"), read=class_dates),
        Shelf(name=_("Projects"), read=projects),
    )


def forget(person: User, before: date) -> Erased:
    """Delete all a leaver wrote or was told, whenever it was."""
    hand_ins = empty_hand_ins(HandIn.objects.filter(enrolment__learner=person))
    rows = [
        empty_traces(person, None),
        deleted(Notice.objects.filter(person=person)),
        deleted(ActivityRecord.objects.filter(person=person)),
        deleted(OutsideTraining.objects.filter(person=person)),
        deleted(ExtraTime.objects.filter(person=person)),
        emptied(ExtensionRequest.objects.filter(enrolment__learner=person), "words", "answer"),
        emptied(ClassApplication.objects.filter(enrolment__learner=person), "consent_note"),
        emptied(TimeEntry.objects.filter(person=person), "note"),
        emptied(Deliverable.objects.filter(by=person), "note"),
        emptied(ModuleProgress.objects.filter(enrolment__learner=person), "bookmark"),
        Exemption.objects.filter(learner=person).exclude(reason=ERASED_TEXT).update(reason=ERASED_TEXT),
        Task.objects.filter(assignee=person).update(assignee=None),
    ]
    return hand_ins + Erased(rows=sum(rows))


def deleted(rows: QuerySet[Model]) -> int:
    return rows.delete()[0]


def emptied(rows: QuerySet[Model], *fields: str) -> int:
    """Empty text fields; return how many rows held something in them."""
    written = Q()
    for field in fields:
        written |= ~Q(**{field: ""})
    return rows.filter(written).update(**dict.fromkeys(fields, ""))


# Hand-ins


def hand_ins_settled(before: date) -> QuerySet[HandIn]:
    """Return hand-ins of courses completed before a day; whoever is still at it still needs them."""
    moment = midnight(before)
    return HandIn.objects.filter(at__lt=moment, enrolment__completed_at__lt=moment).exclude(text=ERASED_TEXT)


def hand_ins_due(before: date) -> Mapping[UUID, int]:
    return by_person(hand_ins_settled(before), "enrolment__learner")


def erase_hand_ins(person: User, before: date) -> Erased:
    return empty_hand_ins(hand_ins_settled(before).filter(enrolment__learner=person))


def empty_hand_ins(hand_ins: QuerySet[HandIn]) -> Erased:
    """Empty hand-ins and what their reviewers wrote; the rows stay, with verdict and day."""
    found = dict(hand_ins.exclude(text=ERASED_TEXT).values_list("pk", "file"))
    HandInReview.objects.filter(hand_in__in=found).update(comment="")
    HandIn.objects.filter(pk__in=found).update(text=ERASED_TEXT, file="", filename="")
    return Erased(rows=len(found), files=tuple(name for name in found.values() if name))


# Raw data of e-learning


def settled(before: date, enrolment: str) -> Q:
    """Return the condition that a course was completed, and last opened, before a day."""
    moment = midnight(before)
    idle = Q(**{f"{enrolment}__last_activity_at__lt": moment}) | Q(**{f"{enrolment}__last_activity_at": None})
    return Q(**{f"{enrolment}__completed_at__lt": moment}) & idle


def traces_due(before: date) -> Mapping[UUID, int]:
    commits = ScormCommit.objects.filter(settled(before, "session__attempt__enrolment"))
    states = CmiState.objects.filter(settled(before, "attempt__enrolment")).exclude(data=NOTHING)
    typed = typed_answers().filter(settled(before, "attempt__enrolment"))
    return (
        by_person(commits, "session__attempt__enrolment__learner")
        + by_person(states, "attempt__enrolment__learner")
        + by_person(typed, "attempt__enrolment__learner")
    )


def typed_answers() -> QuerySet[QuizAnswer]:
    """Return answers in a person's own words; choices stay, as keys of the question, for its statistics."""
    return QuizAnswer.objects.filter(item__kind__in=WRITTEN_KINDS).exclude(chosen=[])


def erase_traces(person: User, before: date) -> Erased:
    return Erased(rows=empty_traces(person, before))


def empty_traces(person: User, before: date | None) -> int:
    """Delete what packages sent and what was typed; with a day, only of courses settled before it."""

    def reached(enrolment: str) -> Q:
        return settled(before, enrolment) if before else Q()

    own = Q(attempt__enrolment__learner=person)
    states = CmiState.objects.filter(own & reached("attempt__enrolment"))
    sessions = ScormSession.objects.filter(own & reached("attempt__enrolment"))
    sequencing = SequencingState.objects.filter(own & reached("attempt__enrolment"))
    rows = [
        deleted(ScormCommit.objects.filter(session__in=sessions)),
        states.exclude(data=NOTHING).update(data=NOTHING),
        sessions.exclude(data=NOTHING, wish="").update(data=NOTHING, wish=""),
        sequencing.exclude(data={}).update(data={}),
        typed_answers().filter(own & reached("attempt__enrolment")).update(chosen=[]),
        deleted(SharedData.objects.filter(attempt__enrolment__learner=person).filter(reached("attempt__enrolment"))),
    ]
    if before is None:
        rows += [
            deleted(SharedData.objects.filter(learner=person)),
            deleted(GlobalObjective.objects.filter(learner=person)),
            deleted(CheckAnswer.objects.filter(enrolment__learner=person)),
        ]
    return sum(rows)


# Notices


def notices_due(before: date) -> Mapping[UUID, int]:
    return by_person(Notice.objects.filter(on__lt=before), "person")


def erase_notices(person: User, before: date) -> Erased:
    return Erased(rows=deleted(Notice.objects.filter(person=person, on__lt=before)))


# Lists of outside training as they were uploaded


def loads_due(before: date) -> Mapping[str, int]:
    loads = OutsideLoad.objects.filter(uploaded_at__lt=midnight(before)).exclude(text="").order_by("pk")
    return {f"outside:{uuid}": 1 for uuid in loads.values_list("uuid", flat=True)}


def erase_load(reference: str, before: date) -> Erased:
    kind, _colon, uuid = reference.partition(":")
    if kind != "outside":
        return Erased()
    return Erased(rows=emptied(OutsideLoad.objects.filter(uuid=UUID(uuid)), "text"))


# Texts of the city


def class_dates() -> Iterator[Text]:
    for session in ClassSession.objects.select_related("module").order_by("pk"):
        address = reverse("learning:class-session", args=[session.uuid])
        yield Text(title=session.module.title, says=[session.instructor, session.place], address=address)


def projects() -> Iterator[Text]:
    """Yield projects with what stands on their pages in the words of the group."""
    for project in Project.objects.prefetch_related("phases__tasks").order_by("pk"):
        phases = project.phases.all()
        tasks = [task.title for phase in phases for task in phase.tasks.all()]
        says = [project.title, project.summary, [phase.title for phase in phases], tasks]
        yield Text(title=project.title, says=says, address=reverse("learning:project", args=[project.uuid]))


def by_person(rows: QuerySet[Model], person: str) -> Counter[UUID]:
    """Count rows by whom they belong to."""
    counted = rows.order_by().values_list(person).annotate(rows=Count("pk"))
    return Counter(dict(counted.values_list(person, "rows")))
