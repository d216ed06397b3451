"""A certificate as an Open Badges 3.0 credential: the claims, and checking them. Pure.

The credential is an `OpenBadgeCredential` in the VC-JWT proof format (Open Badges 3.0, 8.2): the JWT's payload is the
credential itself with `iss`, `jti`, `nbf` and `sub` beside it, signed with RS256, the algorithm every verifier knows.
The header carries the public key (`jwk`); a checker trusts only a key it has from the city, never the header's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwk import RSAKey
from joserfc.jws import JWSRegistry

ALGORITHM = "RS256"
CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"

type Claims = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """What a certificate says, as the credential needs it. `number` is the one printed on the paper."""

    uuid: UUID
    number: str
    holder: UUID
    holder_name: str
    course: UUID
    course_name: str
    course_code: str
    purpose: str
    minutes: int
    completed_on: date
    issued_at: datetime
    issuer_url: str
    issuer_name: str
    verify_url: str


def claims_of(badge: Badge) -> Claims:
    """Return the credential with the registered claims that repeat its parts (Open Badges 3.0, 8.2.1)."""
    issued = badge.issued_at.astimezone(UTC).replace(microsecond=0)
    credential: Claims = {
        "@context": list(CONTEXT),
        "id": badge.uuid.urn,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": badge.course_name,
        "issuer": {
            "id": badge.issuer_url,
            "type": ["Profile"],
            "name": badge.issuer_name,
        },
        "validFrom": issued.isoformat().replace("+00:00", "Z"),
        "credentialSubject": _subject(badge),
        "evidence": [{"id": badge.verify_url, "type": ["Evidence"], "name": f"修了証 {badge.number}"}],
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    registered = {
        "iss": badge.issuer_url,
        "jti": credential["id"],
        "nbf": int(issued.timestamp()),
        "sub": badge.holder.urn,
    }
    return credential | registered


def _subject(badge: Badge) -> Claims:
    return {
        "id": badge.holder.urn,
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "identityType": "name",
                "identityHash": badge.holder_name,
                "hashed": False,
            }
        ],
        "licenseNumber": badge.number,
        "activityEndDate": f"{badge.completed_on.isoformat()}T00:00:00+09:00",
        "achievement": {
            "id": badge.course.urn,
            "type": ["Achievement"],
            "achievementType": "Course",
            "name": badge.course_name,
            "description": badge.purpose or badge.course_name,
            "criteria": {"narrative": f"標準学習時間 {badge.minutes}分の課程を修了すること"},
            "inLanguage": "ja",
        }
        | ({"humanCode": badge.course_code} if badge.course_code else {}),
    }


def signed(badge: Badge, key: RSAKey) -> str:
    """Return the credential as a compact JWT."""
    header = {"alg": ALGORITHM, "typ": "JWT", "jwk": key.as_dict(private=False)}
    return jwt.encode(header, claims_of(badge), key, algorithms=[ALGORITHM])


class _Registry(JWSRegistry):
    """Knows RS256 alone, and a header with room for the public key in it."""

    max_header_length = 2048


_registry = _Registry(algorithms=[ALGORITHM])


class Fault(StrEnum):
    """Why a credential is not believed."""

    UNREADABLE = "unreadable"
    SIGNATURE = "signature"
    NOT_A_BADGE = "not_a_badge"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The answer to "is this ours?": the claims when it is, the fault when not."""

    claims: Mapping[str, Any] | None = None
    fault: Fault | None = None


def check(token: str, keys: Sequence[RSAKey], *, at: datetime) -> Checked:
    """Check a credential against keys one trusts; needs no network and no database."""
    claims, fault = _opened(token.strip(), keys)
    if claims is None:
        return Checked(fault=fault)
    if "OpenBadgeCredential" not in claims.get("type", ()) or claims.get("jti") != claims.get("id"):
        return Checked(fault=Fault.NOT_A_BADGE)
    begins = claims.get("nbf")
    if not isinstance(begins, int) or at.timestamp() < begins:
        return Checked(fault=Fault.NOT_YET)
    return Checked(claims=claims)


def _opened(token: str, keys: Sequence[RSAKey]) -> tuple[Claims | None, Fault]:
    """Return the claims that one of the keys has signed."""
    fault = Fault.UNREADABLE
    for key in keys:
        try:
            return jwt.decode(token, key, registry=_registry).claims, fault
        except BadSignatureError:
            fault = Fault.SIGNATURE
        except (JoseError, ValueError):
            return None, Fault.UNREADABLE
    return None, fault
