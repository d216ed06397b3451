"""Packages drawn at random from the generator import as the generator says they should."""

import pytest

from tests.scorm.generator import Damage, ItemSpec, PackageSpec, expected, make_package, random_spec

from .conftest import Inspect, codes


@pytest.mark.parametrize("seed", range(80))
def test_random_package_imports_as_expected(look: Inspect, seed: int) -> None:
    spec = random_spec(seed)
    report, wanted = look(spec), expected(spec)
    assert codes(report) == wanted.codes
    assert report.verdict == wanted.verdict
    assert (report.standard, report.edition) == (wanted.standard, wanted.edition)
    assert (report.title, report.launch) == (wanted.title, wanted.launch)
    assert [item.title for item in report.walk()] == [item.title for top in spec.items for item in top.walk()]


@pytest.mark.parametrize("damage", list(Damage))
def test_damaged_package_is_refused_for_its_damage(look: Inspect, damage: Damage) -> None:
    report = look(PackageSpec(damage=damage, items=(ItemSpec(id="i1", title="第1章", file="start.html"),)))
    assert report.verdict == "refused"
    assert damage.value in codes(report, "error")


def test_the_same_spec_gives_the_same_bytes() -> None:
    assert make_package(random_spec(7)) == make_package(random_spec(7))
