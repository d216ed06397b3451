"""Builds a believable, fictitious city hall: the same seed gives the same city. Pure; knows no database."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import yaml

DATA_FILE = Path(__file__).parent / "fixtures" / "city.yaml"
START = date(2026, 4, 1)
AUTUMN = date(2026, 10, 1)
STAFF = 2500
DEPUTIES_PER_BUREAU = 4
SECTIONS = 330
FISCAL_YEAR_STAFF = 180
JOINERS = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A spot in the organisation: codes and names of 部, 課 and 係, empty below the person's level."""

    bureau: tuple[str, str]
    division: tuple[str, str] = ("", "")
    section: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One staff member as the roster will list them; `extra` are further postings as (発令区分, place, 職名)."""

    staff_no: str
    family: str
    given: str
    kana: str
    place: Place
    title: str
    employment: str = "正規"
    joined_on: date = date(2010, 4, 1)
    left_on: date | None = None
    extra: tuple[tuple[str, Place, str], ...] = ()

    @property
    def name(self) -> str:
        return f"{self.family} {self.given}"


@dataclass(slots=True, kw_only=True)
class Names:
    """Draws names; some families are written with rare characters."""

    data: dict[str, Any]
    random: Random
    drawn: Iterator[int] = field(default_factory=count)

    def draw(self) -> tuple[str, str, str]:
        """Return family, given and kana of the next person."""
        number = next(self.drawn)
        pool = self.data["rare_families"] if number % 40 == 7 else self.data["families"]
        family, family_kana = self.random.choice(pool).split()
        given, given_kana = self.random.choice(self.data["given_names"]).split()
        return family, given, f"{family_kana} {given_kana}"


@cache
def read_words() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(DATA_FILE.read_text(encoding="utf-8"))
    return words


def sections_of(words: dict[str, Any]) -> list[Place]:
    """Return 330 sections: three or four below each of the hundred divisions."""
    divisions = [
        (bureau_no, bureau["name"], division_no, division)
        for bureau_no, bureau in enumerate(words["bureaus"], start=1)
        for division_no, division in enumerate(bureau["divisions"], start=1)
    ]
    with_four = SECTIONS - 3 * len(divisions)
    return [
        Place(
            bureau=(f"{bureau_no:02}", bureau),
            division=(f"{bureau_no:02}{division_no:02}", division),
            section=(f"{bureau_no:02}{division_no:02}{section_no:02}", _section(words, division, section_no)),
        )
        for index, (bureau_no, bureau, division_no, division) in enumerate(divisions)
        for section_no in range(1, 5 if index < with_four else 4)
    ]


def _section(words: dict[str, Any], division: str, number: int) -> str:
    demo = words["demo_section"]
    return demo["name"] if division == demo["division"] and number == 1 else words["sections"][number - 1]


def build_city(seed: int) -> list[Member]:
    """Return the city's 2,500 staff on 1 April 2026, in the order of the organisation."""
    words = read_words()
    random = Random(seed)
    names = Names(data=words, random=random)
    numbers = (f"{number:06}" for number in count(101))
    sections = sections_of(words)
    posts = [*_managers(sections), *((place, "係長") for place in sections), *_staff_posts(words, sections, random)]
    members = [_member(next(numbers), names.draw(), place, title, random) for place, title in posts]
    return _with_special_cases(members, sections, random)


def _managers(sections: list[Place]) -> Iterator[tuple[Place, str]]:
    for bureau in dict.fromkeys(place.bureau for place in sections):
        yield Place(bureau=bureau), "部長"
        yield from ((Place(bureau=bureau), "部次長") for _ in range(DEPUTIES_PER_BUREAU))
    for place in dict.fromkeys(replace(place, section=("", "")) for place in sections):
        yield place, "課長"


