"""What a package's answers are in words, from either standard."""

from decimal import Decimal

import pytest

from lms.learning.scorm.cmi import Standard
from lms.learning.scorm.interactions import Interaction, Kind, Objective, Verdict, in_words, interactions, objectives

WORDS = [
    ("true-false", "t", "true"),
    ("true-false", "0", "false"),
    ("true-false", "true", "true"),
    ("choice", "a[,]b", "a, b"),
    ("choice", "{a,b}", "a, b"),
    ("choice", "a", "a"),
    ("choice", "urn:scormdriver:%E6%9C%AC%E4%BA%BA%E7%A2%BA%E8%AA%8D", "本人確認"),
    ("fill-in", "{lang=ja}住民票, 戸籍[,]{case_matters=true}{lang=ja}印鑑", "住民票, 戸籍, 印鑑"),
    ("fill-in", "はい, いいえ", "はい, いいえ"),
    ("long-fill-in", "{lang=ja}長い答え", "長い答え"),
    ("matching", "a[.]1[,]b[.]2", "a – 1, b – 2"),
    ("matching", "a.1,b.2", "a – 1, b – 2"),
    ("performance", "step1[.]open[,]step2[.]", "step1 – open, step2"),
    ("sequencing", "c[,]a[,]b", "c → a → b"),
    ("sequencing", "c,a,b", "c → a → b"),
    ("numeric", "3.5", "3.5"),
    ("numeric", "1[:]5", "1–5"),
    ("numeric", "3[:]3", "3"),
    ("likert", "agree", "agree"),
    ("other", "anything[,]else", "anything[,]else"),
    ("", "no type", "no type"),
    ("choice", "", ""),
]


@pytest.mark.parametrize(("kind", "response", "words"), WORDS)
def test_response_in_words(kind: str, response: str, words: str) -> None:
    assert in_words(Kind(kind), response) == words


def test_interaction_of_12() -> None:
    values = {
        "cmi.interactions.0.id": "q1",
        "cmi.interactions.0.type": "choice",
        "cmi.interactions.0.student_response": "{a,c}",
        "cmi.interactions.0.correct_responses.0.pattern": "{a,b}",
        "cmi.interactions.0.result": "wrong",
        "cmi.interactions.0.latency": "00:00:12.5",
    }
    (one,) = interactions(Standard.SCORM12, values)
    assert one == Interaction(
        id="q1",
        kind=Kind.CHOICE,
        description="",
        response="a, c",
        result="wrong",
        latency=Decimal("12.50"),
        pattern="a, b",
    )
    assert one.verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("result", "verdict"),
    [
        ("correct", Verdict.RIGHT),
        ("incorrect", Verdict.WRONG),
        ("unanticipated", Verdict.WRONG),
        ("neutral", Verdict.NEUTRAL),
        ("0.5", Verdict.SCORED),
        ("", Verdict.NONE),
    ],
)
def test_verdict(result: str, verdict: Verdict) -> None:
    values = {"cmi.interactions.0.id": "q1", "cmi.interactions.0.result": result}
    (one,) = interactions(Standard.SCORM2004, values)
    assert one.verdict is verdict


def test_question_answered_again_stands_with_its_last_answer() -> None:
    """Packages either overwrite an entry or append one with the same id; ten entries are in order of number."""
    values = {f"cmi.interactions.{index}.id": f"q{index % 2}" for index in range(11)}
    values |= {f"cmi.interactions.{index}.learner_response": str(index) for index in range(11)}
    found = interactions(Standard.SCORM2004, values)
    assert [(one.id, one.response) for one in found] == [("q0", "10"), ("q1", "9")]


def test_entry_without_an_id_says_nothing() -> None:
    assert interactions(Standard.SCORM12, {"cmi.interactions.0.result": "correct"}) == []
    assert objectives(Standard.SCORM12, {"cmi.objectives.0.status": "passed"}) == []


def test_what_no_file_can_hold_is_replaced() -> None:
    values = {"cmi.interactions.0.id": "q1", "cmi.interactions.0.learner_response": "a\ud83d\u0000b\u000bc\nd"}
    (one,) = interactions(Standard.SCORM2004, values)
    assert one.response == "a\ufffd\ufffdb\ufffdc\nd"


def test_objectives_of_both_standards() -> None:
    values_12 = {
        "cmi.objectives.0.id": "o1",
        "cmi.objectives.0.status": "failed",
        "cmi.objectives.0.score.raw": "0",
        "cmi.objectives.1.id": "o2",
        "cmi.objectives.1.status": "incomplete",
    }
    assert objectives(Standard.SCORM12, values_12) == [
        Objective(id="o1", description="", passed=False, is_completed=True, percent=Decimal(0)),
        Objective(id="o2", description="", passed=None, is_completed=False, percent=None),
    ]
    values_2004 = {
        "cmi.objectives.0.id": "o1",
        "cmi.objectives.0.description": "個人情報を守る",
        "cmi.objectives.0.success_status": "passed",
        "cmi.objectives.0.completion_status": "incomplete",
        "cmi.objectives.0.score.scaled": "0.75",
    }
    assert objectives(Standard.SCORM2004, values_2004) == [
        Objective(id="o1", description="個人情報を守る", passed=True, is_completed=False, percent=Decimal(75))
    ]
