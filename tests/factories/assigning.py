from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from lms.learning.models import AssignmentRule


class RuleFactory(DjangoModelFactory):
    """An active rule for everyone from 1 May 2026, due on 30 June; `courses` are its courses."""

    class Meta:
        model = AssignmentRule
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"受講指定{n + 1}")
    fiscal_year = 2026
    state = AssignmentRule.State.ACTIVE
    takes_everyone = True
    starts_on = date(2026, 5, 1)
    due_on = date(2026, 6, 30)
    created_at = activated_at = datetime(2026, 5, 1, tzinfo=UTC)

    @factory.post_generation
    def courses(self: AssignmentRule, create: bool, extracted: object) -> None:  # type: ignore[misc]
        if create and extracted:
            self.courses.set(extracted)
