"""Calendar files of a class date (RFC 5545). Pure: text in, text out."""

from dataclasses import dataclass
from datetime import UTC, datetime

LINE_OCTETS = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One date as a calendar shows it; `uid` stays the same when the file is fetched again."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    description: str = ""
    url: str = ""
    is_cancelled: bool = False


def calendar_file(event: Event, *, at: datetime) -> str:
    """Return the file's text, made at a moment."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//DX Talent Development//Classes//JA",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_utc(at)}",
        f"DTSTART:{_utc(event.starts_at)}",
        f"DTEND:{_utc(event.ends_at)}",
        f"SUMMARY:{escaped(event.title)}",
        f"LOCATION:{escaped(event.place)}",
        f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
    ]
    if event.description:
        lines.append(f"DESCRIPTION:{escaped(event.description)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Escape a text value (RFC 5545, 3.3.11)."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """Break a line after at most 75 octets, between characters (RFC 5545, 3.1)."""
    parts, part = [], ""
    for character in line:
        # Every line after the first begins with the space that marks it as a continuation.
        if len((part + character).encode()) > LINE_OCTETS:
            parts.append(part)
            part = " "
        part += character
    return "\r\n".join([*parts, part])
