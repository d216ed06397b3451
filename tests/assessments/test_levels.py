import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.levels import LEVELS, Choices, choices_for, judge
from assessments.states import Choice

Y, P, N, U = Choice.YES, Choice.PARTLY, Choice.NOT_YET, Choice.UNKNOWN

whole = st.fixed_dictionaries({level: st.sampled_from(Choice) for level in LEVELS})
partial = st.dictionaries(st.sampled_from(list(LEVELS)), st.sampled_from(Choice))


def five(*choices: Choice) -> Choices:
    return dict(zip(LEVELS, choices, strict=True))


@pytest.mark.parametrize(
    ("choices", "level", "stumble", "because", "skipped"),
    [
        (five(Y, Y, Y, Y, Y), 5, None, None, ()),
        (five(Y, Y, Y, Y, N), 4, 5, N, ()),
        (five(Y, Y, Y, P, N), 3, 4, P, ()),
        (five(Y, Y, N, N, N), 2, 3, N, ()),
        (five(Y, P, P, P, P), 1, 2, P, ()),
        # Below level 1 is a judgement; nothing to judge by is not.
        (five(N, N, N, N, N), 0, 1, N, ()),
        (five(P, N, N, N, N), 0, 1, P, ()),
        (five(U, U, U, U, U), None, 1, U, ()),
        (five(U, Y, N, N, N), None, 1, U, (2,)),
        # What is met above a gap lifts nothing and is kept for the interview.
        (five(Y, N, Y, Y, N), 1, 2, N, (3, 4)),
        (five(N, Y, Y, Y, Y), 0, 1, N, (2, 3, 4, 5)),
        (five(Y, Y, U, Y, N), 2, 3, U, (4,)),
        # Not answered yet.
        ({}, None, 1, None, ()),
        ({1: Y}, 1, 2, None, ()),
        ({1: Y, 2: Y, 4: Y}, 2, 3, None, (4,)),
    ],
)
def test_level_is_the_highest_without_a_gap(choices, level, stumble, because, skipped) -> None:
    judgement = judge(choices)
    assert (judgement.level, judgement.stumble, judgement.because, judgement.skipped) == (
        level,
        stumble,
        because,
        skipped,
    )
    assert judgement.has_skip == bool(skipped)


@given(whole)
def test_level_counts_the_sentences_met_from_the_first(choices: Choices) -> None:
    judgement = judge(choices)
    met = next((level - 1 for level in LEVELS if choices[level] is not Y), 5)
    if choices[1] is U:
        assert judgement.level is None
    else:
        assert judgement.level == met
    assert judgement.is_complete


@given(whole, st.sampled_from(list(LEVELS)))
def test_meeting_one_more_sentence_never_lowers_the_level(choices: Choices, level: int) -> None:
    before = judge(choices).level
    after = judge({**choices, level: Y}).level
    if before is not None:
        assert after is not None
        assert after >= before


@given(whole)
def test_stumble_and_skipped_agree_with_the_answers(choices: Choices) -> None:
    judgement = judge(choices)
    if judgement.stumble is None:
        assert set(choices.values()) == {Y}
    else:
        assert judgement.because is choices[judgement.stumble]
        assert all(choices[level] is Y for level in range(1, judgement.stumble))
    assert all(choices[level] is Y and level > (judgement.stumble or 0) for level in judgement.skipped)


@given(partial)
def test_answers_are_complete_when_all_five_are_there(choices: Choices) -> None:
    assert judge(choices).is_complete == (len(choices) == 5)


@pytest.mark.parametrize("level", [None, 0, 1, 2, 3, 4, 5])
def test_one_click_stands_for_answers_that_make_the_same_level(level: int | None) -> None:
    judgement = judge(choices_for(level))
    assert judgement.level == level
    assert judgement.is_complete
    assert not judgement.has_skip


@pytest.mark.parametrize("level", [-1, 6])
def test_one_click_refuses_what_is_no_level(level: int) -> None:
    with pytest.raises(ValueError, match="not a level"):
        choices_for(level)
