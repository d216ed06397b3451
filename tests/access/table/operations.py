"""Operations are for administrators."""

from collections.abc import Mapping
from uuid import uuid4

from lms.lib import clock
from lms.operations.models import Backup, Failure, Job
from tests.access.rows import Row
from tests.cast import Cast


def a_failure(cast: Cast) -> Mapping[str, object]:
    job = Job.objects.create(name="lms.people.tasks.check_audit_chain")
    failure = Failure.objects.create(at=clock.now(), job=job, error="OSError", arguments={"args": [], "kwargs": {}})
    return {"uuid": failure.uuid}


def a_backup(cast: Cast) -> Mapping[str, object]:
    backup = Backup.objects.create(started_at=clock.now(), file_name=f"{uuid4()}.tar")
    return {"uuid": backup.uuid}


ROWS = [
    Row(url="operations:home", others=403, roles={"admin": 200}),
    Row(url="operations:retry", method="POST", others=403, roles={"admin": 302}, build=a_failure),
    Row(url="operations:put_aside", method="POST", others=403, roles={"admin": 302}, build=a_failure),
    Row(url="operations:back_up", method="POST", others=403, roles={"admin": 302}),
    Row(url="operations:try_backup", method="POST", others=403, roles={"admin": 302}, build=a_backup),
    Row(url="operations:sign_on", others=403, roles={"admin": 200}),
    Row(url="operations:test_mail", method="POST", others=403, roles={"admin": 302}),
]
