"""From a leaf's run-time data to what sequencing is told, and back to what content sees. Pure functions."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from lms.learning.record.outcomes import Outcome
from lms.learning.record.states import Completion, Success
from lms.learning.scorm.sequencing.activities import Activity, Objective, Randomisation, RollupControls, Tree
from lms.learning.scorm.sequencing.course import Course
from lms.learning.scorm.sequencing.ending import end_attempt, end_descendants
from lms.learning.scorm.sequencing.tracking import ObjectiveProgress, Report
from lms.learning.scorm.status import MICRO, number

type Values = Mapping[str, str]

COMPLETION = {"completed": True, "incomplete": False, "not attempted": False}
SUCCESS = {"passed": True, "failed": False}
_OBJECTIVE = re.compile(r"cmi\.objectives\.(\d+)\.id")


def report_of(values: Values, *, has_finished: bool) -> Report:
    """Return what the data says. A window closed without Terminate counts as suspended (SCORM.md rows 18 and 27)."""
    objectives = dict(_objectives(values))
    return Report(
        completed=COMPLETION.get(values.get("cmi.completion_status", "")),
        progress=number(values.get("cmi.progress_measure", "")),
        primary=_objective(values, "cmi"),
        objectives=objectives,
        is_suspended=not has_finished or values.get("cmi.exit") == "suspend",
    )


def _objectives(values: Values) -> Iterator[tuple[str, ObjectiveProgress]]:
    for element, identifier in values.items():
        if found := _OBJECTIVE.fullmatch(element):
            yield identifier, _objective(values, f"cmi.objectives.{found[1]}")


def _objective(values: Values, path: str) -> ObjectiveProgress:
    return ObjectiveProgress(
        satisfied=SUCCESS.get(values.get(f"{path}.success_status", "")),
        measure=number(values.get(f"{path}.score.scaled", "")),
        completed=COMPLETION.get(values.get(f"{path}.completion_status", "")),
        progress=number(values.get(f"{path}.progress_measure", "")),
        raw=number(values.get(f"{path}.score.raw", "")),
        low=number(values.get(f"{path}.score.min", "")),
        high=number(values.get(f"{path}.score.max", "")),
    )


def with_objectives(course: Course, activity: Activity, values: Values) -> dict[str, str]:
    """Return a leaf's data with its objectives as they stand, global ones included (RTE 4.2.17)."""
    places = {
        identifier: int(found[1]) for element, identifier in values.items() if (found := _OBJECTIVE.fullmatch(element))
    }
    shown = dict(values)
    for objective in activity.all_objectives:
        if objective.id:
            index = places.setdefault(objective.id, len(places))
            shown[f"cmi.objectives.{index}.id"] = objective.id
            shown |= _shown(f"cmi.objectives.{index}", course.seen(activity, objective))
    return shown


def _shown(path: str, seen: ObjectiveProgress) -> dict[str, str]:
    words = {
        "success_status": {True: "passed", False: "failed", None: ""}[seen.satisfied],
        "completion_status": {True: "completed", False: "incomplete", None: ""}[seen.completed],
        "score.scaled": _text(seen.measure),
        "score.raw": _text(seen.raw),
        "score.min": _text(seen.low),
        "score.max": _text(seen.high),
        "progress_measure": _text(seen.progress),
    }
    return {f"{path}.{name}": word for name, word in words.items() if word}


def _text(value: Decimal | None) -> str:
    if value is None:
        return ""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def outcome(course: Course) -> Outcome:
    """Return what the course comes to if the learner went away now: the root's state after rollup (SN 4.6)."""
    course = course.copy()
    current = course.current
    if current is not None and course.is_active(current):
        # Nothing may be assumed of what has been offered and not been opened yet.
        course.of(current).is_suspended |= course.tracking.is_waiting
        end_attempt(course, current)
        end_descendants(course, course.root)
        end_attempt(course, course.root)
    root = course.root
    completed, satisfied, measure = course.completed(root), course.satisfied(root), course.measure(root)
    begun = Completion.INCOMPLETE if course.of(root).is_known else Completion.NOT_ATTEMPTED
    return Outcome(
        completion=Completion.COMPLETED if completed else begun,
        success={True: Success.PASSED, False: Success.FAILED, None: Success.UNKNOWN}[satisfied],
        score=None if measure is None else measure.quantize(MICRO),
    )


def is_plain(tree: Tree) -> bool:
    """Tell whether a course leaves rollup to the LMS: no rules, objectives, weights or controls of its own."""
    return all(
        not activity.rules
        and not activity.rollup_rules
        and _is_plain_rollup(activity.rollup)
        and activity.primary == Objective(id=activity.primary.id)
        and not any(objective.maps for objective in activity.objectives)
        and activity.randomisation == Randomisation()
        and activity.is_tracked
        and not activity.is_completion_set_by_content
        and not activity.is_objective_set_by_content
        and not activity.is_completed_by_measure
        and activity.attempt_limit is None
        for activity in tree.root.walk()
    )


def _is_plain_rollup(rollup: RollupControls) -> bool:
    return (
        rollup.objective_satisfied
        and rollup.progress_completion
        and rollup.measure_weight == rollup.progress_weight == 1
        and set(rollup.required_for.values()) <= {"always"}
    )
