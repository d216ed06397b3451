"""Trying a package: a registration of its own that counts for nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from curriculum.models import Module, PackageVersion
from curriculum.trials import trial_module
from lms.learning.record.models import Enrolment
from lms.learning.record.services import enrol
from lms.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A package ready to be tried by one person."""

    enrolment: Enrolment
    module: Module

    @property
    def path(self) -> str:
        return reverse("learning:module", args=[self.enrolment.uuid, self.module.uuid])

    @property
    def address(self) -> str:
        """Where the person opens it after signing in."""
        return f"{settings.LMS_ORIGIN}{self.path}"


@transaction.atomic
def begin_trial(version: PackageVersion, learner: User, *, by: User | None, at: datetime) -> Trial:
    """Enrol a person in a new trial of a package version; each trial begins with an empty record."""
    module = trial_module(version, by=by, at=at)
    enrolment = enrol(learner, module.course_version, source=Enrolment.Source.TRIAL, by=by, at=at)
    return Trial(enrolment=enrolment, module=module)
