import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people.roster.decode import Undecodable, decode

NAMES = "職員番号,氏名\r\n000123,髙橋 﨑子 德 濵 瀨 ① ㈱\r\n"


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
def test_each_encoding_is_recognised_and_its_text_kept(encoding: str) -> None:
    found = decode(NAMES.encode(encoding))
    assert (found.text, found.encoding) == (NAMES, encoding)


def test_a_character_beyond_cp932_comes_through_utf8() -> None:
    assert "𠮷田" in decode("氏名\n𠮷田\n".encode()).text


def test_names_are_never_normalised() -> None:
    # NFC would turn the compatibility ideograph U+FA19 into U+795E.
    assert decode("氏名\n\ufa19\n".encode()).text == "氏名\n\ufa19\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"  \r\n", "empty_file"),
        (codecs.BOM_UTF16_LE + "職員".encode("utf-16-le"), "utf16_file"),
        (b"PK\x03\x04rest of a workbook", "excel_file"),
        (b"\xd0\xcf\x11\xe0 old workbook", "excel_file"),
        (b"a,b\n1,\x00\n", "binary_file"),
    ],
)
def test_other_formats_are_named(data: bytes, code: str) -> None:
    with pytest.raises(Undecodable) as wrong:
        decode(data)
    assert wrong.value.code == code


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_a_wound_in_utf8_is_named_by_line_and_character(mark: bytes) -> None:
    data = mark + "職員番号,氏名\n000123,青木".encode() + b"\xff" + "花子\n".encode()
    with pytest.raises(Undecodable) as wrong:
        decode(data)
    assert (wrong.value.line, wrong.value.column, wrong.value.found) == (2, 10, "FF")
    assert wrong.value.after == "000123,青木"


def test_bytes_that_are_neither_are_named_by_line() -> None:
    data = "職員番号,氏名\r\n000123,".encode("cp932") + b"\x81\x20\r\n"
    with pytest.raises(Undecodable) as wrong:
        decode(data)
    assert (wrong.value.code, wrong.value.line, wrong.value.column) == ("undecodable", 2, 8)


# A few bytes of CP932 may pass for UTF-8; the headings of a roster never do.
@given(st.text(alphabet="髙﨑德濵青木花子アイウ012,\n "))
def test_what_cp932_can_hold_survives_both_ways(lines: str) -> None:
    text = f"職員番号,氏名\n{lines}"
    assert decode(text.encode("cp932")).text == text
    assert decode(text.encode("utf-8-sig")).text == text
