"""The demo section at its drill: a sequenced package played through the product's own doors, by some to the end."""

import json
import tempfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from curriculum.models import CourseVersion, Module, PackageItem, PackageVersion
from curriculum.packages.services import import_package
from lms.demo import catalogue
from lms.demo.sequenced import make_drill, read_drill
from lms.learning.models import Enrolment
from lms.learning.record.services import enrol, open_module
from lms.learning.scorm import services
from lms.people.models import User

# How much each learner knows before and after, and whether the window is closed before the end.
STORIES = (
    (1.0, 1.0, False),
    (0.5, 0.95, False),
    (0.3, 0.8, False),
    (0.6, 0.9, False),
    (0.2, 0.4, False),
    (0.4, 0.9, True),
    (0.5, 0.7, False),
    (0.8, 1.0, True),
)
READING = timedelta(minutes=6)
LOGGED = 120


def publish_drill(shelf: catalogue.Shelf, *, author: User, publisher: User, at: datetime) -> CourseVersion:
    """Publish the drill as a course of its own that no group is sent to."""
    drill = read_drill()
    entry = {
        "code": drill["code"],
        "title_ja": drill["title"],
        "title_en": drill["title_en"],
        "programme": "elearning_security",
        "supports_level_from": None,
        "supports_level_to": None,
        "minutes": drill["minutes"],
        "mandatory": False,
        "initiatives": [],
        "groups": [],
        "abilities": [],
        "modality": "elearning",
        "outline": [
            {"ja": page["title"], "en": page["title_en"]} for part in drill["parts"] for page in part.get("pages", ())
        ],
    }
    course = catalogue.draft_course(entry, shelf, owner=author, package=_imported(drill, author, at))
    course.save_revision(user=author).publish(user=publisher)
    return CourseVersion.objects.get(course=course)


def _imported(drill: dict[str, Any], author: User, at: datetime) -> PackageVersion:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kojin-joho-drill.zip"
        path.write_bytes(make_drill(drill))
        return import_package(path, by=author, at=at)


def run_drill(version: CourseVersion, people: list[User], *, today: date, seed: int) -> None:
    """Let people take the drill on the days before today, each in their own way."""
    module = version.modules.get()
    for number, (person, story) in enumerate(zip(people, STORIES, strict=False)):
        day = today - timedelta(days=12 - number)
        at = timezone.make_aware(datetime.combine(day, time(9 + number, 10)))
        enrolment = enrol(person, version, source=Enrolment.Source.CHOSEN, by=person, at=at)
        DrillTaker(enrolment=enrolment, module=module, random=Random(f"{seed}.{number}"), story=story).take(at)


@dataclass(frozen=True, kw_only=True)
class DrillTaker:
    """One learner going through the parts in the order that sequencing leads to."""

    enrolment: Enrolment
    module: Module
    random: Random
    story: tuple[float, float, bool]

    def take(self, at: datetime) -> None:
        open_module(self.enrolment, self.module, at=at)
        version = self.module.scorm.package_version
        step = services.walk(self.enrolment, self.module, version, None, at=at)
        while step.item is not None:
            at += timedelta(seconds=20)
            launched = services.launch(self.enrolment, self.module, step.item, at=at)
            at, leaves = self._play(launched, step.item, at)
            if leaves:
                return
            step = services.walk(self.enrolment, self.module, version, None, at=at)

    def _play(self, launched: services.Launch, item: PackageItem, at: datetime) -> tuple[datetime, bool]:
        """Play one part; return when it was left, and whether the learner went away for good."""
        before, after, leaves_early = self.story
        part = next(part for part in read_drill()["parts"] if part["key"] == item.identifier)
        if "questions" not in part:
            end = at + READING
            cmi: dict[str, Any] = {"completion_status": "completed"}
        else:
            share = before if part["key"] == "pre" else after
            answers = [self._answer(part, question, share) for question in part["questions"]]
            end = at + timedelta(seconds=sum(seconds for _answer, seconds in answers))
            cmi = _marked(part, [answer for answer, _seconds in answers])
        leaves = leaves_early and part["key"] == "post"
        if leaves:
            cmi = {"interactions": cmi["interactions"][:2], "exit": "suspend"}
        cmi["session_time"] = f"PT{int((end - at).total_seconds())}S"
        self._send(launched, cmi, "leave" if leaves else "terminate", at=end)
        return end, leaves

    def _answer(self, part: dict[str, Any], question: dict[str, Any], share: float) -> tuple[dict[str, Any], int]:
        right, *wrong = question["choices"]
        seconds = self.random.randrange(12, 75)
        given = right if self.random.random() < share else self.random.choice(wrong)
        answer = {
            "id": f"{part['key']}-{question['id']}",
            "type": "choice",
            "description": question["text"],
            "correct_responses": [{"pattern": right}],
            "learner_response": given,
            "result": "correct" if given == right else "incorrect",
            "latency": f"PT{seconds}S",
        }
        return answer, seconds

    def _send(self, launched: services.Launch, cmi: dict[str, Any], kind: str, *, at: datetime) -> None:
        wish = "continue" if kind == "terminate" else ""
        body = json.dumps({"kind": kind, "cmi": cmi, "wish": wish, "calls": _calls(cmi, kind, at)})
        reply = services.commit(launched.token, 1, body.encode(), at=at)
        if reply.status != 200:
            raise RuntimeError(f"a commit of the demo was refused: {reply.body}")


def _marked(part: dict[str, Any], answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the package reports of a part with questions."""
    right = sum(answer["result"] == "correct" for answer in answers)
    share = right / len(answers)
    status = "passed" if share >= read_drill()["pass_share"] else "failed"
    goal = {
        "id": part["key"],
        "description": read_drill()["goals"][part["key"]],
        "success_status": status,
        "completion_status": "completed",
        "score": {"scaled": f"{share:g}"},
    }
    return {
        "interactions": answers,
        "objectives": [goal],
        "score": {"raw": str(right), "min": "0", "max": str(len(answers)), "scaled": f"{share:g}"},
        "success_status": status,
        "completion_status": "completed",
    }


def _calls(cmi: dict[str, Any], kind: str, at: datetime) -> list[list[object]]:
    """Return the calls a package would have made, as the player notes them."""
    clock = timezone.localtime(at).strftime("%H:%M:%S.000")
    names = [
        (f"cmi.interactions.{number}.{part}", answer[part])
        for number, answer in enumerate(cmi.get("interactions", []))
        for part in ("id", "learner_response", "result")
    ]
    names += [(f"cmi.{name}", value) for name, value in cmi.items() if isinstance(value, str)]
    calls: list[list[object]] = [[clock, "SetValue", [name, value[:LOGGED]], "true", "0"] for name, value in names]
    first: list[object] = [clock, "Initialize", [""], "true", "0"]
    last: list[list[object]] = [[clock, "Terminate", [""], "true", "0"]] if kind == "terminate" else []
    return [first, *calls, *last]
