"""Courses as rows: the tree of a package version, and where a learner is in it."""

from functools import lru_cache
from hashlib import sha256
from uuid import UUID

from curriculum.models import PackageVersion
from lms.learning.scorm.models import Attempt, GlobalObjective, SequencingState
from lms.learning.scorm.sequencing.activities import Tree
from lms.learning.scorm.sequencing.course import Course
from lms.learning.scorm.sequencing.manifests import is_sequenced, tree_of
from lms.learning.scorm.sequencing.tracking import ObjectiveProgress, Tracking

LONGEST_NAME = 250


@lru_cache(maxsize=256)
def tree_of_version(version: UUID) -> Tree | None:
    """Return the activity tree of a version that sequences; remembered, since a version never changes."""
    versions = PackageVersion.objects.filter(uuid=version, standard=PackageVersion.Standard.SCORM2004)
    report = versions.values_list("report", flat=True).first()
    return tree_of(report) if report and is_sequenced(report) else None


def tree_of_attempt(attempt: Attempt) -> Tree | None:
    """Return the activity tree of the version that an attempt plays."""
    return tree_of_version(PackageVersion.objects.values_list("uuid", flat=True).get(pk=attempt.package_version_id))


def load(attempt: Attempt, tree: Tree, *, locks: bool = False) -> Course:
    """Return the learner's course; `locks` it for a change, which makes its row when there is none yet."""
    states = SequencingState.objects.filter(attempt=attempt)
    if locks:
        SequencingState.objects.get_or_create(attempt=attempt)
        states = states.select_for_update(no_key=True)
    data = states.values_list("data", flat=True).first() or {}
    course = Course(tree=tree, tracking=Tracking.from_json(data), seed=attempt.uuid.hex)
    kept = dict(_global_objectives(attempt, tree)) if tree.are_objectives_global else data.get("objectives", {})
    course.tracking.objectives = {name: ObjectiveProgress.from_json(values) for name, values in kept.items()}
    return course


def _global_objectives(attempt: Attempt, tree: Tree) -> list[tuple[str, dict[str, object]]]:
    if not tree.global_ids:
        return []
    names = {_key(name): name for name in tree.global_ids}
    of_learner = GlobalObjective.objects.filter(learner__enrolments__scorm_attempts=attempt)
    found = of_learner.filter(identifier__in=names).values_list("identifier", "data")
    return [(names[key], data) for key, data in found]


def _key(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else sha256(name.encode(errors="surrogatepass")).hexdigest()


def save(attempt: Attempt, course: Course) -> None:
    """Keep where the learner is, and the global objectives the course has written."""
    data = course.tracking.as_json()
    objectives = {name: values.as_json() for name, values in course.tracking.objectives.items()}
    if course.tree.are_objectives_global:
        _save_global(attempt, objectives)
    else:
        data["objectives"] = objectives
    SequencingState.objects.filter(attempt=attempt).update(data=data)


def _save_global(attempt: Attempt, objectives: dict[str, dict[str, object]]) -> None:
    if objectives:
        learner = attempt.enrolment.learner_id
        rows = [
            GlobalObjective(learner_id=learner, identifier=_key(name), data=data) for name, data in objectives.items()
        ]
        GlobalObjective.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["learner", "identifier"], update_fields=["data"]
        )
