"""The demo's working groups at work: projects at different phases, with files, reviews, tasks and time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import yaml
from django.core.files.base import ContentFile
from django.utils import timezone
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from curriculum.models import Module
from lms.learning.models import Deliverable, Phase, Project, Review, TimeEntry
from lms.learning.projects import services
from lms.lib.pdf import FONT, register_fonts
from lms.people.models import User, WorkingGroup

FILE = Path(__file__).parent / "fixtures" / "projects.yaml"
# A phase takes three weeks in the demo; the last hand-in lies a few days back.
PHASE_DAYS = 21
WEEKS_OF_TIME = 6
ACTIVITIES = ("打合せ", "現場の観察", "資料づくり", "聞き取り", "試行の記録", "")
MINUTES = (30, 60, 60, 90, 120)
BATCH = 2000


@cache
def stories() -> list[dict[str, Any]]:
    """Return what each group works on, in the order of the demo's groups."""
    found: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, kw_only=True)
class GroupAtWork:
    """One group's project, told from its start to today."""

    group: WorkingGroup
    module: Module
    story: dict[str, Any]
    today: date
    since: date
    random: Random
    people: list[User] = field(default_factory=list)

    def tell(self) -> Project:
        """Start the project and carry it as far as the story goes."""
        mentor = services.mentor_of(self.group, self.today)
        if mentor is None:
            raise LookupError(f"{self.group} has no mentor.")
        started = self._day(len(self.story["documents"]) * PHASE_DAYS + 7)
        project = services.start_project(
            self.group, self.module, title=self.story["title"], by=mentor, at=_moment(started, 9)
        )
        self.people.extend(
            place.enrolment.learner
            for place in project.team.select_related("enrolment__learner").order_by("enrolment__learner__staff_no")
        )
        project.summary = self.story.get("summary", "")
        project.save(update_fields=["summary"])
        phases = list(project.phases.order_by("order"))
        TimeEntry.objects.bulk_create(self._time(project, started), batch_size=BATCH)
        for order, document in enumerate(self.story["documents"]):
            self._phase(phases[order], order, document)
        self._tasks(phases)
        return project

    def _day(self, days_ago: int) -> date:
        """Return the working day that many days ago, not before the groups were founded."""
        day = max(self.today - timedelta(days=days_ago), self.since)
        return day - timedelta(days=max(day.weekday() - 4, 0)) if day > self.since else day

    def _phase(self, phase: Phase, order: int, document: list[str]) -> None:
        """Hand in a phase's document and have it reviewed as the story says; the first one needs two versions."""
        left = len(self.story["documents"]) - order - 1
        handed_in = self._day(left * PHASE_DAYS + 6)
        is_accepted = order < self.story["accepted"]
        if order == 0:
            first = self._hand_in(phase, document, handed_in - timedelta(days=7), number=1)
            self._review(
                first, Review.Verdict.RETURNED, "誰の困りごとかが1文で分かるように、はじめの段落を書き直してください。"
            )
        version = self._hand_in(phase, document, handed_in, number=2 if order == 0 else 1)
        if is_accepted:
            self._review(version, Review.Verdict.ACCEPTED, self.story["comments"][order])
        elif self.story.get("next") == "returned":
            self._review(version, Review.Verdict.RETURNED, self.story["comments"][order])

    def _hand_in(self, phase: Phase, document: list[str], day: date, *, number: int) -> Deliverable:
        title, *paragraphs = document
        name, body = self._file(phase, title, paragraphs, day, number)
        return services.hand_in(
            phase,
            ContentFile(body, name=name),
            note="" if number == 1 else "前回の講評を受けて直しました。",
            request_key=f"demo-{number}",
            by=self.people[number % len(self.people)],
            at=_moment(day, 15),
        )

    def _file(self, phase: Phase, title: str, paragraphs: Sequence[str], day: date, number: int) -> tuple[str, bytes]:
        """Return a file as the team made it: records as text, everything else as PDF."""
        name = f"{title}_第{number}版"
        if "記録" in title:
            text = "\r\n\r\n".join([f"{self.group.name} {title}", self.story["title"], *paragraphs])
            return f"{name}.txt", f"\ufeff{text}\r\n".encode()
        return f"{name}.pdf", page(title, f"{self.group.name} {self.story['title']}", paragraphs, day)

    def _review(self, version: Deliverable, verdict: Review.Verdict, comment: str) -> None:
        rubric = self.module.project.rubric
        low, high = (2, 4) if verdict == Review.Verdict.ACCEPTED else (1, 2)
        scores = {row["key"]: self.random.randint(low, high) for row in rubric}
        mentor = version.phase.project.mentor
        judged = services.Judged(verdict=verdict, scores=scores, comment=comment)
        services.review(version, judged, by=mentor, at=version.at + timedelta(days=2))

    def _tasks(self, phases: Sequence[Phase]) -> None:
        """Put the story's tasks on the phase under way; the first is done, the team's first two have one each."""
        current = next((phase for phase in phases if phase.order == self.story["accepted"]), None)
        for number, title in enumerate(self.story.get("tasks", [])):
            if current is None:
                return
            task = services.add_task(
                current,
                title=title,
                assignee=self.people[-1 - number] if number < 2 else None,
                due_on=self.today + timedelta(days=3 + 7 * number),
                request_key=f"demo-{number}",
                by=self.people[0],
            )
            if number == 0 and len(self.story["tasks"]) > 2:
                services.mark_task(task, is_done=True, at=_moment(self._day(1), 11))

    def _time(self, project: Project, started: date) -> Iterator[TimeEntry]:
        """Yield the team's time of the last weeks: most people find some, few reach 10 %."""
        monday = self.today - timedelta(days=self.today.weekday())
        for week in range(WEEKS_OF_TIME):
            for person in self.people:
                for day in sorted(self.random.sample(range(5), self.random.choice((0, 1, 1, 2, 2, 3)))):
                    on = monday + timedelta(days=day - 7 * week)
                    if started <= on < self.today:
                        yield self._entry(project, person, on)

    def _entry(self, project: Project, person: User, on: date) -> TimeEntry:
        return TimeEntry(
            project=project,
            person=person,
            on=on,
            minutes=self.random.choice(MINUTES),
            is_overtime=self.random.random() < 0.12,
            note=self.random.choice(ACTIVITIES),
            request_key=f"demo-{on:%Y%m%d}",
            at=_moment(on, 17),
        )


