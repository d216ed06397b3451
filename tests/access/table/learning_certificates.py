"""A certificate is for its holder and HR; whether a number is genuine, every colleague may ask."""

from collections.abc import Mapping
from datetime import UTC, datetime

from lms.learning.certificates.services import issue_certificate
from tests.access.rows import Row
from tests.access.table.learning_record import enrolment_of_alice
from tests.cast import Cast

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)


def certificate(cast: Cast) -> Mapping[str, object]:
    return {"uuid": issue_certificate(enrolment_of_alice(cast), at=AT).uuid}


def number(cast: Cast) -> Mapping[str, object]:
    return {"number": issue_certificate(enrolment_of_alice(cast), at=AT).number}


ROWS = [
    Row(url="learning:certificate", build=certificate, others=404, roles={"alice": 200, "hr": 200}),
    Row(url="learning:verify", build=number, others=200),
    Row(url="learning:badge", build=certificate, others=404, roles={"alice": 200, "hr": 200}),
    Row(url="learning:badge-check", others=200),
    Row(url="learning:badge-check", method="POST", others=422),
    # Whoever checks a badge elsewhere needs the city's public key and nothing of ours besides.
    Row(url="learning:badge-keys", others=200, roles={"anonymous": 200}),
    Row(url="learning:badge-issuer", others=200, roles={"anonymous": 200}),
]
