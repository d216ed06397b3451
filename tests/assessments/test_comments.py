import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.comments import CommentReason, comment_reasons

HIGH, CHANGE, GAP = CommentReason.HIGH_LEVEL, CommentReason.BIG_CHANGE, CommentReason.BIG_GAP
levels = st.one_of(st.none(), st.integers(0, 5))


@pytest.mark.parametrize(
    ("level", "last_level", "self_level", "reasons"),
    [
        (3, None, None, set()),
        (3, 2, 4, set()),
        (4, None, None, {HIGH}),
        (5, 5, 5, {HIGH}),
        (3, 1, None, {CHANGE}),
        (1, 3, None, {CHANGE}),
        (2, 0, None, {CHANGE}),
        (1, 0, 0, set()),
        (2, None, 4, {GAP}),
        (2, None, 0, {GAP}),
        (4, 2, 2, {HIGH, CHANGE, GAP}),
        (None, 4, 4, set()),
    ],
)
def test_comment_is_required_when_the_rule_says(level, last_level, self_level, reasons) -> None:
    assert comment_reasons(level=level, last_level=last_level, self_level=self_level) == reasons


@given(levels, levels)
def test_unknown_self_level_adds_no_reason(level: int | None, last_level: int | None) -> None:
    assert GAP not in comment_reasons(level=level, last_level=last_level, self_level=None)


@given(levels, levels, levels)
def test_gap_is_the_same_in_both_directions(level, last_level, self_level) -> None:
    one = GAP in comment_reasons(level=level, last_level=None, self_level=self_level)
    other = GAP in comment_reasons(level=self_level, last_level=None, self_level=level)
    assert one == other
