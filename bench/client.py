"""A browser as far as figures need one: one kept-open connection an origin, cookies, a sign-in through the page."""

import re
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie

from bench.counting import ANSWER, ASK

TIMEOUT_SECONDS = 30
CSRF_FIELD = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Unexpected(Exception):
    """The system did not answer as it should; a figure would say nothing."""


@dataclass(slots=True)
class Browser:
    """Speaks to the LMS as `localhost` and to the content origin as `127.0.0.1`; only the LMS gets cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    counts_queries: bool = False
    queries: int = 0
    requests: int = 0
    _open: dict[str, HTTPConnection] = field(default_factory=dict)

    def get(self, path: str, *, expect: int = 200) -> str:
        return self._request("localhost", "GET", path, expect=expect)

    def get_content(self, path: str) -> str:
        return self._request("127.0.0.1", "GET", path)

    def post_content(self, path: str, body: str) -> str:
        headers = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{self.port}"}
        return self._request("127.0.0.1", "POST", path, body=body, headers=headers)

    def sign_in(self, staff_no: str, password: str) -> None:
        """Sign in as people do: open the page, fill it in, send it."""
        page = self.get("/accounts/login/")
        token = CSRF_FIELD.search(page)
        if token is None:
            raise Unexpected("the sign-in page has no form")
        fields = {"csrfmiddlewaretoken": token[1], "login": staff_no, "password": password}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://localhost:{self.port}"}
        # Names and passwords of the demo city need no quoting.
        body = "&".join(f"{name}={value}" for name, value in fields.items())
        self._request("localhost", "POST", "/accounts/login/", body=body, headers=headers, expect=302)
        if "sessionid" not in self.cookies:
            raise Unexpected(f"{staff_no} could not sign in")

    def close(self) -> None:
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def _request(
        self,
        host: str,
        method: str,
        path: str,
        *,
        body: str | None = None,
        headers: dict[str, str] | None = None,
        expect: int = 200,
    ) -> str:
        connection = self._open.get(host) or HTTPConnection(host, self.port, timeout=TIMEOUT_SECONDS)
        self._open[host] = connection
        connection.request(
            method, path, body=body.encode() if body else None, headers={**(headers or {}), **self._own_headers(host)}
        )
        response = connection.getresponse()
        text = response.read().decode(errors="replace")  # a PDF is not text
        self._note(host, response)
        if response.status != expect:
            raise Unexpected(f"{method} {path} was answered with {response.status}, not {expect}")
        return text

    def _own_headers(self, host: str) -> dict[str, str]:
        headers = {"Accept-Language": "ja"}
        if host == "localhost" and self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.counts_queries:
            headers[ASK] = "1"
        return headers

    def _note(self, host: str, response: HTTPResponse) -> None:
        self.requests += 1
        self.queries += int(response.headers.get(ANSWER, 0))
        for header in response.headers.get_all("Set-Cookie", []):
            if host != "localhost":
                raise Unexpected("the content origin set a cookie")
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value
