"""Counts the queries of requests that ask for it; requests that are being timed do not."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

ASK = "X-Bench-Count"
ANSWER = "X-Bench-Queries"

type View = Callable[[HttpRequest], HttpResponse]


class Counter:
    """A wrapper around a connection's execution that counts."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.queries += 1
        return execute(*args)


class CountQueriesMiddleware:
    """Answers a counted request with the number of queries it took, savepoints included, BEGIN and COMMIT not."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if ASK not in request.headers:
            return self.get_response(request)
        counter = Counter()
        with connection.execute_wrapper(counter):
            response = self.get_response(request)
        response[ANSWER] = str(counter.queries)
        return response
