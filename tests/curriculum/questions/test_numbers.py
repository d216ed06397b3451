from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.questions.numbers import parse_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("１２．５", "12.5"),
        ("1,234", "1234"),
        ("１，２３４円", "1234"),
        ("250万", "2500000"),
        ("1.5万", "15000"),
        ("1億2,000万", "120000000"),
        ("1万2345", "12345"),
        ("-3.5", "-3.5"),
        ("▲3.5円", "-3.5"),
        ("−4", "-4"),
        (".5", "0.5"),
        ("+7", "7"),
        ("1 000", "1000"),
    ],
)
def test_numbers_are_read_as_an_office_writes_them(text: str, number: str) -> None:
    assert parse_number(text, unit="円") == Decimal(number)


@pytest.mark.parametrize("text", ["", "円", "abc", "1,23", "1.2.3", "2万3億", "1万2万", "--1", "12人", "1" * 50])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text, unit="円") is None


@given(st.decimals(min_value=0, max_value=10**11, places=2), st.sampled_from(["", "円", "％", "時間"]))
def test_every_way_to_write_a_number_reads_back(number: Decimal, unit: str) -> None:
    for text in (f"{number}{unit}", f"{number:,}{unit}", f" {number} {unit} "):
        assert parse_number(text, unit=unit) == number
