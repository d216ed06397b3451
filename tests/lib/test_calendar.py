from datetime import date

import pytest
from django.utils import translation

from lms.lib.calendar import era_year, fiscal_year, fiscal_year_code, fiscal_year_label, wareki


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 11, 23), "令和8年11月23日(月)"),
        (date(2019, 5, 1), "令和元年5月1日(水)"),
        (date(2019, 4, 30), "平成31年4月30日(火)"),
        (date(1989, 1, 7), "昭和64年1月7日(土)"),
    ],
)
def test_dates_read_in_the_era_of_their_day(on: date, words: str) -> None:
    assert wareki(on) == words


def test_a_day_before_the_first_era_is_refused() -> None:
    with pytest.raises(ValueError, match="昭和"):
        era_year(date(1926, 12, 24))


@pytest.mark.parametrize(
    ("on", "year"), [(date(2027, 3, 31), 2026), (date(2027, 4, 1), 2027), (date(2026, 12, 31), 2026)]
)
def test_the_fiscal_year_begins_in_april(on: date, year: int) -> None:
    assert fiscal_year(on) == year


def test_fiscal_years_are_named_as_the_city_names_them() -> None:
    assert (fiscal_year_label(2026), fiscal_year_code(2026)) == ("令和8年度", "R8")
    assert fiscal_year_label(2019) == "令和元年度"
    with translation.override("en"):
        assert fiscal_year_label(2026) == "FY2026"
