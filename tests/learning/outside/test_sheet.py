"""Reading a file of outside training: no database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.outside.sheet import Sheet, read_sheet

TODAY = date(2026, 11, 23)
HEAD = "職員番号,氏名,研修名,実施機関,修了日,時間,備考\n"


def read(text: str) -> Sheet:
    return read_sheet(text, today=TODAY)


def test_a_line_is_read_with_its_synonyms_and_both_calendars() -> None:
    sheet = read("職員コード\t講座名\t主催\t修了年月日\t研修時間\n００１００２\t自治体DX\tJ-LIS\t令和8年6月1日\t7:30\n")
    assert not sheet.problems
    (row,) = sheet.rows
    assert (row.line, row.staff_no, row.title, row.provider) == (2, "001002", "自治体DX", "J-LIS")
    assert (row.completed_on, row.minutes) == (date(2026, 6, 1), 450)


@pytest.mark.parametrize(
    ("line", "code", "cell"),
    [
        ("?,青木,研修,J-LIS,2026-06-01,7,", "bad_staff_no", "?"),
        ("001002,青木,,J-LIS,2026-06-01,7,", "no_title", ""),
        ("001002,青木,研修,,2026-06-01,7,", "no_provider", ""),
        ("001002,青木,研修,J-LIS,6月1日,7,", "bad_day", "6月1日"),
        ("001002,青木,研修,J-LIS,2026-02-30,7,", "bad_day", "2026-02-30"),
        ("001002,青木,研修,J-LIS,,7,", "bad_day", ""),
        ("001002,青木,研修,J-LIS,2026-11-24,7,", "future_day", "2026-11-24"),
        ("001002,青木,研修,J-LIS,2026-06-01,半日,", "bad_hours", "半日"),
        (f"001002,青木,{'長' * 201},J-LIS,2026-06-01,7,", "long_title", "長" * 40),
    ],
)
def test_a_bad_line_is_named_and_the_next_is_read(line: str, code: str, cell: str) -> None:
    sheet = read(f"{HEAD}{line}\n001003,井上,研修,J-LIS,2026-06-01,7,\n")
    (problem,) = sheet.problems
    assert (problem.line, problem.code, problem.cell) == (2, code, cell)
    assert [row.line for row in sheet.rows] == [3]


def test_the_same_line_twice_counts_once() -> None:
    line = "001002,青木,研修,J-LIS,2026-06-01,7,\n"
    sheet = read(HEAD + line + line)
    assert len(sheet.rows) == 1
    assert [(problem.line, problem.code) for problem in sheet.problems] == [(3, "twice")]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["no_rows"]),
        (HEAD, ["no_rows"]),
        ("氏名,研修名\n青木,研修\n", ["missing_column"] * 3),
        (HEAD + '"001002', ["bad_csv"]),
    ],
)
def test_what_is_wrong_with_the_whole_file(text: str, codes: list[str]) -> None:
    sheet = read(text)
    assert [problem.code for problem in sheet.problems] == codes
    assert not sheet.rows


@given(st.text(max_size=300))
def test_any_text_is_read_to_the_end(text: str) -> None:
    sheet = read(HEAD + text)
    assert all(row.completed_on <= TODAY for row in sheet.rows)
    assert sheet.rows or sheet.problems
