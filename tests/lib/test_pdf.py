import pytest

from lms.lib.pdf import drawable, readable_above_ffff


@pytest.mark.parametrize(
    ("text", "drawn"),
    [("髙﨑 𠮷子", "髙﨑 𠮷子"), ("葛\U000e0100城", "葛城"), ("神\ufe00", "神"), ("神", "神")],
)
def test_variation_selectors_are_not_drawn(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


def test_characters_above_ffff_are_written_as_utf_16() -> None:
    make = readable_above_ffff(lambda name, subset: " ".join(f"<{code:04X}>" for code in subset))
    assert make("font", [0x9AD9, 0x20BB7]) == "<9AD9> <D842DFB7>"
