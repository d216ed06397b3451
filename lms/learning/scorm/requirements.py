"""What a manifest asks of an item before it counts as done or passed. Pure rules on the stored item."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

type Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """One text shared by name: what an item may do with it, and whether it is the learner's or the attempt's."""

    target: str
    read: bool = True
    write: bool = True
    is_global: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """Thresholds of one item.

    `mastery_score` is SCORM 1.2's, on the scale of score.raw; `scaled_passing_score` and `completion_threshold` are
    SCORM 2004's. `objectives` are the ids the run-time offers before the package asks (RTE 4.2.17). `is_sequenced`:
    the item belongs to a tree that the player walks. `stores` are the shared data it may use (RTE 4.3.1).
    """

    mastery_score: Decimal | None = None
    scaled_passing_score: Decimal | None = None
    completion_threshold: Decimal | None = None
    is_completion_set_by_content: bool = False
    objectives: tuple[str, ...] = ()
    is_sequenced: bool = False
    stores: tuple[Store, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Write what is asked; what is not asked is left out."""
        return {name: _plain(value) for name, value in asdict(self).items() if value not in (None, False, ())}

    @classmethod
    def from_json(cls, data: Node) -> "Requirements":
        numbers = {name: Decimal(data[name]) for name in _NUMBERS if name in data}
        return cls(
            **numbers,
            is_completion_set_by_content=data.get("is_completion_set_by_content", False),
            objectives=tuple(data.get("objectives", ())),
            is_sequenced=data.get("is_sequenced", False),
            stores=tuple(Store(**store) for store in data.get("stores", ())),
        )


_NUMBERS = ("mastery_score", "scaled_passing_score", "completion_threshold")


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value


def from_item(
    *,
    mastery_score: Decimal | None,
    completion_threshold: Decimal | None,
    sequencing: Node,
    data_maps: Iterable[Node] = (),
) -> Requirements:
    """Read an item's requirements; `sequencing` and `data_maps` are as `curriculum.packages` keeps them."""
    controls = next(_named(sequencing, "deliverycontrols"), {})
    return Requirements(
        mastery_score=mastery_score,
        scaled_passing_score=_passing_score(sequencing),
        completion_threshold=completion_threshold,
        is_completion_set_by_content=_attribute(controls, "completionSetByContent") == "true",
        objectives=tuple(_objective_ids(sequencing)),
        stores=tuple(Store(**data_map) for data_map in data_maps),
    )


def duration_limit(sequencing: Node) -> str:
    """imsss:attemptAbsoluteDurationLimit, which content reads as cmi.max_time_allowed (RTE 4.2.14)."""
    return _attribute(next(_named(sequencing, "limitconditions"), {}), "attemptAbsoluteDurationLimit")


def _passing_score(sequencing: Node) -> Decimal | None:
    """imsss:minNormalizedMeasure of a primary objective satisfied by measure; 1.0 when it names none (SN 3.10)."""
    primary = next(_named(sequencing, "primaryobjective"), {})
    if _attribute(primary, "satisfiedByMeasure") != "true":
        return None
    measure = next(_named(primary, "minnormalizedmeasure"), {})
    try:
        score = Decimal(str(measure.get("text") or "1"))
    except InvalidOperation:
        return None
    return score if -1 <= score <= 1 else None


def _objective_ids(sequencing: Node) -> Iterator[str]:
    for name in ("primaryobjective", "objective"):
        for node in _named(sequencing, name):
            if identifier := _attribute(node, "objectiveID"):
                yield identifier


def _named(node: Node, name: str) -> Iterator[Node]:
    for child in node.get("children", ()):
        if str(child.get("name", "")).rpartition(":")[2].casefold() == name:
            yield child
        yield from _named(child, name)


def _attribute(node: Node, name: str) -> str:
    attributes: Mapping[str, str] = node.get("attributes") or {}
    key = name.casefold()
    return next((str(value).strip() for other, value in attributes.items() if other.casefold() == key), "")
