"""The data model: what is taken, what comes back, and that an unreliable network changes neither."""

import json
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.learning.scorm.cmi import (
    WRITABLE,
    BadData,
    Before,
    LaunchFacts,
    Standard,
    Values,
    dumps,
    entry,
    fold,
    has_progress,
    loads,
    ordered,
    preload,
    read,
    starts_afresh,
)
from lms.learning.scorm.requirements import Requirements
from lms.learning.scorm.states import Ending, Mode

V12, V2004 = Standard.SCORM12, Standard.SCORM2004


def tree(element: str, value: object) -> dict[str, object]:
    """Write one element as the run-time does."""
    node: object = value
    for part in reversed(element.split(".")[1:]):
        node = {part: node}
    assert isinstance(node, dict)
    return node


@pytest.mark.parametrize(
    ("standard", "element", "value"),
    [
        (V12, "cmi.core.lesson_location", "頁" * 255),
        (V12, "cmi.core.lesson_status", "browsed"),
        (V12, "cmi.core.score.raw", "0"),
        (V12, "cmi.core.score.raw", "100"),
        (V12, "cmi.core.score.raw", "85.5"),
        (V12, "cmi.core.exit", "suspend"),
        (V12, "cmi.core.session_time", "0001:00:00.5"),
        (V12, "cmi.suspend_data", "\u0000\ud800" + "x" * 100_000),
        (V12, "cmi.objectives.0.status", "passed"),
        (V12, "cmi.objectives.12.score.raw", "10"),
        (V12, "cmi.interactions.0.result", "wrong"),
        (V12, "cmi.interactions.0.result", "0.5"),
        (V12, "cmi.interactions.3.correct_responses.1.pattern", "a,b"),
        (V12, "cmi.student_preference.audio", "-1"),
        (V2004, "cmi.score.scaled", "-1"),
        (V2004, "cmi.score.scaled", "0.333333333"),
        (V2004, "cmi.score.raw", "-250"),
        (V2004, "cmi.progress_measure", "1"),
        (V2004, "cmi.session_time", "PT1H"),
        (V2004, "cmi.exit", "normal"),
        (V2004, "cmi.interactions.0.learner_response", "一行目\n二行目"),
        (V2004, "cmi.interactions.0.objectives.0.id", "urn:目標"),
        (V2004, "cmi.comments_from_learner.0.comment", "感想"),
    ],
)
def test_what_the_standard_allows_is_taken(standard: Standard, element: str, value: str) -> None:
    assert read(standard, tree(element, value)).values == {element: value}


@pytest.mark.parametrize(
    ("standard", "element", "value"),
    [
        (V12, "cmi.core.lesson_location", "x" * 256),
        (V12, "cmi.core.lesson_status", "Completed"),
        (V12, "cmi.core.lesson_status", "unknown"),
        (V12, "cmi.core.score.raw", "NaN"),
        (V12, "cmi.core.score.raw", "100.1"),
        (V12, "cmi.core.score.raw", "-0.1"),
        (V12, "cmi.core.score.raw", "0,85"),
        (V12, "cmi.core.score.raw", "."),
        (V12, "cmi.core.score.raw", "１００"),
        (V12, "cmi.core.exit", "quit"),
        (V12, "cmi.core.session_time", "-00:01:00"),
        (V12, "cmi.objectives.0.id", "é"),
        (V12, "cmi.objectives.x.id", "a"),
        (V12, "cmi.objectives.00.id", "a"),
        (V12, "cmi.interactions.0.type", "essay"),
        (V12, "cmi.location", "2004's name"),
        (V2004, "cmi.score.scaled", "1.01"),
        (V2004, "cmi.score.scaled", "Infinity"),
        (V2004, "cmi.progress_measure", "-0.1"),
        (V2004, "cmi.completion_status", "passed"),
        (V2004, "cmi.success_status", "completed"),
        (V2004, "cmi.core.score.raw", "50"),
        (V2004, "cmi.whatever", "x"),
    ],
)
def test_what_it_does_not_is_refused_by_name(standard: Standard, element: str, value: str) -> None:
    reading = read(standard, tree(element, value))
    assert reading.values == {}
    assert reading.refused == (element,)


@pytest.mark.parametrize(
    ("standard", "element"),
    [
        (V12, "cmi.core.student_id"),
        (V12, "cmi.core.credit"),
        (V12, "cmi.core.entry"),
        (V12, "cmi.core.total_time"),
        (V12, "cmi.student_data.mastery_score"),
        (V12, "cmi.objectives._count"),
        (V2004, "cmi.learner_id"),
        (V2004, "cmi.mode"),
        (V2004, "cmi.scaled_passing_score"),
        (V2004, "cmi.comments_from_lms.0.comment"),
    ],
)
def test_what_the_lms_owns_is_read_past(standard: Standard, element: str) -> None:
    assert read(standard, tree(element, "forged")) == read(standard, {})


