from datetime import UTC, date, datetime

import pytest

from assessments.levels import choices_for
from assessments.models import Cycle
from assessments.past import PastRating, record_past_cycle
from tests.cast import Cast
from tests.factories import PostingFactory, RankFactory, RaterAssignmentFactory, UserFactory, framework

AS_OF = date(2026, 11, 1)
# Twenty staff: level in the base cycle, level in the current one (None: not assessed).
LEVELS = [
    *[(3, 4)] * 3,
    *[(4, 3)] * 1,
    *[(2, 3)] * 4,
    *[(1, 1)] * 5,
    *[(0, 0)] * 2,
    *[(3, None)] * 2,
    *[(None, 5)] * 2,
    (5, 5),
]


@pytest.fixture
def two_cycles(cast: Cast) -> list[Cycle]:
    """Two closed cycles over the cast and twenty more staff of one group, rated by one chief."""
    people = [UserFactory() for _ in LEVELS]
    staff = RankFactory(key="staff")
    for person in people:
        PostingFactory(person=person, department=cast.department, rank=staff)
        RaterAssignmentFactory(person=person, rater=cast.supervisor)
        RaterAssignmentFactory(person=person, rater=cast.second, role="second")
    cycles = []
    for number, (code, month) in enumerate((("R8-1", 6), ("R8-2", 10))):
        cycle = Cycle.objects.create(
            code=code,
            name_ja=code,
            framework=framework(),
            opens_on=date(2026, month, 1),
            closes_on=date(2026, month, 28),
            reference_on=date(2026, month, 1),
            is_baseline=number == 0,
        )
        ratings = [
            PastRating(
                person_id=person.pk,
                self_answers=None,
                answers=None if pair[number] is None else choices_for(pair[number]),
            )
            for person, pair in zip(people, LEVELS, strict=True)
        ]
        at = datetime(2026, month, 28, tzinfo=UTC)
        cycles.append(record_past_cycle(cycle, ratings, by=cast.hr, at=at, comment_where_needed="面談で確認"))
    return cycles
