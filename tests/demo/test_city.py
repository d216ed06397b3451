from collections import Counter
from random import Random

import pytest

from lms.demo.city import after_autumn, build_city, with_supplementary_names
from lms.demo.levels import LEVELS, draw_levels
from lms.demo.package import make_package
from lms.demo.roster import roster_csv


def test_the_same_seed_builds_the_same_city_and_another_seed_another() -> None:
    assert build_city(8) == build_city(8)
    assert build_city(8) != build_city(9)


def test_the_plans_headcounts_stand() -> None:
    titles = Counter(member.title for member in build_city(8))
    assert sum(titles.values()) == 2500
    assert titles["部長"] + titles["部次長"] == 100
    assert titles["課長"] == 100
    assert titles["係長"] == 330


def test_the_supervisor_of_the_demo_section_rates_a_dozen() -> None:
    titles = [member.title for member in build_city(8) if member.place.section[1] == "窓口係"]
    assert (len(titles), titles.count("係長")) == (13, 1)


def test_rare_names_fit_cp932_and_supplementary_names_need_utf8() -> None:
    members = build_city(8)
    assert {"髙", "﨑"} <= set("".join(member.family for member in members))
    assert roster_csv(members).decode("cp932").count("\r\n") > 2500
    corrected = with_supplementary_names(members, 8)
    assert corrected
    assert all("𠮷" in member.family for member in corrected)
    with pytest.raises(UnicodeEncodeError):
        roster_csv(corrected)
    assert roster_csv(corrected, encoding="utf-8-sig").startswith(b"\xef\xbb\xbf")


def test_autumn_changes_few_people_and_nobody_in_the_demo_section() -> None:
    spring = {member.staff_no: member for member in build_city(8)}
    autumn = {member.staff_no: member for member in after_autumn(list(spring.values()), 8)}
    assert len(spring.keys() - autumn.keys()) == 8
    assert len(autumn.keys() - spring.keys()) == 5
    changed = [number for number in spring.keys() & autumn.keys() if spring[number] != autumn[number]]
    assert 30 <= len(changed) <= 42
    assert all(spring[number].place.section[1] != "窓口係" for number in changed)


def test_drawn_levels_follow_the_given_shares() -> None:
    ability = {person: float(person) for person in range(1000)}
    percent = [10, 30, 38, 17, 4, 1]
    drawn = draw_levels(ability, percent=percent, missing_percent=10, self_bias=0.15, random=Random(1))
    levels = Counter(row.supervisor_level for row in drawn.values())
    assert levels[None] == 100
    assert [levels[level] for level in LEVELS] == [90, 270, 342, 153, 36, 9]


def test_the_same_pages_make_the_same_package() -> None:
    pages = [{"title": "一", "text": "本文", "point": "要点"}]
    assert make_package("A02", "研修", pages) == make_package("A02", "研修", pages)
