"""A question of any kind: marked, kept, shuffled, stored and written back the same."""

import json
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from curriculum.questions.asking import Asked
from curriculum.questions.blocks import NumericBlock
from curriculum.questions.marking import is_answered, is_right, kept, right_answer
from curriculum.questions.problems import problems_of
from curriculum.questions.shape import Choice, Number, Pair, Question, QuestionKind
from curriculum.questions.stored import columns_of, question_from
from curriculum.questions.stream import read_question, write_question
from tests.curriculum.questions.examples import (
    EVERY_KIND,
    MARKED,
    MATCHING,
    MULTIPLE,
    NUMERIC,
    ORDERING,
    RIGHT_MATCHES,
    SHORT_TEXT,
    SINGLE,
    TRUE_FALSE,
)

kinds = pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: question.kind)


@pytest.mark.parametrize(("question", "chosen", "right"), MARKED)
def test_questions_are_marked(question: Question, chosen: list[str], right: bool) -> None:
    assert is_right(question, chosen) is right


@kinds
def test_the_right_answer_is_right_and_whole(question: Question) -> None:
    answer = right_answer(question)
    assert is_right(question, answer)
    assert is_answered(question, answer)
    assert kept(question, answer) == answer


@kinds
def test_no_answer_is_never_right(question: Question) -> None:
    assert not is_right(question, [])
    assert not is_answered(question, [])


@kinds
def test_question_reads_back_from_the_editor_and_from_its_row(question: Question) -> None:
    block = json.loads(json.dumps(write_question(question)))
    assert read_question(block, within=uuid4()) == question
    assert (
        question_from(**json.loads(json.dumps(columns_of(question), default=str)) | {"key": question.key}) == question
    )


@kinds
def test_examples_lack_nothing(question: Question) -> None:
    assert not list(problems_of(question))


@pytest.mark.parametrize(
    ("question", "given_keys", "kept_keys"),
    [
        (SINGLE, ["a", "b", "x"], ["a"]),
        (MULTIPLE, ["c", "x", "a"], ["a", "c"]),
        (TRUE_FALSE, ["maybe"], []),
        (ORDERING, ["c", "a", "b"], ["c", "a", "b"]),
        (ORDERING, ["c", "a"], []),
        (ORDERING, ["c", "a", "a"], []),
        (ORDERING, ["c", "a", "x"], []),
        (MATCHING, [RIGHT_MATCHES[1], "", "l1=nothing", "x=y"], [RIGHT_MATCHES[1]]),
        (NUMERIC, [" 10 "], ["10"]),
        (SHORT_TEXT, ["  "], []),
        (SHORT_TEXT, ["あ" * 600], ["あ" * 500]),
    ],
)
def test_only_what_the_question_knows_is_kept(question: Question, given_keys: list[str], kept_keys: list[str]) -> None:
    assert kept(question, given_keys) == kept_keys


@given(st.lists(st.text(max_size=12), max_size=6), st.sampled_from(EVERY_KIND))
def test_what_is_kept_is_kept_again(sent: list[str], question: Question) -> None:
    once = kept(question, sent)
    assert kept(question, once) == once


@given(st.integers(2, 9), st.text(max_size=8))
def test_steps_are_shuffled_the_same_each_time_and_never_in_the_right_order(count: int, seed: str) -> None:
    steps = tuple(Choice(key=str(place), text=f"手順{place}", is_correct=True) for place in range(count))
    question = Question(key=uuid4(), kind=QuestionKind.ORDERING, text="順に", choices=steps)
    shown = [[option.key for option in Asked(question=question, chosen=(), name="", seed=seed).options] for _ in "ab"]
    assert shown[0] == shown[1]
    assert sorted(shown[0]) == [step.key for step in steps]
    assert not is_right(question, shown[0])


def test_moved_steps_are_shown_as_they_were_put() -> None:
    asked = Asked(question=ORDERING, chosen=["c", "a", "b"], name="")
    assert [option.key for option in asked.options] == ["c", "a", "b"]


def test_matches_tell_nothing_of_their_left_side() -> None:
    lines = Asked(question=MATCHING, chosen=(), name="", seed="x").lines
    offered = [[option.text for option in line.options] for line in lines]
    assert sorted(offered[0]) == ["再設計", "採用", "自動化"]
    assert offered[0] == offered[1] == offered[2]


NOTHING = {"key": uuid4(), "text": "問い"}


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        (Question(kind=QuestionKind.SINGLE, **NOTHING), ["few_choices", "no_right_answer"]),
        (Question(kind=QuestionKind.TRUE_FALSE, **NOTHING), ["no_right_answer"]),
        (Question(kind=QuestionKind.ORDERING, **NOTHING), ["few_steps"]),
        (
            Question(
                kind=QuestionKind.ORDERING,
                choices=tuple(Choice(key=key, text="同じ", is_correct=True) for key in "ab"),
                **NOTHING,
            ),
            ["same_steps"],
        ),
        (Question(kind=QuestionKind.MATCHING, **NOTHING), ["few_pairs"]),
        (
            Question(
                kind=QuestionKind.MATCHING,
                pairs=tuple(Pair(key=key, text=key, match="同じ") for key in "ab"),
                **NOTHING,
            ),
            ["one_match"],
        ),
        (Question(kind=QuestionKind.NUMERIC, number=Number(value=None), **NOTHING), ["no_number"]),
        (Question(kind=QuestionKind.SHORT_TEXT, accepted=("。",), **NOTHING), ["no_accepted"]),
    ],
)
def test_question_is_found_wanting_for_what_it_lacks(question: Question, codes: list[str]) -> None:
    assert [code for code, _ in problems_of(question)] == codes


@pytest.mark.parametrize(("language", "words"), [("ja", "10時間(誤差0.5まで)"), ("en", "10時間 (up to 0.5 off)")])
def test_right_number_is_told_with_its_unit(language: str, words: str) -> None:
    with override(language):
        assert Asked(question=NUMERIC, chosen=(), name="").right_words == words
    exact = Question(kind=QuestionKind.NUMERIC, number=Number(value=Decimal(1234), unit="円"), **NOTHING)
    assert Asked(question=exact, chosen=(), name="").right_words == "1,234円"


def test_the_numeric_kind_is_a_value_and_no_sequence_number_in_japanese() -> None:
    with override("ja"):
        assert QuestionKind.NUMERIC.label == "数値"
        assert str(NumericBlock().label) == "数値"
