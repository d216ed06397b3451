from datetime import UTC, datetime

import pytest

from lms.learning.certificates.services import issue_certificate
from lms.learning.models import Certificate
from tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db


def test_a_completion_is_certified_once() -> None:
    enrolment = EnrolmentFactory()
    first, second = (issue_certificate(enrolment, at=datetime(2026, 11, day, tzinfo=UTC)) for day in (23, 24))
    assert first == second
    assert Certificate.objects.count() == 1


def test_fiscal_year_is_the_citys_not_utcs() -> None:
    """Midnight of 1 April in the city is still 31 March in UTC."""
    issued = issue_certificate(EnrolmentFactory(), at=datetime(2027, 3, 31, 15, tzinfo=UTC))
    assert (issued.fiscal_year, issued.number) == (2027, "R9-000001")
