"""What the learning record asks of whoever assesses people.

Assessments stand in a layer above this one; they register here, so that a learner's path can mark the level reached and
the supervisors' digest can count the ratings that are missing.
"""

from collections.abc import Mapping
from datetime import date
from typing import Protocol
from uuid import UUID

from curriculum.models import TalentGroup
from lms.people.models import User


class Assessor(Protocol):
    def level_in(self, group: TalentGroup, person: User) -> int | None:
        """Return the level a person has reached in a group as confirmed: 0 below level 1, None without one."""

    def missing_ratings(self, on: date) -> Mapping[UUID, int]:
        """Return how many people each first rater has still to rate in the cycles that are open."""


_assessors: list[Assessor] = []


def register(assessor: Assessor) -> None:
    """Let `assessor` answer from now on."""
    _assessors[:] = [assessor]


def level_in(group: TalentGroup, person: User) -> int | None:
    return _assessors[0].level_in(group, person)


def missing_ratings(on: date) -> Mapping[UUID, int]:
    return _assessors[0].missing_ratings(on)
