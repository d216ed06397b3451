"""Self and supervisor: the pair is what each thought before seeing the other."""

from datetime import date

import pytest

from assessments.calibration import queries
from assessments.models import Cycle
from assessments.services import confirm
from tests.assessments.calibration.rounds import AT
from tests.cast import Cast
from tests.factories.assessments import assessment_of, hand_in, open_cycle_for, rate_at


def test_the_supervisor_s_view_is_the_one_before_the_self_assessment_appeared(cast: Cast) -> None:
    cycle = open_cycle_for(cast)
    assessment = assessment_of(cast.alice)
    hand_in(assessment, 4)
    rate_at(assessment, 2, by=cast.supervisor, comment="面談で確認", key="blind")
    rate_at(assessment_of(cast.alice), 3, by=cast.supervisor, comment="面談で確認", key="after")
    confirm([assessment_of(cast.alice)], by=cast.second, at=AT)
    (pair,) = queries.blind_pairs([cycle])
    assert (pair.self_level, pair.blind_level, pair.confirmed_level) == (4, 2, 3)
    assert pair.rater_id == cast.supervisor.pk
    assert queries.shift_of([pair]) == queries.Shift(toward=1, away=0, unchanged=0)


def test_what_is_not_confirmed_is_nobody_s_figure_yet(cast: Cast) -> None:
    cycle = open_cycle_for(cast)
    hand_in(assessment_of(cast.alice), 4)
    rate_at(assessment_of(cast.alice), 2, by=cast.supervisor, comment="面談で確認")
    assert queries.blind_pairs([cycle]) == []


def test_no_self_assessment_no_pair(cast: Cast) -> None:
    cycle = open_cycle_for(cast)
    rate_at(assessment_of(cast.alice), 2, by=cast.supervisor, comment="面談で確認")
    confirm([assessment_of(cast.alice)], by=cast.second, at=AT)
    assert queries.blind_pairs([cycle]) == []


def test_a_group_with_few_pairs_has_no_figures(cast: Cast) -> None:
    cycle = open_cycle_for(cast)
    hand_in(assessment_of(cast.alice), 2)
    rate_at(assessment_of(cast.alice), 2, by=cast.supervisor, comment="面談で確認")
    confirm([assessment_of(cast.alice)], by=cast.second, at=AT)
    line = next(line for line in queries.agreement_by_group(cycle) if line.group.key == "all_staff")
    assert (line.pairs, line.figures) == (1, None)
    lines, too_few = queries.agreement_by_rater([cycle], date(2026, 11, 23))
    assert (lines, too_few) == ([], 1)


@pytest.mark.django_db
def test_no_cycle_no_pairs() -> None:
    assert queries.blind_pairs(Cycle.objects.none()) == []