def test_numbers_are_taken_as_text() -> None:
    assert read(V12, tree("cmi.core.score.raw", 0)).values == {"cmi.core.score.raw": "0"}
    assert read(V2004, tree("cmi.score.scaled", 0.5)).values == {"cmi.score.scaled": "0.5"}


@pytest.mark.parametrize("cmi", ["text", None, [], {"core": True}, {"core": float("nan")}, {"a": object()}])
def test_what_is_no_data_is_refused_whole(cmi: object) -> None:
    with pytest.raises(BadData):
        read(V12, cmi)


def test_depth_and_number_are_bounded() -> None:
    deep: dict[str, object] = {}
    for _ in range(50):
        deep = {"a": deep}
    with pytest.raises(BadData):
        read(V12, deep)
    with pytest.raises(BadData):
        read(V12, {"x": {str(number): "1" for number in range(30_000)}})


def test_empty_text_clears_and_is_not_kept_where_nothing_was() -> None:
    reading = read(V12, {"core": {"lesson_location": "", "exit": ""}})
    assert fold({"cmi.core.lesson_location": "p1"}, reading) == {"cmi.core.lesson_location": ""}


@given(st.dictionaries(st.sampled_from(["cmi.suspend_data", "cmi.comments"]), st.text(st.characters(codec=None))))
def test_data_survives_its_text(values: Values) -> None:
    assert loads(dumps(values)) == values
    assert dumps(values).isascii()


# Entry


@pytest.mark.parametrize(
    ("ending", "exit_", "has_data", "in_12", "in_2004"),
    [
        (Ending.NONE, "", False, "ab-initio", "ab-initio"),
        (Ending.FINISHED, "suspend", True, "resume", "resume"),
        (Ending.FINISHED, "suspend", False, "resume", "resume"),
        (Ending.FINISHED, "", True, "", "ab-initio"),
        (Ending.FINISHED, "time-out", True, "", "ab-initio"),
        (Ending.FINISHED, "logout", True, "resume", "ab-initio"),
        (Ending.FINISHED, "normal", True, "", "ab-initio"),
        (Ending.LEFT, "", True, "resume", "resume"),
        (Ending.LEFT, "", False, "ab-initio", "ab-initio"),
        (Ending.LOST, "", True, "resume", "resume"),
        (Ending.LOST, "suspend", False, "resume", "resume"),
        (Ending.LOST, "", False, "ab-initio", "ab-initio"),
    ],
)
def test_entry(ending: Ending, exit_: str, has_data: bool, in_12: str, in_2004: str) -> None:
    before = Before(ending=ending, exit=exit_, has_progress=has_data)
    assert entry(V12, before) == in_12
    assert entry(V2004, before) == in_2004


def test_only_2004_starts_afresh_after_a_normal_end() -> None:
    assert starts_afresh(V2004, "ab-initio")
    assert not starts_afresh(V2004, "resume")
    assert not starts_afresh(V12, "ab-initio")


def test_what_a_run_time_says_by_itself_is_no_progress() -> None:
    silent = {
        "cmi.core.lesson_status": "not attempted",
        "cmi.core.session_time": "00:00:00",
        "cmi.student_preference.audio": "0",
    }
    assert not has_progress(silent)
    assert has_progress(silent | {"cmi.suspend_data": "x"})
    assert has_progress(silent | {"cmi.core.score.raw": "0"})


# Preload


def facts(**changes: object) -> LaunchFacts:
    usual: dict[str, object] = {
        "learner_id": "0f",
        "learner_name": "青木, 花子",
        "mode": Mode.NORMAL,
        "entry": "resume",
        "total_time": Decimal("61.5"),
    }
    return LaunchFacts(**usual | changes)  # type: ignore[arg-type]  # a test's shorthand


def test_preload_12_tells_what_the_lms_owns_and_gives_back_the_rest() -> None:
    values = {"cmi.suspend_data": "x", "cmi.core.exit": "suspend", "cmi.core.session_time": "00:01:00"}
    pairs = preload(V12, facts(), Requirements(mastery_score=Decimal("80.00")), values)
    given_back = dict(pairs)
    assert given_back["cmi.core.student_name"] == "青木, 花子"
    assert given_back["cmi.core.credit"] == "credit"
    assert given_back["cmi.core.total_time"] == "0000:01:01.50"
    assert given_back["cmi.student_data.mastery_score"] == "80"
    assert given_back["cmi.suspend_data"] == "x"
    assert not {"cmi.core.exit", "cmi.core.session_time"} & set(given_back)


