"""What the QR code at the door holds: a date's address, signed, and good for ten minutes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core import signing

VALID_FOR = timedelta(minutes=10)
_signer = signing.Signer(salt="lms.learning.classes.check-in")


class Expired(Exception):
    """The code was shown more than ten minutes ago: somebody may have passed its picture on."""


class Forged(Exception):
    """The code is none of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    token: str
    valid_until: datetime


def ticket_for(session: UUID, *, at: datetime) -> Ticket:
    """Return a code for a date, made at a moment."""
    until = (at + VALID_FOR).replace(microsecond=0)
    return Ticket(token=_signer.sign_object([session.hex, int(until.timestamp())]), valid_until=until)


def read_ticket(token: str, *, at: datetime) -> UUID:
    """Return the date a code is for; raise Expired or Forged."""
    try:
        session, until = _signer.unsign_object(token)
        found, ends = UUID(hex=session), datetime.fromtimestamp(until, UTC)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Forged from error
    if at > ends:
        raise Expired
    return found
