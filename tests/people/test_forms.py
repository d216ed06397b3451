"""One form field for people by staff number."""

from datetime import date, timedelta
from typing import Any

import pytest
from django import forms

from lms.lib import clock
from lms.people.forms import StaffNumberField, everyone, in_office
from lms.people.models import User
from tests.factories import UserFactory

TODAY = date(2026, 11, 24)


@pytest.fixture
def person(db: None) -> User:
    return UserFactory(staff_no="000123")


def named(value: object, **options: Any) -> User | None:
    return StaffNumberField(**options).clean(value)


@pytest.mark.parametrize("typed", ["000123", " 000123 ", "０００１２３"])
def test_staff_number_names_its_person_in_either_width(person: User, typed: str) -> None:
    assert named(typed) == person


def test_number_without_its_zeros_names_nobody_and_says_so(person: User) -> None:
    with pytest.raises(forms.ValidationError, match="123"):
        named("123")


def test_empty_is_refused_unless_it_may_be(person: User) -> None:
    assert named("", required=False) is None
    with pytest.raises(forms.ValidationError):
        named(" ")


def test_who_may_be_named_depends_on_the_form(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    person.left_on, person.is_active = TODAY - timedelta(days=1), False
    person.save()
    assert named("000123", among=everyone) == person
    for options in ({}, {"among": in_office}):
        with pytest.raises(forms.ValidationError):
            named("000123", **options)
