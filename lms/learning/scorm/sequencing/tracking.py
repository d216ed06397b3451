"""What is known of a learner's way through a tree: the standard's tracking model (SN chapter 4.2), as one value.

`None` stands for unknown throughout: the standard's pairs of "progress status" and "satisfied status" are one value
of three. A `Tracking` is copied before anything is tried on it, and kept as JSON between requests.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from decimal import Decimal
from typing import Any

_SAYS_MUCH = frozenset({"completed", "children"})  # "no" and "none" are something else than nothing known


@dataclass(slots=True, kw_only=True)
class ObjectiveProgress:
    """The state of one objective, local or global. `raw`, `low` and `high` are scores, passed on but never judged."""

    satisfied: bool | None = None
    measure: Decimal | None = None
    completed: bool | None = None
    progress: Decimal | None = None
    raw: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    def as_json(self) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: str(v) if isinstance(v, Decimal) else v for name, v in values.items() if v is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ObjectiveProgress":
        values: dict[str, Any] = {name: v if isinstance(v, bool) else Decimal(v) for name, v in data.items()}
        return cls(**values)


@dataclass(slots=True, kw_only=True)
class ActivityProgress:
    """One activity: attempts begun, the present attempt's progress, its objectives, the children on offer.

    `children` holds the selected children in their order, once selection or randomisation has decided it.
    """

    attempts: int = 0
    is_active: bool = False
    is_suspended: bool = False
    completed: bool | None = None
    progress: Decimal | None = None
    objectives: dict[str, ObjectiveProgress] = field(default_factory=dict)
    children: tuple[str, ...] | None = None

    @property
    def is_known(self) -> bool:
        """The standard's Activity Progress Status: an attempt has begun."""
        return self.attempts > 0

    def copy(self) -> "ActivityProgress":
        return replaced(self, objectives={name: replaced(value) for name, value in self.objectives.items()})

    def as_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "attempts": self.attempts,
            "active": self.is_active,
            "suspended": self.is_suspended,
            "completed": self.completed,
            "progress": None if self.progress is None else str(self.progress),
            "objectives": {name: value.as_json() for name, value in self.objectives.items()},
            "children": None if self.children is None else list(self.children),
        }
        return {name: value for name, value in data.items() if value or (name in _SAYS_MUCH and value is not None)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ActivityProgress":
        children = data.get("children")
        return cls(
            attempts=data.get("attempts", 0),
            is_active=data.get("active", False),
            is_suspended=data.get("suspended", False),
            completed=data.get("completed"),
            progress=Decimal(data["progress"]) if "progress" in data else None,
            objectives={name: ObjectiveProgress.from_json(v) for name, v in data.get("objectives", {}).items()},
            children=None if children is None else tuple(children),
        )


@dataclass(slots=True, kw_only=True)
class Tracking:
    """The whole of it. `current` and `suspended` are ids of activities, empty for none.

    `is_waiting`: the current activity has been delivered and not been opened yet. `steps` counts navigation requests.
    """

    current: str = ""
    suspended: str = ""
    is_waiting: bool = False
    is_prepared: bool = False
    steps: int = 0
    activities: dict[str, ActivityProgress] = field(default_factory=dict)
    objectives: dict[str, ObjectiveProgress] = field(default_factory=dict)

    def of(self, activity: str) -> ActivityProgress:
        found = self.activities.get(activity)
        if found is None:
            found = self.activities[activity] = ActivityProgress()
        return found

    def copy(self) -> "Tracking":
        return replaced(
            self,
            activities={name: value.copy() for name, value in self.activities.items()},
            objectives={name: replaced(value) for name, value in self.objectives.items()},
        )

    def as_json(self) -> dict[str, Any]:
        """Write the tracking; global objectives are kept apart, they may outlive the attempt."""
        return {
            "current": self.current,
            "suspended": self.suspended,
            "waiting": self.is_waiting,
            "prepared": self.is_prepared,
            "steps": self.steps,
            "activities": {name: value.as_json() for name, value in self.activities.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Tracking":
        return cls(
            current=data.get("current", ""),
            suspended=data.get("suspended", ""),
            is_waiting=data.get("waiting", False),
            is_prepared=data.get("prepared", False),
            steps=data.get("steps", 0),
            activities={name: ActivityProgress.from_json(v) for name, v in data.get("activities", {}).items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the run-time data of a leaf says to sequencing (SN 4.2.1, RTE chapter 4), `None` for what it leaves open."""

    completed: bool | None = None
    progress: Decimal | None = None
    primary: ObjectiveProgress = field(default_factory=ObjectiveProgress)
    objectives: Mapping[str, ObjectiveProgress] = field(default_factory=dict)
    is_suspended: bool = False
