"""How a package's questions were answered and its objectives met, counted over those one may look at."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from curriculum.models import PackageVersion
from lms.learning.record.models import EnrolmentQuerySet
from lms.learning.scorm import cmi
from lms.learning.scorm.cmi import Standard
from lms.learning.scorm.interactions import Interaction, Kind, Objective, Verdict, interactions, objectives
from lms.learning.scorm.models import CmiState, ScormSession
from lms.learning.scorm.queries import items_of
from lms.learning.scorm.states import Mode, SessionState

SHOWN_RESPONSES = 20
CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseCount:
    """One of the answers given, with how often and how it was judged."""

    words: str
    verdict: Verdict
    count: int


@dataclass(kw_only=True)
class InteractionLine:
    """One question over all attempts; `item` is the part of the package it stands in."""

    item: str
    id: str
    kind: Kind = Kind.NONE
    description: str = ""
    pattern: str = ""
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    responses: Counter[tuple[str, Verdict]] = field(default_factory=Counter)
    latencies: list[Decimal] = field(default_factory=list)

    def add(self, one: Interaction) -> None:
        """Count one answer; what an answer leaves out of type and wording is kept from earlier ones."""
        self.kind = Kind(one.kind or self.kind)
        self.description = one.description or self.description
        self.pattern = one.pattern or self.pattern
        self.verdicts[one.verdict] += 1
        self.responses[one.response, one.verdict] += 1
        if one.latency is not None:
            self.latencies.append(one.latency)

    @property
    def answers(self) -> int:
        return self.verdicts.total()

    @property
    def right(self) -> int:
        return self.verdicts[Verdict.RIGHT]

    @property
    def percent(self) -> int | None:
        """Return the share answered right of the answers that were judged right or wrong."""
        judged = self.right + self.verdicts[Verdict.WRONG]
        return round(100 * self.right / judged) if judged else None

    @property
    def seconds(self) -> int | None:
        return round(median(self.latencies)) if self.latencies else None

    @property
    def most_given(self) -> list[ResponseCount]:
        return self.all_responses[:SHOWN_RESPONSES]

    @property
    def left_out(self) -> int:
        return max(len(self.responses) - SHOWN_RESPONSES, 0)

    @property
    def all_responses(self) -> list[ResponseCount]:
        counted = [
            ResponseCount(words=words, verdict=verdict, count=count)
            for (words, verdict), count in self.responses.items()
        ]
        return sorted(counted, key=lambda response: (-response.count, response.words, response.verdict))


@dataclass(kw_only=True)
class ObjectiveLine:
    """One learning objective over all attempts."""

    item: str
    id: str
    description: str = ""
    attempts: int = 0
    passed: int = 0
    failed: int = 0
    completed: int = 0
    percents: list[Decimal] = field(default_factory=list)

    def add(self, one: Objective) -> None:
        self.description = one.description or self.description
        self.attempts += 1
        self.passed += one.passed is True
        self.failed += one.passed is False
        self.completed += one.is_completed
        if one.percent is not None:
            self.percents.append(one.percent)

    @property
    def percent(self) -> int | None:
        return round(sum(self.percents) / len(self.percents)) if self.percents else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    interactions: Sequence[InteractionLine]
    objectives: Sequence[ObjectiveLine]


def package_answers(version: PackageVersion, scope: EnrolmentQuerySet) -> Answers:
    """Count what every attempt on a package version now says, within a scope of enrolments; trials count nowhere."""
    standard = Standard(version.standard)
    titles = {item.pk: item.title for item in items_of(version.uuid)}
    questions: dict[tuple[int, str], InteractionLine] = {}
    goals: dict[tuple[int, str], ObjectiveLine] = {}
    for item, values in _data(version, scope):
        for one in interactions(standard, values):
            line = questions.setdefault((item, one.id), InteractionLine(item=titles[item], id=one.id))
            line.add(one)
        for goal in objectives(standard, values):
            goals.setdefault((item, goal.id), ObjectiveLine(item=titles[item], id=goal.id)).add(goal)
    places = {pk: place for place, pk in enumerate(titles)}
    return Answers(interactions=_in_order(questions, places), objectives=_in_order(goals, places))


def _in_order[L](lines: Mapping[tuple[int, str], L], places: Mapping[int, int]) -> list[L]:
    """Put lines in the order of the package's items; within an item as the first learner met them."""
    return [line for (_item, _id), line in sorted(lines.items(), key=lambda pair: places[pair[0][0]])]


def _data(version: PackageVersion, scope: EnrolmentQuerySet) -> Iterator[tuple[int, cmi.Values]]:
    """Yield the run-time data of each item in each attempt, from the open session while one holds it."""
    states = CmiState.objects.filter(item__version=version, attempt__enrolment__in=scope.counted())
    open_sessions = ScormSession.objects.filter(
        cmi__in=states, state=SessionState.OPEN, mode=Mode.NORMAL, last_sequence__gt=0
    )
    held = dict(open_sessions.values_list("cmi_id", "data"))
    rows = states.order_by("pk").values_list("pk", "item_id", "data")
    for pk, item, data in rows.iterator(chunk_size=CHUNK):
        yield item, cmi.loads(held.get(pk, data))
