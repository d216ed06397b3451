"""An OpenID Connect provider on loopback: discovery, token and user info, as RFC 6749 and OIDC Core 1.0 ask."""

import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import OctKey

CLIENT = "lms"
SECRET = "provider-secret-that-is-long-enough-to-sign-tokens"


@dataclass
class IdentityProvider:
    """What the provider will say of whoever comes; `challenges` maps a code to the PKCE challenge it was given for."""

    address: str
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "an-opaque-id"})
    challenges: dict[str, str] = field(default_factory=dict)
    is_broken: bool = False

    def discovery(self) -> dict[str, object]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self, asked: dict[str, list[str]]) -> dict[str, object] | None:
        verifier = sha256(asked["code_verifier"][0].encode()).digest()
        challenge = urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if asked["client_secret"] != [SECRET] or self.challenges.get(asked["code"][0]) != challenge:
            return None
        who = {"iss": self.address, "aud": CLIENT, "iat": 1_700_000_000, "exp": 4_000_000_000}
        return {
            "access_token": "opaque",
            "token_type": "Bearer",
            "id_token": jwt.encode({"alg": "HS256"}, who | self.claims, OctKey.import_key(SECRET)),
        }


@contextmanager
def running_provider() -> Iterator[IdentityProvider]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    provider = IdentityProvider(address=f"http://127.0.0.1:{server.server_port}")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages = {"/.well-known/openid-configuration": provider.discovery(), "/userinfo": provider.claims}
            self.answer(None if provider.is_broken else pages.get(self.path))

        def do_POST(self) -> None:
            asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.answer(provider.token(asked))

        def answer(self, page: object) -> None:
            body = json.dumps(page).encode()
            self.send_response(200 if page is not None else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server.RequestHandlerClass = Handler
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
