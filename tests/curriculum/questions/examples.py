"""One question of each kind, with an answer that is right and one that is wrong."""

from decimal import Decimal
from uuid import UUID, uuid4

from curriculum.questions.shape import (
    FALSE,
    TRUE,
    Choice,
    Number,
    Pair,
    Question,
    QuestionKind,
    match_key,
    true_or_false,
)

KEY = UUID("0193d5a0-0000-7000-8000-000000000001")


def choices(**rights: bool) -> tuple[Choice, ...]:
    return tuple(Choice(key=key, text=f"選択肢{key}", is_correct=right) for key, right in rights.items())


SINGLE = Question(
    key=uuid4(), kind=QuestionKind.SINGLE, text="どれ", choices=choices(a=False, b=True), explanation="解説"
)
MULTIPLE = Question(
    key=uuid4(), kind=QuestionKind.MULTIPLE, text="どれとどれ", choices=choices(a=True, b=True, c=False)
)
TRUE_FALSE = Question(key=uuid4(), kind=QuestionKind.TRUE_FALSE, text="正しいか", choices=true_or_false(is_true=False))
ORDERING = Question(key=uuid4(), kind=QuestionKind.ORDERING, text="順に", choices=choices(a=True, b=True, c=True))
MATCHING = Question(
    key=KEY,
    kind=QuestionKind.MATCHING,
    text="組に",
    pairs=(
        Pair(key="l1", text="BPR", match="再設計"),
        Pair(key="l2", text="RPA", match="自動化"),
        Pair(key="l3", text="OCR", match="自動化"),
    ),
    distractors=("採用",),
)
NUMERIC = Question(
    key=uuid4(),
    kind=QuestionKind.NUMERIC,
    text="何時間",
    number=Number(value=Decimal(10), tolerance=Decimal("0.5"), unit="時間"),
)
SHORT_TEXT = Question(key=uuid4(), kind=QuestionKind.SHORT_TEXT, text="何という", accepted=("サーバー", "server"))

EVERY_KIND = (SINGLE, MULTIPLE, TRUE_FALSE, ORDERING, MATCHING, NUMERIC, SHORT_TEXT)


def pair(left: str, match: str) -> str:
    return f"{left}={match_key(KEY, match)}"


RIGHT_MATCHES = [pair("l1", "再設計"), pair("l2", "自動化"), pair("l3", "自動化")]

MARKED = [
    (SINGLE, ["b"], True),
    (SINGLE, ["a"], False),
    (SINGLE, [], False),
    (MULTIPLE, ["b", "a"], True),
    (MULTIPLE, ["a"], False),
    (MULTIPLE, ["a", "b", "c"], False),
    (TRUE_FALSE, [FALSE], True),
    (TRUE_FALSE, [TRUE], False),
    (ORDERING, ["a", "b", "c"], True),
    (ORDERING, ["a", "c", "b"], False),
    (MATCHING, RIGHT_MATCHES, True),
    (MATCHING, RIGHT_MATCHES[:2], False),
    (MATCHING, [pair("l1", "採用"), *RIGHT_MATCHES[1:]], False),
    (NUMERIC, ["10"], True),
    (NUMERIC, ["１０．５時間"], True),
    (NUMERIC, ["9.4"], False),
    (NUMERIC, ["十"], False),
    (SHORT_TEXT, ["サーバ"], True),
    (SHORT_TEXT, ["SERVER"], True),
    (SHORT_TEXT, ["クライアント"], False),
]
