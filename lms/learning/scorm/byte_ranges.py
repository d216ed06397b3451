"""HTTP ranges (RFC 9110, 14): videos are sought with them, and some browsers play nothing without. Pure rules."""

import re
from dataclasses import dataclass

_SPEC = re.compile(r"\s*(\d*)-(\d*)\s*", re.ASCII)
MAX_RANGES = 50


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes `first` to `last`, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class Unsatisfiable(Exception):
    """No range that was asked for lies within the file."""


def wanted(header: str, size: int) -> Span | None:
    """Return the span a Range header asks for; None to send the whole file.

    Of several ranges the first that exists is sent, which a server may do. A header that is not understood is
    ignored, as the standard says.
    """
    unit, equals, specs = header.partition("=")
    if not equals or unit.strip().lower() != "bytes" or specs.count(",") >= MAX_RANGES:
        return None
    parsed = [_SPEC.fullmatch(spec) for spec in specs.split(",")]
    spans = []
    for match in parsed:
        if match is None or match.groups() == ("", ""):
            return None
        first, last = match.groups()
        if first and last and int(last) < int(first):
            return None
        spans.append(_within(first, last, size))
    found = next((span for span in spans if span), None)
    if found is None:
        raise Unsatisfiable
    return found


def _within(first: str, last: str, size: int) -> Span | None:
    if not first:
        length = min(int(last), size)
        return Span(size - length, size - 1) if length else None
    if int(first) >= size:
        return None
    return Span(int(first), min(int(last), size - 1) if last else size - 1)
