"""Single sign-on as an administrator sees it: what is set, whether the provider answers, who was not matched."""

from collections.abc import Sequence
from dataclasses import dataclass

import requests
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.people.models import AuditEvent
from lms.people.single_sign_on import UNMATCHED

NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
"""What a provider's discovery document must name (OpenID Connect Discovery 1.0, section 3)."""
NEWEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The provider as set in the environment, and the address it must know us by."""

    name: str
    issuer: str
    claim: str
    callback: str


def provider() -> Provider | None:
    """Return what is set; nothing where people sign in with staff number and password alone."""
    if not settings.OIDC_ISSUER:
        return None
    path = reverse("openid_connect_callback", args=["city"])
    return Provider(
        name=settings.OIDC_NAME,
        issuer=settings.OIDC_ISSUER,
        claim=settings.OIDC_STAFF_NO_CLAIM,
        callback=f"{settings.LMS_ORIGIN}{path}",
    )


def ask_provider(request: HttpRequest) -> str:
    """Read the provider's discovery document; return what is wrong in words, or nothing."""
    address = get_adapter(request).get_provider(request, "city").server_url
    try:
        answer = requests.get(address, timeout=settings.SOCIALACCOUNT_REQUESTS_TIMEOUT)
        answer.raise_for_status()
        document = answer.json()
    except requests.JSONDecodeError:
        return _("%(address)s did not answer with JSON. Check OIDC_ISSUER.") % {"address": address}
    except requests.RequestException as error:
        kind = type(error).__name__
        return _("%(address)s cannot be read (%(kind)s). Check OIDC_ISSUER, the network and the certificate.") % {
            "address": address,
            "kind": kind,
        }
    missing = [name for name in NEEDED if name not in document]
    if missing:
        return _("%(address)s does not name %(missing)s. Is it an OpenID Connect provider?") % {
            "address": address,
            "missing": ", ".join(missing),
        }
    return ""


def unmatched() -> Sequence[AuditEvent]:
    """Return the newest sign-ins whose claim named nobody in the roster."""
    return list(AuditEvent.objects.filter(action=UNMATCHED).order_by("-sequence")[:NEWEST])
