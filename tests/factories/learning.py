from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from lms.learning.models import Enrolment
from tests.factories.curriculum import CourseVersionFactory
from tests.factories.people import UserFactory


class EnrolmentFactory(DjangoModelFactory):
    class Meta:
        model = Enrolment

    learner = factory.SubFactory(UserFactory)
    course_version = factory.SubFactory(CourseVersionFactory)
    source = Enrolment.Source.ASSIGNED
    enrolled_at = datetime(2026, 5, 1, tzinfo=UTC)