def _staff_posts(words: dict[str, Any], sections: list[Place], random: Random) -> Iterator[tuple[Place, str]]:
    """Spread everyone below section chief over the sections; the demo section gets its dozen."""
    managers = len(words["bureaus"]) * (1 + DEPUTIES_PER_BUREAU) + 100
    demo = words["demo_section"]
    wanted = dict.fromkeys(sections, 5)
    demo_place = next(place for place in sections if place.section[1] == demo["name"])
    wanted[demo_place] = demo["staff"]
    spare = STAFF - managers - SECTIONS - sum(wanted.values())
    for place in random.sample([place for place in sections if place != demo_place], spare):
        wanted[place] += 1
    for place, heads in wanted.items():
        own_title = words["titles_by_bureau"].get(place.bureau[1], "主事")
        for number in range(heads):
            yield place, ("主査" if number == 0 else "主任" if number == 1 else own_title)


def _member(staff_no: str, name: tuple[str, str, str], place: Place, title: str, random: Random) -> Member:
    family, given, kana = name
    youngest, oldest = {"部長": (30, 38), "部次長": (28, 36), "課長": (24, 34), "係長": (14, 28)}.get(title, (1, 26))
    joined = date(START.year - random.randint(youngest, oldest), 4, 1)
    return Member(staff_no=staff_no, family=family, given=given, kana=kana, place=place, title=title, joined_on=joined)


def _with_special_cases(members: list[Member], sections: list[Place], random: Random) -> list[Member]:
    """Add fiscal-year staff, joiners, concurrent posts, leave and secondment, outside the demo section."""
    demo = read_words()["demo_section"]["name"]
    plain = [
        index
        for index, member in enumerate(members)
        if member.title not in {"部長", "部次長", "課長", "係長", "主査", "主任"} and member.place.section[1] != demo
    ]
    random.shuffle(plain)
    pick = iter(plain)
    for _ in range(FISCAL_YEAR_STAFF):
        index = next(pick)
        members[index] = replace(
            members[index], title="会計年度任用職員", employment="会計年度任用職員", joined_on=START
        )
    for _ in range(JOINERS):
        index = next(pick)
        members[index] = replace(members[index], joined_on=START)
    for _ in range(40):
        index = next(pick)
        second = ("兼務", random.choice(sections), members[index].title)
        members[index] = replace(members[index], extra=(second,))
    for kind, people in (("休職", 25), ("出向", 12)):
        for _ in range(people):
            index = next(pick)
            away = (kind, members[index].place, members[index].title)
            members[index] = replace(members[index], extra=(away,))
    return members


def with_supplementary_names(members: list[Member], seed: int) -> list[Member]:
    """Return the people whose family is written with 𠮷, which a CP932 file cannot hold."""
    random = Random(seed + 1)
    families = dict(entry.split() for entry in read_words()["supplementary_families"])
    found = [member for member in members if member.family in {"吉田", "吉野", "吉川"}][:12]
    by_kana = {kana: family for family, kana in families.items()}
    random.shuffle(found)
    return [replace(member, family=by_kana[member.kana.split()[0]]) for member in found]


def after_autumn(members: list[Member], seed: int) -> list[Member]:
    """Return the roster of 1 October: some leave, some join, move or are promoted."""
    random = Random(seed + 2)
    demo = read_words()["demo_section"]["name"]
    stays = [member for member in members if member.place.section[1] == demo]
    others = [member for member in members if member.place.section[1] != demo]
    movable = [index for index, member in enumerate(others) if member.title in {"主事", "技師"} and not member.extra]
    random.shuffle(movable)
    pick = iter(movable)
    leavers = {next(pick) for _ in range(8)}
    for index in [next(pick) for _ in range(36)]:
        target = random.choice(others).place
        others[index] = replace(others[index], place=target if target.section[0] else others[index].place)
    for index in [next(pick) for _ in range(6)]:
        others[index] = replace(others[index], title="主任")
    kept = [member for index, member in enumerate(others) if index not in leavers]
    return [*kept, *stays, *_autumn_joiners(members, random)]


def _autumn_joiners(members: list[Member], random: Random) -> list[Member]:
    names = Names(data=read_words(), random=random)
    last = max(int(member.staff_no) for member in members)
    places = [member.place for member in members if member.title == "主事"]
    return [
        _member(f"{last + number:06}", names.draw(), random.choice(places), "主事", random) for number in range(1, 6)
    ]
