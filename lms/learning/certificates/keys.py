"""The city's key for open badges: from the environment, or a file that is made once."""

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from joserfc.jwk import RSAKey

BITS = 2048


def city_key() -> RSAKey:
    """Return the key that signs; made where there is none yet, so that a fresh installation signs at once."""
    if settings.BADGE_KEY:
        return _read(settings.BADGE_KEY)
    path = Path(settings.BADGE_KEY_FILE)
    if not path.exists():
        make_key(path)
    return _read(path.read_text(encoding="ascii"))


def trusted_keys() -> list[RSAKey]:
    """Return the city's public keys: today's, and earlier ones whose badges are still about."""
    earlier = Path(settings.BADGE_KEY_FILE).parent.glob("badge_key.old*.pem")
    return [city_key(), *(_read(path.read_text(encoding="ascii")) for path in sorted(earlier))]


def make_key(path: Path) -> bool:
    """Make a key that only its owner reads; False when there is one, which is never overwritten."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and linked into place: two processes that start together end up with one key, a whole one.
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.touch(mode=0o600)
    aside.write_bytes(RSAKey.generate_key(BITS).as_pem(private=True))
    try:
        os.link(aside, path)
    except FileExistsError:
        return False
    else:
        return True
    finally:
        aside.unlink()


def public_keys() -> dict[str, object]:
    """Return the public keys as a JWK Set (RFC 7517, 5)."""
    return {"keys": [_described(key) for key in trusted_keys()]}


def _described(key: RSAKey) -> dict[str, object]:
    return {**key.as_dict(private=False), "kid": key.thumbprint(), "use": "sig", "alg": "RS256"}


@lru_cache(maxsize=8)
def _read(pem: str) -> RSAKey:
    return RSAKey.import_key(pem)
