"""Rosters for tests: invented people in an invented city, the same for the same seed."""

import csv
import io
import random
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

HEADINGS = (
    "職員番号",
    "氏名",
    "フリガナ",
    "部コード",
    "部",
    "課コード",
    "課",
    "係コード",
    "係",
    "職名",
    "発令区分",
    "任用区分",
    "採用日",
    "退職日",
    "メール",
    "週勤務時間",
)
FAMILIES = (("髙橋", "タカハシ"), ("山﨑", "ヤマザキ"), ("渡邉", "ワタナベ"), ("小林", "コバヤシ"), ("濵田", "ハマダ"))
GIVEN = (("花子", "ハナコ"), ("太郎", "タロウ"), ("德子", "トクコ"), ("翔", "ショウ"), ("神", "ジン"))
STAFF_TITLES = ("主任", "主査", "主事", "技師", "保健師")

type Line = dict[str, str]


def line(staff_no: str, name: str = "青木 花子", **cells: str) -> Line:
    """Return one main post in 総務部 情報政策課, changed as asked."""
    return {
        "職員番号": staff_no,
        "氏名": name,
        "部コード": "01",
        "部": "総務部",
        "課コード": "0101",
        "課": "情報政策課",
        "職名": "主事",
        "発令区分": "本務",
    } | cells


def as_text(lines: Iterable[Mapping[str, str]], headings: Iterable[str] | None = None) -> str:
    lines = list(lines)
    columns = list(headings or dict.fromkeys(heading for each in lines for heading in each))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


def as_bytes(lines: Iterable[Mapping[str, str]], encoding: str = "cp932") -> bytes:
    return as_text(lines).encode(encoding)


def city(people: int = 2500, *, seed: int = 1) -> list[Line]:
    """Return a roster of 部, 課 and 係 with their heads, staff, second posts and people on leave."""
    return _City(people, seed).lines()


class _City:
    def __init__(self, people: int, seed: int) -> None:
        self.people = people
        self.random = random.Random(seed)
        self.made: list[Line] = []
        self.sections: list[Line] = []

    def lines(self) -> list[Line]:
        divisions = max(1, self.people // 32)
        for division in range(divisions):
            self._division(division)
        while len(self.made) < self.people:
            self._person(self.random.choice(self.sections), self.random.choice(STAFF_TITLES))
        self.made = self.made[: self.people]
        return self.made + self._second_posts()

    def _division(self, number: int) -> None:
        bureau, within = divmod(number, 8)
        place = {"部コード": f"{bureau + 1:02}", "部": f"第{bureau + 1}部"}
        if within == 0:
            self._person(place, "部長")
        place |= {"課コード": f"{bureau + 1:02}{within + 1:02}", "課": f"第{number + 1}課"}
        self._person(place, "課長")
        for index in range(4):
            section = place | {"係コード": f"{place['課コード']}{index + 1:02}", "係": f"第{index + 1}係"}
            self.sections.append(section)
            self._person(section, "係長")

    def _person(self, place: Mapping[str, str], title: str) -> None:
        number = len(self.made) + 1
        family, family_kana = FAMILIES[number % len(FAMILIES)]
        given, given_kana = self.random.choice(GIVEN)
        is_fiscal_year = title in STAFF_TITLES and self.random.random() < 0.1
        self.made.append(
            {
                "職員番号": f"{number:06}",
                "氏名": f"{family} {given}",
                "フリガナ": f"{family_kana} {given_kana}",
                **place,
                "職名": "会計年度任用職員" if is_fiscal_year else title,
                "発令区分": "本務",
                "任用区分": "会計年度任用職員" if is_fiscal_year else "正規",
                "採用日": date(1990 + number % 35, 4, 1).isoformat(),
                "メール": f"s{number:06}@city.example",
                "週勤務時間": "38:45",
            }
        )

    def _second_posts(self) -> list[Line]:
        """Some people stand in another 課 as well, and some are on leave."""
        found = []
        for made in self.random.sample(self.made, len(self.made) // 50):
            is_away = self.random.random() < 0.5
            place = {} if is_away else dict(self.random.choice(self.sections))
            found.append(made | place | {"発令区分": "休職" if is_away else "兼務"})
        return found


def changed(lines: list[Line], staff_no: str, **cells: Any) -> list[Line]:
    """Return the roster with one person's main line changed."""
    return [
        each | cells if each["職員番号"] == staff_no and each.get("発令区分", "本務") == "本務" else each
        for each in lines
    ]
