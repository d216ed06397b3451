"""A hand-in module: Alice is enrolled in its course, `supervisor` of the cast rates her first."""

from datetime import UTC, datetime

from curriculum.kinds import ModuleKind
from curriculum.models import HandinContent, Module
from lms.learning.handins import services
from lms.learning.handins.models import HandIn
from lms.learning.record.models import Enrolment
from lms.people.models import User
from tests.factories.curriculum import ModuleFactory
from tests.factories.learning import EnrolmentFactory

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)


def asked(learner: User) -> tuple[Enrolment, Module]:
    """Return a learner's enrolment in a course that asks for a hand-in, and the module."""
    module = ModuleFactory(kind=ModuleKind.HANDIN, title="提出")
    HandinContent.objects.create(module=module, prompt="改善シート")
    return EnrolmentFactory(learner=learner, course_version=module.course_version), module


def handed_in(learner: User, *, text: str = "14分が9分になった", at: datetime = AT) -> HandIn:
    enrolment, module = asked(learner)
    return services.hand_in(enrolment, module, text=text, file=None, request_key="k", at=at)
