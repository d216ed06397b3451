"""A city with leavers: Alice left long ago with a record in every room, Charlie a year later."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from assessments.models import Assessment
from lms.learning.certificates.services import issue_certificate
from lms.learning.models import Attempt as ScormAttempt
from lms.learning.models import (
    Certificate,
    CmiState,
    Enrolment,
    HandIn,
    HandInReview,
    Notice,
    ScormCommit,
    ScormSession,
    SharedData,
)
from lms.lib import clock
from lms.people import audit
from lms.people.models import User
from tests.cast import Cast
from tests.factories import assessments as assessing
from tests.factories.handins import asked
from tests.factories.scorm import scorm_course

LEFT = date(2021, 4, 1)
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
LONG_AGO = datetime(2020, 6, 1, 1, tzinfo=UTC)
FILE = "handins/2020/06/alice.txt"


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.PACKAGES_ROOT = tmp_path / "packages"
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())
    return tmp_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Alice's records."""

    person: User
    enrolment: Enrolment
    hand_in: HandIn
    assessment: Assessment
    certificate: Certificate
    session: ScormSession


@pytest.fixture
def leaving(cast: Cast) -> Leaving:
    """Alice with something in every room, who left on 31 March 2021."""
    alice = cast.alice
    cycle = assessing.open_cycle_for(cast)
    assessment = assessing.assessment_of(alice)
    assessing.hand_in(assessment, 3)
    assessing.confirm_at(assessment, 3, cast=cast, comment="青木さんはよくやった")
    type(cycle).objects.filter(pk=cycle.pk).update(
        opens_on=date(2020, 11, 2), closes_on=date(2020, 12, 4), state="closed"
    )
    enrolment, module = asked(alice)
    default_storage.save(FILE, ContentFile(b"alice's own words"))
    hand_in = HandIn.objects.create(
        enrolment=enrolment, module=module, number=1, text="私の改善", file=FILE, filename="青木花子.txt",
        request_key="k", at=LONG_AGO,
    )  # fmt: skip
    HandInReview.objects.create(hand_in=hand_in, verdict="accepted", comment="花子さん、合格", by=cast.hr, at=LONG_AGO)
    completed(enrolment)
    Notice.objects.create(
        person=alice, kind="assigned", key="n1", on=date(2020, 6, 1), at=LONG_AGO, subject="青木様", body="…", url="/"
    )
    EmailAddress.objects.create(user=alice, email="alice@city.example.jp")
    Authenticator.objects.create(user=alice, type="totp", data={"secret": "x"})
    audit.record("handin.handed_over", actor=cast.hr, at=LONG_AGO, target="x", details={"to": alice.staff_no})
    audit.record("sign_in.succeeded", actor=alice, subject=alice, at=LONG_AGO, details={"ip": "10.1.2.3"})
    User.objects.filter(pk=alice.pk).update(
        left_on=LEFT, joined_on=date(2001, 10, 16), email="alice@city.example.jp", is_active=True
    )
    alice.refresh_from_db()
    return Leaving(
        person=alice,
        enrolment=enrolment,
        hand_in=hand_in,
        assessment=assessment,
        certificate=issue_certificate(enrolment, at=LONG_AGO),
        session=played(alice),
    )


def completed(enrolment: Enrolment) -> None:
    Enrolment.objects.filter(pk=enrolment.pk).update(
        state="completed", completed_at=LONG_AGO, started_at=LONG_AGO, last_activity_at=LONG_AGO
    )


def played(learner: User) -> ScormSession:
    """Return a session that sent what a learner typed."""
    course = scorm_course(learner)
    completed(course.enrolment)
    attempt = ScormAttempt.objects.create(
        enrolment=course.enrolment, module=course.module, number=1, package_version=course.version, state="closed",
        started_at=LONG_AGO, ended_at=LONG_AGO,
    )  # fmt: skip
    typed = '{"cmi.comments": "my own words"}'
    cmi = CmiState.objects.create(attempt=attempt, item=course.item, data=typed, completion="completed")
    session = ScormSession.objects.create(
        attempt=attempt, cmi=cmi, learner=learner, standard="1.2", data=typed, state="closed", started_at=LONG_AGO,
        last_at=LONG_AGO, ended_at=LONG_AGO,
    )  # fmt: skip
    ScormCommit.objects.create(session=session, sequence=1, kind="commit", body=typed, received_at=LONG_AGO)
    SharedData.objects.create(learner=learner, identifier="s", store="words", written_at=LONG_AGO)
    return session
