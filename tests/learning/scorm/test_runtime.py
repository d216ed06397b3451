"""The run-time a package finds, run in Node: every element and error code of both data models, as content meets them.

Sources: SCORM 1.2 RTE 3.3-3.4; SCORM 2004 4th ed. RTE chapters 3 and 4, SN 5.6. A row is a call, its answer and the
error code after it; `...` is an answer that another row or none judges. Where we are more generous than the standard on
purpose (long suspend data), the row says so.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

DRIVER = Path(__file__).with_name("runtime.mjs")
NODE = shutil.which("node")

pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node, which the player's own checks bring")

type Row = tuple[str, ...]


def run(standard: str, calls: list[list[str]], **state: Any) -> dict[str, Any]:
    own = PRELOAD[standard]
    case = {"standard": standard, "preload": [*own, *state.pop("preload", [])], "calls": calls, **state}
    assert NODE
    command = [NODE, "--no-warnings", str(DRIVER)]
    done = subprocess.run(command, input=json.dumps([case]), capture_output=True, text=True, check=True, timeout=60)
    found: dict[str, Any] = json.loads(done.stdout)[0]
    return found


PRELOAD = {
    "scorm2004": [
        ["cmi.learner_id", "abc"],
        ["cmi.learner_name", "青木, 花子"],
        ["cmi.credit", "credit"],
        ["cmi.entry", "ab-initio"],
        ["cmi.mode", "normal"],
        ["cmi.total_time", "PT0S"],
    ],
    "scorm12": [
        ["cmi.core.student_id", "abc"],
        ["cmi.core.student_name", "青木, 花子"],
        ["cmi.core.credit", "credit"],
        ["cmi.core.entry", "ab-initio"],
        ["cmi.core.lesson_mode", "normal"],
        ["cmi.core.total_time", "0000:00:00.00"],
        ["cmi.core.score.max", ""],
    ],
}
NAMES = {"begin": "Initialize", "end": "Terminate", "get": "GetValue", "set": "SetValue", "commit": "Commit"}
NAMES_12 = {
    "begin": "LMSInitialize",
    "end": "LMSFinish",
    "get": "LMSGetValue",
    "set": "LMSSetValue",
    "commit": "LMSCommit",
}


def call(standard: str, text: str) -> list[str]:
    """ "get cmi.location", "set cmi.location=p 3"; begin, end and commit take the parameter that follows."""
    word, _, rest = text.partition(" ")
    name = (NAMES if standard == "scorm2004" else NAMES_12)[word]
    return [name, *rest.split("=", 1)] if word == "set" else [name, rest]


def judged(standard: str, rows: list[Row], **state: Any) -> list[Row]:
    """The rows as the run-time answered them."""
    found = run(standard, [call(standard, row[0]) for row in rows], **state)["answers"]
    return [
        (row[0], row[1] if row[1] == "..." else answer, error) for row, (answer, error) in zip(rows, found, strict=True)
    ]


T, F = "true", "false"
OUTSIDE = [
    ("get cmi.location", "", "122"),
    ("set cmi.location=x", F, "132"),
    ("commit", F, "142"),
    ("end", F, "112"),
    ("begin x", F, "201"),
    ("begin", T, "0"),
    ("begin", F, "103"),
    ("commit x", F, "201"),
    ("end x", F, "201"),
    ("end", T, "0"),
    ("begin", F, "104"),
    ("get cmi.location", "", "123"),
    ("set cmi.location=x", F, "133"),
    ("commit", F, "143"),
    ("end", F, "113"),
]
READING = [
    ("begin", T, "0"),
    ("get ", "", "301"),
    ("get cmi", "", "401"),
    ("get foo.bar", "", "401"),
    ("get cmi.foo", "", "401"),
    ("get cmi._version", "1.0", "0"),
    ("get cmi.location._children", "", "301"),
    ("get cmi.score._count", "", "301"),
    ("get cmi.completion_status", "unknown", "0"),
    ("get cmi.success_status", "unknown", "0"),
    ("get cmi.credit", "credit", "0"),
    ("get cmi.mode", "normal", "0"),
    ("get cmi.entry", "ab-initio", "0"),
    ("get cmi.learner_id", "abc", "0"),
    ("get cmi.learner_name", "青木, 花子", "0"),
    ("get cmi.total_time", "PT0S", "0"),
    ("get cmi.learner_preference.audio_level", "1", "0"),
    ("get cmi.learner_preference.delivery_speed", "1", "0"),
    ("get cmi.learner_preference.language", "", "0"),
    ("get cmi.learner_preference.audio_captioning", "0", "0"),
    ("get cmi.time_limit_action", "continue,no message", "0"),
    ("get cmi.comments_from_lms._count", "0", "0"),
    *(
        (f"get cmi.{name}", "", "403")
        for name in (
            "location",
            "suspend_data",
            "launch_data",
            "max_time_allowed",
            "scaled_passing_score",
            "completion_threshold",
            "progress_measure",
            "score.raw",
            "score.scaled",
            "score.min",
            "score.max",
        )
    ),
    ("get cmi.exit", "", "405"),
    ("get cmi.session_time", "", "405"),
    ("get cmi.success_status", "unknown", "0"),
    ("get cmi.interactions.0.id", "", "301"),
    ("get cmi.objectives.3.id", "", "301"),
    ("get cmi.comments_from_learner.0.comment", "", "301"),
    ("get adl.data.0.id", "", "301"),
    ("get cmi.interactions", "", "401"),
    ("get cmi.score", "", "401"),
]
WRITING = [
    ("begin", T, "0"),
    *(
        (f"set cmi.{name}=x", F, "404")
        for name in (
            "_version",
            "learner_id",
            "learner_name",
            "credit",
            "mode",
            "entry",
            "total_time",
            "launch_data",
            "completion_threshold",
            "scaled_passing_score",
            "max_time_allowed",
            "time_limit_action",
            "objectives._count",
            "score._children",
            "interactions._children",
            "comments_from_lms.0.comment",
        )
    ),
    *(
        (f"set {name}=x", F, "401")
        for name in ("cmi", "cmi.objectives", "cmi.interactions", "cmi.score", "adl", "adl.nav")
    ),
    ("set cmi.completion_status=foo", F, "406"),
    ("set cmi.completion_status=incomplete", T, "0"),
    ("set cmi.success_status=foo", F, "406"),
    ("set cmi.success_status=failed", T, "0"),
    ("set cmi.score.scaled=1.1", F, "407"),
    ("set cmi.score.scaled=abc", F, "406"),
    ("set cmi.score.scaled=-1", T, "0"),
    ("set cmi.score.raw=0,85", F, "406"),
    ("set cmi.score.raw=0", T, "0"),
    ("get cmi.score.raw", "0", "0"),
    ("set cmi.progress_measure=2", F, "407"),
    ("set cmi.progress_measure=x", F, "406"),
    ("set cmi.progress_measure=0.5", T, "0"),
    ("set cmi.location=p 3 𠮷", T, "0"),
    ("get cmi.location", "p 3 𠮷", "0"),
    ("set cmi.location=", T, "0"),
    ("get cmi.location", "", "0"),
    ("set cmi.exit=foo", F, "406"),
    ("set cmi.exit=suspend", T, "0"),
    ("set cmi.exit=", T, "0"),
    ("set cmi.session_time=PT1H2M3.45S", T, "0"),
    ("set cmi.session_time=01:00:00", F, "406"),
    (f"set cmi.suspend_data={'続' * 70000}", T, "0"),  # the standard asks for 64,000; packages in the field write more
    ("set cmi.learner_preference.audio_level=-1", F, "407"),
    ("set cmi.learner_preference.audio_level=0.5", T, "0"),
    ("set cmi.learner_preference.audio_captioning=2", F, "406"),
    ("set cmi.learner_preference.audio_captioning=-1", T, "0"),
    ("set cmi.learner_preference.language=ja", T, "0"),
    ("set cmi.learner_preference.delivery_speed=2", T, "0"),
]
OBJECTIVES = [
    ("begin", T, "0"),
    ("set cmi.objectives.0.success_status=passed", F, "408"),
    ("get cmi.objectives._count", "0", "0"),
    ("set cmi.objectives.1.id=x", F, "351"),
    ("set cmi.objectives.0.id=o1", T, "0"),
    ("set cmi.objectives.1.id=o1", F, "351"),
    ("get cmi.objectives._count", "1", "0"),
    ("set cmi.objectives.0.id=o2", F, "351"),
    ("get cmi.objectives.0.id", "o1", "0"),
    ("set cmi.objectives.0.score.scaled=2", F, "407"),
    ("set cmi.objectives.0.score.scaled=0.5", T, "0"),
    ("set cmi.objectives.0.success_status=passed", T, "0"),
    ("get cmi.objectives.0.success_status", "passed", "0"),
    ("get cmi.objectives.0.completion_status", "unknown", "0"),
    ("get cmi.objectives.0.description", "", "403"),
    ("set cmi.objectives.0.description=説明", T, "0"),
    ("set cmi.objectives.0.progress_measure=0.3", T, "0"),
    ("set cmi.objectives.1.id=o2", T, "0"),
    ("get cmi.objectives._count", "2", "0"),
]
COMMENTS = [
    ("begin", T, "0"),
    ("set cmi.comments_from_learner.1.comment=x", F, "351"),
    ("set cmi.comments_from_learner.0.comment=意見", T, "0"),
    ("set cmi.comments_from_learner.0.location=p1", T, "0"),
    ("set cmi.comments_from_learner.0.timestamp=x", F, "406"),
    ("set cmi.comments_from_learner.0.timestamp=2026-11-23T09:00:00", T, "0"),
    ("get cmi.comments_from_learner._count", "1", "0"),
    ("get cmi.comments_from_learner.1.comment", "", "301"),
]
NAVIGATION = [
    ("begin", T, "0"),
    ("get adl.nav.request", "_none_", "0"),
    ("set adl.nav.request=foo", F, "406"),
    ("set adl.nav.request=continue", T, "0"),
    ("get adl.nav.request", "continue", "0"),
    ("set adl.nav.request={target=a}choice", T, "0"),
    ("set adl.nav.request={target=a}jump", T, "0"),
    ("set adl.nav.request=_none_", T, "0"),
    ("get adl.nav.request_valid.continue", T, "0"),
    ("get adl.nav.request_valid.previous", F, "0"),
    ("get adl.nav.request_valid.choice.{target=a}", T, "0"),
    ("get adl.nav.request_valid.choice.{target=b}", F, "0"),
    ("get adl.nav.request_valid.jump.{target=a}", F, "0"),
    ("set adl.nav.request_valid.continue=true", F, "404"),
    ("get adl.nav.request_valid.foo", "", "401"),
]
VALID = {"continue": True, "previous": False, "choice": ["a"], "jump": []}
TABLES = {
    "outside a session": OUTSIDE,
    "reading": READING,
    "writing": WRITING,
    "objectives": OBJECTIVES,
    "comments": COMMENTS,
    "navigation": NAVIGATION,
}


@pytest.mark.parametrize("rows", TABLES.values(), ids=TABLES)
def test_scorm_2004(rows: list[Row]) -> None:
    assert judged("scorm2004", rows, navigation=VALID, asks=VALID) == rows


# Type of an interaction, a response of its form, one that is not, and a pattern.
INTERACTIONS = [
    ("true-false", "true", "yes", "false"),
    ("choice", "a[,]b", None, "a[,]b"),
    ("fill-in", "東京[,]大阪", None, "東京"),
    ("long-fill-in", "長い答え", None, "長い答え"),
    ("matching", "a[.]1[,]b[.]2", "ab", "a[.]1"),
    ("performance", "s1[.]2", "ab", "s1[.]1[:]3"),
    ("sequencing", "b[,]a", None, "a[,]b"),
    ("likert", "a1", "a b", "a1"),
    ("numeric", "5.5", "five", "1[:]9"),
    ("other", "なんでも", None, "なんでも"),
]


@pytest.mark.parametrize(("kind", "response", "wrong", "pattern"), INTERACTIONS, ids=[row[0] for row in INTERACTIONS])
def test_interactions_2004(kind: str, response: str, wrong: str | None, pattern: str) -> None:
    at = "cmi.interactions.0"
    rows: list[Row] = [
        ("begin", T, "0"),
        (f"set {at}.type={kind}", F, "408"),
        ("get cmi.interactions._count", "0", "0"),
        ("set cmi.interactions.1.id=q", F, "351"),
        (f"set {at}.id=q1", T, "0"),
        (f"set {at}.learner_response={response}", F, "408"),
        (f"set {at}.type=foo", F, "406"),
        (f"set {at}.type={kind}", T, "0"),
        (f"set {at}.learner_response={response}", T, "0"),
        (f"get {at}.learner_response", response, "0"),
        *([(f"set {at}.learner_response={wrong}", F, "406")] if wrong else []),
        (f"set {at}.correct_responses.0.pattern={pattern}", T, "0"),
        (f"set {at}.correct_responses.5.pattern={pattern}", F, "351"),
        (f"get {at}.correct_responses._count", "1", "0"),
        (f"get {at}.correct_responses.1.pattern", "", "301"),
        (f"set {at}.objectives.0.id=o1", T, "0"),
        (f"set {at}.objectives.2.id=o1", F, "351"),
        (f"get {at}.objectives._count", "1", "0"),
        (f"set {at}.result=correct", T, "0"),
        (f"set {at}.result=0.5", T, "0"),
        (f"set {at}.result=foo", F, "406"),
        (f"set {at}.latency=PT5S", T, "0"),
        (f"set {at}.latency=00:05", F, "406"),
        (f"set {at}.weighting=2", T, "0"),
        (f"set {at}.timestamp=2026-11-23", T, "0"),
        (f"set {at}.description=説明", T, "0"),
        (f"set {at}.id=q2", T, "0"),
        (f"get {at}.id", "q2", "0"),
        (f"get {at}.learner_response", response, "0"),
        ("get cmi.interactions._count", "1", "0"),
    ]
    assert judged("scorm2004", rows) == rows


@pytest.mark.parametrize(
    ("element", "children"),
    [
        ("cmi", None),
        ("cmi.score", "scaled raw min max"),
        ("cmi.objectives", "id score success_status completion_status progress_measure description"),
        ("cmi.comments_from_learner", "comment location timestamp"),
        ("cmi.comments_from_lms", "comment location timestamp"),
        ("cmi.learner_preference", "audio_level language delivery_speed audio_captioning"),
        (
            "cmi.interactions",
            "id type objectives timestamp correct_responses weighting learner_response result latency description",
        ),
        ("adl.data", "id store"),
    ],
)
def test_children_2004(element: str, children: str | None) -> None:
    if children is None:
        return
    found = run("scorm2004", [["Initialize", ""], ["GetValue", f"{element}._children"]])["answers"][1]
    assert set(found[0].split(",")) == set(children.split())
    assert found[1] == "0"


# adl.data (RTE 4.3.1, 4th edition): a store both ways, one to read, one to write, one that nobody has written yet.
STORES = [
    {"targetID": "both", "readSharedData": True, "writeSharedData": True, "store": "前の項目から\n2行目"},
    {"targetID": "read", "readSharedData": True, "writeSharedData": False, "store": "r"},
    {"targetID": "write", "readSharedData": False, "writeSharedData": True},
    {"targetID": "new", "readSharedData": True, "writeSharedData": True},
]
SHARED: list[Row] = [
    ("get adl.data._count", "", "122"),
    ("begin", T, "0"),
    ("get adl.data._count", "4", "0"),
    ("get adl.data._children", "id,store", "0"),
    ("set adl.data._count=9", F, "404"),
    ("get adl.data", "", "401"),
    ("set adl.data=x", F, "401"),
    ("set adl.data.0=x", F, "401"),
    ("get adl.data.0.id", "both", "0"),
    ("set adl.data.0.id=other", F, "404"),
    ("get adl.data.0.foo", "", "401"),
    ("get adl.data.0.store", "前の項目から\n2行目", "0"),
    ("set adl.data.0.store=p=1", T, "0"),
    ("get adl.data.0.store", "p=1", "0"),
    ("set adl.data.0.store=", T, "0"),
    ("get adl.data.0.store", "", "0"),
    ("set adl.data.0.store=again", T, "0"),
    ("get adl.data.1.store", "r", "0"),
    ("set adl.data.1.store=x", F, "404"),
    ("get adl.data.1.store", "r", "0"),
    ("get adl.data.2.store", "", "405"),
    ("set adl.data.2.store=w", T, "0"),
    ("get adl.data.2.store", "", "405"),
    ("get adl.data.3.store", "", "403"),
    ("get adl.data.4.id", "", "301"),
    ("get adl.data.4.store", "", "301"),
    ("set adl.data.4.store=x", F, "351"),
    ("set adl.data.4.id=x", F, "351"),
    ("get adl.data._count", "4", "0"),
]


def test_shared_data_2004() -> None:
    assert judged("scorm2004", SHARED, stores=STORES) == SHARED


def test_only_the_shared_data_that_was_written_is_sent() -> None:
    calls = [call("scorm2004", row[0]) for row in [*SHARED[1:], ("commit",), ("end",)]]
    found = run("scorm2004", calls, stores=STORES)["sent"]
    assert [message["cmi"]["stores"] for message in found] == [{"both": "again", "write": "w"}] * 2
    unwritten = run("scorm2004", [call("scorm2004", text) for text in ("begin", "end")], stores=STORES)["sent"]
    assert "stores" not in unwritten[0]["cmi"]


def test_no_store_is_told_that_it_was_kept() -> None:
    """A package without shared data cannot make any: the library would say "true" and keep it nowhere."""
    rows = [("begin", T, "0"), ("get adl.data._count", "0", "0"), ("set adl.data.0.store=x", F, "351")]
    assert judged("scorm2004", rows) == rows


def test_what_is_valid_is_asked_anew_after_a_change() -> None:
    calls = [
        ["Initialize", ""],
        ["GetValue", "adl.nav.request_valid.continue"],
        ["SetValue", "cmi.completion_status", "completed"],
        ["GetValue", "adl.nav.request_valid.continue"],
    ]
    before = {"continue": False, "previous": False, "choice": [], "jump": []}
    assert [answer for answer, _ in run("scorm2004", calls, navigation=before, asks=VALID)["answers"]][1::2] == [F, T]
    unheard = run("scorm2004", calls, navigation=before)["answers"]
    assert [answer for answer, _ in unheard][1::2] == [F, "unknown"]


def test_where_the_package_asks_to_go_travels_with_its_end() -> None:
    calls = [["Initialize", ""], ["SetValue", "adl.nav.request", "{target=a}choice"], ["Terminate", ""]]
    found = run("scorm2004", calls)
    assert found["wish"] == "{target=a}choice"
    assert [message["kind"] for message in found["sent"]] == ["terminate"]
    assert found["found"] == ["API_1484_11"]


ELEMENTS_12 = [
    ("begin", T, "0"),
    ("get ", "", "201"),
    ("get cmi", "", "201"),
    ("get cmi.foo", "", "401"),
    ("get cmi.core.student_id", "abc", "0"),
    ("get cmi.core.student_name", "青木, 花子", "0"),
    ("get cmi.core.entry", "ab-initio", "0"),
    ("get cmi.core.credit", "credit", "0"),
    ("get cmi.core.lesson_mode", "normal", "0"),
    ("get cmi.core.lesson_status", "not attempted", "0"),
    ("get cmi.core.total_time", "00:00:00", "0"),
    ("get cmi.core.score.raw", "", "0"),
    ("get cmi.core.score.max", "", "0"),
    ("get cmi.suspend_data", "", "0"),
    ("get cmi.launch_data", "", "0"),
    ("get cmi.comments", "", "0"),
    ("get cmi.comments_from_lms", "", "0"),
    ("get cmi.core.exit", "", "404"),
    ("get cmi.core.session_time", "", "404"),
    ("get cmi.core.student_id._children", "", "202"),
    ("get cmi.core.student_id._count", "", "203"),
    ("get cmi.core._count", "", "203"),
    ("get cmi.objectives._count", "0", "0"),
    *(
        (f"set cmi.{name}=x", F, "403")
        for name in (
            "core.student_id",
            "core.student_name",
            "core.credit",
            "core.entry",
            "core.total_time",
            "core.lesson_mode",
            "launch_data",
            "comments_from_lms",
            "student_data.mastery_score",
            "student_data.max_time_allowed",
        )
    ),
    *((f"set cmi.{name}=x", F, "402") for name in ("core._children", "objectives._count", "interactions._children")),
    *(
        (f"set {name}=x", F, "201")
        for name in ("cmi", "cmi.core", "cmi.core.score", "cmi.objectives", "cmi.interactions.0")
    ),
    ("set cmi.core.lesson_status=foo", F, "405"),
    ("set cmi.core.lesson_status=passed", T, "0"),
    ("set cmi.core.score.raw=101", F, "405"),
    ("set cmi.core.score.raw=0,85", F, "405"),
    ("set cmi.core.score.raw=0", T, "0"),
    ("get cmi.core.score.raw", "0", "0"),
    ("set cmi.core.exit=foo", F, "405"),
    ("set cmi.core.exit=suspend", T, "0"),
    ("set cmi.core.session_time=00:01:02.5", T, "0"),
    ("set cmi.core.session_time=PT1S", F, "405"),
    ("set cmi.comments=意見", T, "0"),
    ("get cmi.comments", "意見", "0"),
    ("set cmi.student_preference.audio=101", F, "405"),
    ("set cmi.student_preference.audio=50", T, "0"),
    ("set cmi.student_preference.speed=-101", F, "405"),
    ("set cmi.student_preference.text=2", F, "405"),
    ("set cmi.objectives.2.id=x", F, "201"),
    ("set cmi.objectives.0.id=o1", T, "0"),
    ("get cmi.objectives.0.id", "o1", "0"),
    ("set cmi.objectives.0.status=foo", F, "405"),
    ("set cmi.objectives.0.status=passed", T, "0"),
    ("get cmi.objectives.5.id", "", "201"),
    ("get cmi.objectives._count", "1", "0"),
    ("set cmi.interactions.0.id=q", T, "0"),
    ("get cmi.interactions.0.id", "", "404"),
    ("set cmi.interactions.0.type=foo", F, "405"),
    ("set cmi.interactions.0.type=choice", T, "0"),
    ("set cmi.interactions.0.student_response=a", T, "0"),
    ("set cmi.interactions.0.result=wrong", T, "0"),
    ("set cmi.interactions.0.latency=00:00:05", T, "0"),
    ("set cmi.interactions.0.time=12:00:00", T, "0"),
    ("set cmi.interactions.0.correct_responses.0.pattern=a", T, "0"),
    ("set cmi.interactions.0.objectives.0.id=o1", T, "0"),
    ("get cmi.interactions._count", "1", "0"),
    ("get cmi.interactions.0.objectives._count", "1", "0"),
]
OUTSIDE_12 = [
    ("get cmi.core.entry", "", "301"),
    ("set cmi.core.exit=", F, "301"),
    ("commit", F, "301"),
    ("end", F, "301"),
    ("begin x", F, "201"),
    ("begin", T, "0"),
    ("begin", F, "101"),
    ("commit x", F, "201"),
    ("end x", F, "201"),
    ("end", T, "0"),
    ("get cmi.core.entry", "", "301"),
    ("set cmi.core.exit=", F, "301"),
    ("commit", F, "301"),
    ("end", F, "301"),
]


@pytest.mark.parametrize("rows", [OUTSIDE_12, ELEMENTS_12], ids=["outside a session", "elements"])
def test_scorm_12(rows: list[Row]) -> None:
    assert judged("scorm12", rows) == rows


def test_every_error_has_words() -> None:
    codes = [*(101, 102, 103, 104, 111, 112, 113, 122, 123, 132, 133, 142, 143, 201, 301, 351, 391), *range(401, 409)]
    calls = [["GetErrorString", str(code)] for code in codes] + [["GetDiagnostic", "401"], ["GetErrorString", "0"]]
    answers = [answer for answer, _ in run("scorm2004", calls)["answers"]]
    assert all(re.search("[A-Za-z]", answer) for answer in answers[: len(codes)])
