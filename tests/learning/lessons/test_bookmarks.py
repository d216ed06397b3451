import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.lessons.bookmarks import MOST_VIDEOS, Bookmark, parse

BLOCK = "0190a6e6-7694-7127-8ee5-a9ca9abc40d6"


@pytest.mark.parametrize(
    ("text", "bookmark"),
    [
        ("", Bookmark()),
        ("{}", Bookmark()),
        (json.dumps({"block": BLOCK}), Bookmark(block=BLOCK)),
        (json.dumps({"block": "", "videos": {BLOCK: 12.7}}), Bookmark(videos={BLOCK: 12})),
        # What makes no sense is left out.
        ("no json", Bookmark()),
        ("[1]", Bookmark()),
        ("3", Bookmark()),
        (json.dumps({"block": "<script>"}), Bookmark()),
        (json.dumps({"videos": {BLOCK: -1}}), Bookmark()),
        (json.dumps({"videos": {BLOCK: "12"}}), Bookmark()),
        (json.dumps({"videos": {"x": 12}}), Bookmark()),
        (json.dumps({"videos": {BLOCK: float("nan")}}), Bookmark()),
        (json.dumps({"videos": {BLOCK: float("inf")}}), Bookmark()),
        ("[" * 8000, Bookmark()),
        (json.dumps({"videos": [1]}), Bookmark()),
    ],
)
def test_bookmark_is_read(text: str, bookmark: Bookmark) -> None:
    assert parse(text) == bookmark


@given(
    st.builds(
        Bookmark,
        block=st.just("") | st.uuids().map(str),
        videos=st.dictionaries(st.uuids().map(str), st.integers(0, 86400), max_size=MOST_VIDEOS),
    )
)
def test_what_is_stored_reads_back(bookmark: Bookmark) -> None:
    assert parse(bookmark.dump()) == bookmark


@given(st.text() | st.recursive(st.none() | st.floats() | st.text(), lambda inner: st.lists(inner)).map(json.dumps))
def test_nothing_a_browser_sends_breaks_it(text: str) -> None:
    parse(text)