def test_preload_2004_offers_the_manifest_s_objectives_once() -> None:
    rules = Requirements(objectives=("main", "side"), scaled_passing_score=Decimal("0.8000"))
    first = dict(preload(V2004, facts(mode=Mode.REVIEW), rules, {}))
    assert (first["cmi.objectives.0.id"], first["cmi.objectives.1.id"]) == ("main", "side")
    assert (first["cmi.credit"], first["cmi.mode"]) == ("no-credit", "review")
    assert first["cmi.scaled_passing_score"] == "0.8"
    later = preload(V2004, facts(), rules, {"cmi.objectives.0.id": "own"})
    assert [value for element, value in later if element.startswith("cmi.objectives")] == ["own"]


def test_arrays_are_given_back_by_index_id_and_type_first() -> None:
    elements = [
        "cmi.interactions.10.result",
        "cmi.interactions.2.result",
        "cmi.interactions.2.type",
        "cmi.interactions.2.correct_responses.0.pattern",
        "cmi.interactions.2.id",
        "cmi.interactions.10.id",
    ]
    assert [element for element, _ in ordered((element, "") for element in elements)] == [
        "cmi.interactions.2.id",
        "cmi.interactions.2.type",
        "cmi.interactions.2.correct_responses.0.pattern",
        "cmi.interactions.2.result",
        "cmi.interactions.10.id",
        "cmi.interactions.10.result",
    ]


# An unreliable network: the browser's side of the agreement, and the server's, against what the package meant


class Browser:
    """Sends what differs from what it knows to be kept, one message at a time, again until it is answered."""

    def __init__(self) -> None:
        self.now: dict[str, str] = {}
        self.kept: dict[str, str] = {}
        self.sequence = 0
        self.under_way: tuple[int, dict[str, str]] | None = None

    def message(self) -> tuple[int, dict[str, str]]:
        if self.under_way is None:
            self.sequence += 1
            changed = {part: value for part, value in self.now.items() if self.kept.get(part) != value}
            self.under_way = (self.sequence, changed)
        return self.under_way

    def answered(self) -> None:
        assert self.under_way
        self.kept |= self.under_way[1]
        self.under_way = None

    def last_message(self) -> tuple[int, dict[str, str]]:
        """A window that goes away says in one message all that is not known to be kept."""
        changed = {part: value for part, value in self.now.items() if self.kept.get(part) != value}
        return self.sequence + 1, changed


class Server:
    def __init__(self) -> None:
        self.last = 0
        self.values: Values = {}

    def take(self, message: tuple[int, Mapping[str, str]]) -> None:
        sequence, parts = message
        if sequence > self.last:
            self.last = sequence
            self.values = fold(self.values, read(V12, json.loads(json.dumps(parts))))


PARTS = ("suspend_data", "comments")
FATES = st.sampled_from(["answered", "answer lost", "lost", "twice", "delayed"])


@settings(max_examples=300)
@given(
    st.lists(st.tuples(st.sampled_from(PARTS), st.text(max_size=3), FATES), max_size=25),
    st.booleans(),
)
def test_lost_repeated_and_late_messages_change_nothing(
    steps: list[tuple[str, str, str]], closes_suddenly: bool
) -> None:
    browser, server = Browser(), Server()
    late: list[tuple[int, dict[str, str]]] = []
    for part, value, fate in steps:
        browser.now[part] = value
        message = browser.message()
        if fate == "delayed":
            late.append(message)
        if fate in {"answered", "answer lost", "twice"}:
            server.take(message)
        if fate == "twice":
            server.take(message)
        if fate in {"answered", "twice"}:
            browser.answered()
    if closes_suddenly:
        server.take(browser.last_message())
    else:
        while browser.under_way or browser.kept != browser.now:
            server.take(browser.message())
            browser.answered()
    for message in late:
        server.take(message)
    meant = {f"cmi.{part}": value for part, value in browser.now.items() if value}
    assert {element: value for element, value in server.values.items() if value} == meant


@settings(max_examples=100)
@given(st.lists(st.dictionaries(st.sampled_from(PARTS), st.text(max_size=5), max_size=2), max_size=8))
def test_folding_twice_is_folding_once(commits: list[dict[str, str]]) -> None:
    once: Values = {}
    for commit in commits:
        reading = read(V12, commit)
        once = fold(once, reading)
        assert fold(once, reading) == once


LEAVES = st.text(max_size=5) | st.integers() | st.none()


@given(st.recursive(LEAVES, lambda inner: st.dictionaries(st.text(max_size=5), inner)))
def test_no_tree_is_too_strange(anything: object) -> None:
    for standard in Standard:
        try:
            values = read(standard, anything).values
        except BadData:
            continue
        assert set(values) <= set(WRITABLE[standard])
