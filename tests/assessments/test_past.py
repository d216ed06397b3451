from datetime import date

import pytest

from assessments.errors import Refused
from assessments.levels import choices_for
from assessments.models import Answer, AnswerLine, Assessment, Confirmation
from assessments.past import PastRating, record_past_cycle
from assessments.queries import last_levels, my_levels
from assessments.states import AssessmentState, CycleState
from tests.cast import Cast
from tests.factories import UserFactory
from tests.factories.assessments import AT, CycleFactory


def past_cycle(code: str = "R8-1"):
    return CycleFactory(
        code=code, opens_on=date(2026, 5, 11), closes_on=date(2026, 6, 12), reference_on=date(2026, 6, 1)
    )


def test_past_cycle_is_recorded_confirmed_and_closed(cast: Cast) -> None:
    ratings = [
        PastRating(person_id=cast.alice.pk, self_answers=choices_for(3), answers=choices_for(2)),
        PastRating(person_id=cast.charlie.pk, self_answers=choices_for(1), answers=None),
    ]
    cycle = record_past_cycle(past_cycle(), ratings, by=cast.hr, at=AT)
    assert cycle.state == CycleState.CLOSED
    alice = Assessment.objects.get(person=cast.alice)
    assert (alice.state, alice.self_level, alice.level) == (AssessmentState.CONFIRMED, 3, 2)
    assert alice.supervisor_level == 2
    charlie = Assessment.objects.get(person=cast.charlie)
    assert (charlie.state, charlie.self_level, charlie.level) == (AssessmentState.OPEN, 1, None)
    by = Answer.objects.get(assessment=alice, view="supervisor").by
    assert by == cast.supervisor
    assert Confirmation.objects.get().by == cast.second
    assert AnswerLine.objects.count() == 15
    assert my_levels(cast.alice)[0].level == 2


def test_recording_twice_changes_nothing(cast: Cast) -> None:
    ratings = [PastRating(person_id=cast.alice.pk, self_answers=None, answers=choices_for(2))]
    record_past_cycle(past_cycle(), ratings, by=cast.hr, at=AT)
    record_past_cycle(past_cycle(), ratings, by=cast.hr, at=AT)
    assert Answer.objects.count() == 1


def test_same_rules_as_on_the_screen(cast: Cast) -> None:
    ratings = [PastRating(person_id=cast.alice.pk, self_answers=None, answers=choices_for(4))]
    with pytest.raises(Refused):
        record_past_cycle(past_cycle(), ratings, by=cast.hr, at=AT)
    assert not Answer.objects.exists()
    record_past_cycle(past_cycle(), ratings, by=cast.hr, at=AT, comment_where_needed="改善シートで確認")
    assert Answer.objects.get().comment == "改善シートで確認"


def test_stranger_and_second_entry_are_passed_over(cast: Cast) -> None:
    ratings = [
        PastRating(person_id=UserFactory().pk, self_answers=None, answers=choices_for(2)),
        PastRating(person_id=cast.alice.pk, self_answers=None, answers=choices_for(2)),
        PastRating(person_id=cast.alice.pk, self_answers=None, answers=choices_for(3)),
    ]
    record_past_cycle(past_cycle(), ratings, by=cast.hr, at=AT)
    assert Assessment.objects.get(person=cast.alice).level == 2
    assert Answer.objects.count() == 1


def test_last_level_is_the_newest_confirmed_one_in_the_same_group(cast: Cast) -> None:
    for code, on, level in [("R8-1", date(2026, 6, 1), 1), ("R8-2", date(2026, 10, 1), 2)]:
        cycle = CycleFactory(code=code, reference_on=on)
        ratings = [PastRating(person_id=cast.alice.pk, self_answers=None, answers=choices_for(level))]
        record_past_cycle(cycle, ratings, by=cast.hr, at=AT)
    found = last_levels([cast.alice.pk], before=CycleFactory(reference_on=date(2027, 2, 1)))
    assert {key: last.level for key, last in found.items()} == {(cast.alice.pk, "all_staff"): 2}
    assert last_levels([cast.alice.pk], before=CycleFactory(code="R8-1")) == {}