def run_projects(module: Module, groups: Sequence[WorkingGroup], *, today: date, since: date, seed: int) -> None:
    """Let each group work on the module as its story says."""
    for number, (group, story) in enumerate(zip(groups, stories(), strict=True)):
        random = Random(f"{seed}-{number}")
        GroupAtWork(group=group, module=module, story=story, today=today, since=since, random=random).tell()


def page(title: str, subtitle: str, paragraphs: Sequence[str], on: date) -> bytes:
    """Return one A4 page as PDF; the same words give the same bytes."""
    register_fonts()
    output = BytesIO()
    canvas = Canvas(output, pagesize=A4, invariant=1)
    canvas.setTitle(title)
    left, top = 25 * mm, A4[1] - 35 * mm
    canvas.setFont(FONT, 20)
    canvas.drawString(left, top, title)
    canvas.setFont(FONT, 11)
    canvas.drawString(left, top - 9 * mm, subtitle)
    canvas.drawRightString(A4[0] - left, top - 9 * mm, f"{on:%Y-%m-%d}")
    height = top - 24 * mm
    for paragraph in paragraphs:
        for line in _lines(paragraph, A4[0] - 2 * left):
            canvas.drawString(left, height, line)
            height -= 7 * mm
        height -= 4 * mm
    canvas.save()
    return output.getvalue()


def _lines(text: str, width: float) -> list[str]:
    """Break Japanese text into lines: any character may end one, but a full stop does not begin one."""
    lines, line = [], ""
    for character in text:
        if pdfmetrics.stringWidth(line + character, FONT, 11) > width and character not in "。、)」":
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


def _moment(on: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour, 0)))
