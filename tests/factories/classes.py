"""A class with dates: Alice is enrolled in its course."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from curriculum.kinds import ModuleKind
from curriculum.models import ClassContent, Module
from lms.learning.classes.models import ClassSession
from lms.learning.record.models import Enrolment
from tests.cast import Cast
from tests.factories.curriculum import ModuleFactory
from tests.factories.learning import EnrolmentFactory

# The tests of services say what time it is; pages ask the clock, so their dates lie around today.
AT = datetime(2026, 11, 23, 1, tzinfo=UTC)


def class_module() -> Module:
    module = ModuleFactory(kind=ModuleKind.CLASS, title="実習")
    ClassContent.objects.create(module=module, description="台帳の項目設計(50分)")
    return module


def class_date(
    module: Module, *, starts_at: datetime = AT + timedelta(days=7), capacity: int = 10, needs_consent: bool = False
) -> ClassSession:
    return ClassSession.objects.create(
        module=module,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        place="3階 研修室",
        capacity=capacity,
        needs_consent=needs_consent,
        request_key=uuid4().hex,
    )


def enrolled(cast: Cast) -> tuple[Enrolment, Module]:
    """Return Alice's enrolment in a course with a class, and the class."""
    module = class_module()
    return EnrolmentFactory(learner=cast.alice, course_version=module.course_version), module
