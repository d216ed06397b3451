import pytest

from lms.people.roster.sheet import read_sheet
from tests.people.rosters import as_text, line


def codes_by_line(text: str) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.line) for problem in read_sheet(text, {}).problems]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"職員番号": ""}, "missing_number"),
        ({"氏名": " "}, "missing_name"),
        ({"採用日": "2026-13-01"}, "bad_date"),
        ({"発令区分": "臨時"}, "bad_value"),
        ({"任用区分": "謎"}, "bad_value"),
        ({"メール": "not an address@"}, "bad_value"),
        ({"週勤務時間": "たくさん"}, "bad_value"),
        ({"氏名": "長" * 101}, "too_long"),
        ({"職名": "長" * 51}, "too_long"),
        ({"一次評価者": "山田"}, "bad_value"),
        ({"氏名": "青〓 花子"}, "lost_character"),
        ({"氏名": "青\ue000 花子"}, "private_character"),
    ],
)
def test_a_bad_cell_is_named_by_line_and_the_next_line_is_read(cells: dict[str, str], code: str) -> None:
    sheet = read_sheet(as_text([line("000001", **cells), line("000002")]), {})
    assert [(problem.code, problem.line) for problem in sheet.problems] == [(code, 2)]
    assert sheet.rows[-1].staff_no == "000002"


def test_every_problem_of_a_line_is_named_at_once() -> None:
    text = as_text([line("", "", 採用日="いつか")])
    assert [code for code, _line in codes_by_line(text)] == ["missing_number", "missing_name", "bad_date"]


def test_headings_that_cannot_be_placed_stop_the_reading() -> None:
    assert codes_by_line("職員番号,氏名,好きな色\n000001,青木 花子,青\n") == [("unknown_column", 1)]
    assert codes_by_line("氏名\n青木 花子\n") == [("missing_column", 1)]
    assert codes_by_line("職員番号,氏名,名前\n1,a,b\n") == [("repeated_column", 1)]


def test_lines_are_counted_as_an_editor_shows_them() -> None:
    text = '職員番号,氏名\n\n000001,"青木\n花子"\n,上田 二郎\n'
    assert codes_by_line(text) == [("missing_number", 5)]


def test_a_quotation_mark_left_open_is_named_by_line() -> None:
    assert codes_by_line('職員番号,氏名\n000001,"青木"花子\n') == [("bad_csv", 2)]


def test_cells_beyond_the_headings_are_named() -> None:
    assert codes_by_line("職員番号,氏名\n000001,青木,花子\n") == [("too_many_cells", 2)]
    assert codes_by_line("職員番号,氏名\n000001,青木 花子,,\n") == []


def test_headings_alone_are_no_roster() -> None:
    assert codes_by_line("職員番号,氏名\n") == [("no_rows", 1)]


def test_tabs_divide_as_well_as_commas() -> None:
    assert read_sheet("職員番号\t氏名\n000001\t青木 花子\n", {}).rows[0].name == "青木 花子"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("職員番号,氏名\n1,髙橋　花子\n", ("髙橋　花子", "髙橋", "花子")),
        ("職員番号,姓,名\n1,髙橋,花子\n", ("髙橋 花子", "髙橋", "花子")),
        ("職員番号,氏名,姓,名\n1,髙橋花子,髙橋,花子\n", ("髙橋花子", "髙橋", "花子")),
        ("職員番号,氏名\n1,髙橋花子\n", ("髙橋花子", "", "")),
    ],
)
def test_names_are_kept_as_written(text: str, expected: tuple[str, str, str]) -> None:
    row = read_sheet(text, {}).rows[0]
    assert (row.name, row.family_name, row.given_name) == expected


def test_progress_is_told_and_ends_at_the_whole() -> None:
    told: list[tuple[int, int]] = []
    read_sheet(as_text([line(f"{n:06}") for n in range(600)]), {}, lambda *done: told.append(done))
    assert told == [(250, 600), (500, 600), (600, 600)]
