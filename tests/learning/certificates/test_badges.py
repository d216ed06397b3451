"""Open badges: what is signed, that only the city's key opens it, and that a changed byte does not pass."""

import base64
import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from joserfc import jwt
from joserfc.jwk import RSAKey

from lms.learning.certificates.badge import Badge, Fault, check, claims_of, signed
from lms.learning.certificates.keys import city_key, make_key, public_keys, trusted_keys
from lms.learning.certificates.services import issue_certificate
from tests.cast import Cast
from tests.factories import EnrolmentFactory

ISSUED = datetime(2026, 11, 23, 10, 15, 30, 999, tzinfo=UTC)
BADGE = Badge(
    uuid=UUID(int=1),
    number="R8-000001",
    holder=UUID(int=2),
    holder_name="𠮷田 髙子",
    course=UUID(int=3),
    course_name="生成AIの基本",
    course_code="A09",
    purpose="庁内ルールを知る",
    minutes=25,
    completed_on=date(2026, 11, 23),
    issued_at=ISSUED,
    issuer_url="http://lms.example/badges/issuer/",
    issuer_name="DX推進委員会",
    verify_url="http://lms.example/verify/R8-000001/",
)


@pytest.fixture(scope="module")
def key() -> RSAKey:
    return RSAKey.generate_key(2048)


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_the_credential_has_the_parts_that_open_badges_asks_for() -> None:
    claims = claims_of(BADGE)
    assert claims["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert (claims["validFrom"], claims["nbf"]) == ("2026-11-23T10:15:30Z", int(ISSUED.timestamp()))
    assert (claims["jti"], claims["iss"], claims["sub"]) == (
        claims["id"],
        claims["issuer"]["id"],
        claims["credentialSubject"]["id"],
    )
    achievement = claims["credentialSubject"]["achievement"]
    assert {"id", "type", "name", "description", "criteria"} <= achievement.keys()
    assert "vc" not in claims


def test_another_library_opens_it_with_the_key_in_the_header(key: RSAKey) -> None:
    head, body, signature = signed(BADGE, key).split(".")
    header = json.loads(decoded(head))
    assert (header["alg"], header["typ"], "d" in header["jwk"]) == ("RS256", "JWT", False)
    e, n = (int.from_bytes(decoded(header["jwk"][part])) for part in ("e", "n"))
    # Raises when the signature is not that of this text.
    RSAPublicNumbers(e, n).public_key().verify(decoded(signature), f"{head}.{body}".encode(), PKCS1v15(), SHA256())
    assert json.loads(decoded(body)) == claims_of(BADGE)


def test_only_a_key_one_trusts_opens_a_badge(key: RSAKey) -> None:
    token = signed(BADGE, key)
    other = RSAKey.generate_key(2048)
    assert check(token, [other, key], at=ISSUED).claims == claims_of(BADGE)
    assert check(token, [other], at=ISSUED).fault is Fault.SIGNATURE
    assert check(signed(BADGE, other), [key], at=ISSUED).fault is Fault.SIGNATURE


def test_one_changed_character_is_noticed_wherever_it_is(key: RSAKey) -> None:
    token = signed(BADGE, key)
    head, body, _signature = token.split(".")
    for place in (len(head) + 5, len(head) + len(body) // 2, len(token) - 40):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert check(changed, [key], at=ISSUED).claims is None


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "…", "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_badge_is_refused(token: str, key: RSAKey) -> None:
    assert check(token, [key], at=ISSUED).fault is Fault.UNREADABLE


def test_what_the_city_signed_for_something_else_is_no_badge(key: RSAKey) -> None:
    token = jwt.encode({"alg": "RS256"}, {"sub": "x"}, key, algorithms=["RS256"])
    assert check(token, [key], at=ISSUED).fault is Fault.NOT_A_BADGE
    assert check(signed(BADGE, key), [key], at=ISSUED - timedelta(days=1)).fault is Fault.NOT_YET


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path, settings: LazySettings) -> None:
    settings.BADGE_KEY_FILE = str(tmp_path / "keys" / "badge_key.pem")
    first = city_key().thumbprint()
    path = Path(settings.BADGE_KEY_FILE)
    assert path.stat().st_mode & 0o777 == 0o600
    assert make_key(path) is False
    assert city_key().thumbprint() == first
    assert [file.name for file in path.parent.iterdir()] == ["badge_key.pem"]
    settings.BADGE_KEY = RSAKey.generate_key(2048).as_pem(private=True).decode()
    assert city_key().thumbprint() != first


def test_badges_of_an_earlier_key_are_still_ours(tmp_path: Path, settings: LazySettings) -> None:
    settings.BADGE_KEY_FILE = str(tmp_path / "badge_key.pem")
    token = signed(BADGE, city_key())
    Path(settings.BADGE_KEY_FILE).rename(tmp_path / "badge_key.old-2026.pem")
    assert city_key().thumbprint() not in {key.thumbprint() for key in trusted_keys()[1:]}
    assert check(token, trusted_keys(), at=ISSUED).claims is not None
    assert len(public_keys()["keys"]) == 2  # type: ignore[arg-type] # a list, as JSON has it


def test_a_holder_takes_the_badge_out_and_anybody_checks_it(client: Client, cast: Cast, tmp_path: Path) -> None:
    enrolment = EnrolmentFactory(learner=cast.alice, state="completed", completed_at=ISSUED)
    issued = issue_certificate(enrolment, at=ISSUED)
    client.force_login(cast.alice)
    token = client.get(reverse("learning:badge", args=[issued.uuid])).content
    client.logout()
    keys = client.get(reverse("learning:badge-keys"))
    assert all(set(row) <= {"kty", "n", "e", "kid", "use", "alg"} for row in keys.json()["keys"])
    client.force_login(cast.charlie)
    answer = client.post(reverse("learning:badge-check"), {"file": SimpleUploadedFile("b.jwt", token)}).text
    assert cast.alice.name in answer
    assert issued.number in answer
    bad = client.post(reverse("learning:badge-check"), {"file": SimpleUploadedFile("b.jwt", token[:-9] + b"AAAAAAAAA")})
    assert cast.alice.name not in bad.text
    (tmp_path / "b.jwt").write_bytes(token)
    (tmp_path / "keys.json").write_bytes(keys.content)
    said = StringIO()
    call_command("check_badge", tmp_path / "b.jwt", keys=tmp_path / "keys.json", stdout=said)
    assert json.loads(said.getvalue())["jti"] == issued.uuid.urn
    stranger = RSAKey.generate_key(2048).as_dict(private=False)
    (tmp_path / "keys.json").write_text(json.dumps({"keys": [stranger]}))
    with pytest.raises(CommandError):
        call_command("check_badge", tmp_path / "b.jwt", keys=tmp_path / "keys.json")
