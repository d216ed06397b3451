import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from lms.people.models import AuditEvent, Department, RosterLoad, TitleRank, User
from tests.factories import framework
from tests.people.rosters import as_bytes, changed, city, line

HOUSE = [line("000001", "課 長子", 職名="課長"), line("000002", "髙橋 花子"), line("000003", "山﨑 二郎")]


@pytest.fixture(autouse=True)
def ranks(db: None) -> None:
    framework()


def run(file: Path, *options: str) -> tuple[int, str]:
    out, status = StringIO(), 0
    try:
        with translation.override("ja"):
            call_command("load_roster", str(file), *options, stdout=out)
    except SystemExit as ended:
        status = int(str(ended.code))
    return status, out.getvalue()


def told(file: Path, *options: str) -> dict[str, Any]:
    return dict(json.loads(run(file, "--json", *options)[1]))


@pytest.fixture
def write(tmp_path: Path):
    def write_file(lines: list[dict[str, str]], encoding: str = "cp932", name: str = "roster.csv") -> Path:
        file = tmp_path / name
        file.write_bytes(as_bytes(lines, encoding))
        return file

    return write_file


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
def test_a_roster_is_loaded_in_each_encoding(write, encoding: str) -> None:
    status, text = run(write(HOUSE, encoding), "--as-of", "2026-04-01")
    assert status == 0
    assert encoding in text
    names = User.objects.order_by("staff_no").values_list("staff_no", "name")
    assert list(names) == [("000001", "課 長子"), ("000002", "髙橋 花子"), ("000003", "山﨑 二郎")]


def test_a_dry_run_stores_nothing(write) -> None:
    answer = told(write(HOUSE), "--dry-run")
    assert (answer["verdict"], answer["counts"]["join"], answer["load"]) == ("checked", 3, None)
    for model in (User, Department, RosterLoad, AuditEvent):
        assert not model._default_manager.exists()


def test_a_refused_roster_ends_with_status_1_and_names_file_line_and_remedy(write) -> None:
    file = write([*HOUSE, line("", "番号 無子"), line("000002", "髙橋 花子")])
    status, text = run(file)
    assert status == 1
    assert "roster.csv 5行目" in text
    assert "職員番号がありません。" in text
    assert "同じ職員番号の本務が3行目にもあります。" in text
    assert not User.objects.exists()
    kept = RosterLoad.objects.get()
    with kept.file.open("rb") as original:
        assert original.read() == file.read_bytes()


def test_the_object_tells_problems_in_both_languages(write) -> None:
    answer = told(write([each | {"好きな色": "青"} for each in HOUSE]), "--dry-run")
    assert answer["verdict"] == "refused"
    (problem,) = answer["problems"]
    assert (problem["code"], problem["severity"], problem["line"]) == ("unknown_column", "error", 1)
    assert problem["message"] == "列「好きな色」は知らない列です。"
    assert problem["message_en"] == "The column “好きな色” is not known."


def test_a_column_may_be_left_out(write) -> None:
    file = write([each | {"好きな色": "青"} for each in HOUSE])
    assert told(file, "--ignore-column", "好きな色")["verdict"] == "applied"


def test_an_unreadable_file_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.csv"
    file.write_bytes("職員番号,氏名\n000001,青木".encode() + b"\xff")
    status, text = run(file)
    assert status == 1
    assert "broken.csv 2行目" in text
    assert "FF" in text


def test_many_leavers_are_loaded_only_when_confirmed(write) -> None:
    run(write(HOUSE), "--as-of", "2026-04-01")
    fewer = write(HOUSE[:2], name="fewer.csv")
    status, text = run(fewer, "--as-of", "2026-10-01")
    assert status == 1
    assert "--confirm-leavers" in text
    assert User.objects.filter(left_on__isnull=False).count() == 0
    assert run(fewer, "--as-of", "2026-10-01", "--confirm-leavers")[0] == 0
    assert User.objects.get(staff_no="000003").left_on is not None


def test_a_list_of_changes_ends_nobody(write) -> None:
    run(write(HOUSE), "--as-of", "2026-04-01")
    answer = told(write(changed(HOUSE, "000002", 職名="係長")[1:2]), "--as-of", "2026-10-01", "--delta")
    assert (answer["counts"]["promote"], answer["counts"]["leave"]) == (1, 0)


def test_warnings_of_one_kind_are_cut_short(write) -> None:
    heads = [line(f"{n:06}", 部コード=f"{n:02}", 部=f"第{n}部", 課コード="", 課="", 職名="部長") for n in range(1, 31)]
    text = run(write(heads), "--dry-run")[1]
    assert text.count("一次評価者がいません") == 20
    assert "ほかに10件" in text


def test_a_missing_file_is_named() -> None:
    with pytest.raises(CommandError, match=r"nowhere\.csv"):
        call_command("load_roster", "nowhere.csv")


def test_a_city_is_loaded_and_loaded_again_without_change(write) -> None:
    file = write(city(200))
    assert told(file, "--as-of", "2026-04-01")["counts"]["join"] == 200
    again = told(file, "--as-of", "2026-04-01")
    assert again["verdict"] == "applied"
    assert set(again["counts"].values()) == {0}


def test_a_title_nobody_knows_is_given_its_rank(write) -> None:
    file = write([*HOUSE, line("000004", "参 与", 職名="参与")])
    assert told(file)["verdict"] == "refused"
    assert told(file, "--dry-run", "--title", "参与=director")["verdict"] == "checked"
    assert not TitleRank.objects.filter(title="参与").exists()
    assert told(file, "--title", "参与=director")["verdict"] == "applied"
    assert TitleRank.objects.get(title="参与").rank.key == "director"


def test_an_unknown_rank_is_answered_with_those_there_are(write) -> None:
    with pytest.raises(CommandError, match="division_head"):
        call_command("load_roster", str(write(HOUSE)), "--title", "参与=boss")
