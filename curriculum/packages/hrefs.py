"""From what a manifest writes to the file it means and the address a learner's browser opens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from .names import FileIndex

SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")
DRIVE = re.compile(r"^[A-Za-z]:[\\/]")
WHOLE = "href_sign_in_name"  # "?" or "#" belongs to the file's name


@dataclass(frozen=True, slots=True)
class Href:
    """An address in three parts; query and fragment keep their sign."""

    path: str
    query: str = ""
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The file an href means, with the query and fragment that go along.

    `repair` is the code of the warning when the rules alone did not lead to the file.
    """

    path: str
    href: Href
    repair: str = ""


def split(href: str) -> Href:
    """Take an href apart; backslashes in its path are slashes that Windows wrote."""
    rest, hash_sign, fragment = href.strip().partition("#")
    path, question_mark, query = rest.partition("?")
    return Href(path.replace("\\", "/"), question_mark + query, hash_sign + fragment)


def is_external(href: str) -> bool:
    """Whether an address leaves the package: another host, or a scheme that is no file."""
    href = href.strip()
    return href.startswith("//") or (SCHEME.match(href) is not None and DRIVE.match(href) is None)


def join(bases: Sequence[str], path: str) -> str:
    """Resolve a path against xml:base values from the outside in (XML Base 3.1, RFC 3986 5.2)."""
    folder = ""
    for base in bases:
        step = base.strip().replace("\\", "/")
        folder = step if step.startswith("/") else folder[: folder.rfind("/") + 1] + step
    return path if path.startswith("/") else folder[: folder.rfind("/") + 1] + path


def within(path: str) -> str | None:
    """The path without dot segments, or None when it leaves the package."""
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if not kept:
                return None
            kept.pop()
        elif segment not in ("", "."):
            kept.append(segment)
    return "/".join(kept)


def add_parameters(href: Href, parameters: str) -> Href:
    """Join an item's parameters to its resource's address.

    SCORM 2004 4th ed. CAM 3.4.1.7 strips leading "?" and "&", then joins with "?" or "&"; parameters that are a
    fragment count only where none stands yet. Where the address already has a fragment, the query goes before it:
    appended behind, as the clause would have it read to the letter, no course could see it.
    """
    added = parameters.strip().lstrip("?&")
    query, hash_sign, fragment = added.partition("#")
    joined = href.query
    if query:
        joined = f"{href.query}&{query}" if len(href.query) > 1 else f"?{query}"
    return Href(href.path, joined, href.fragment or hash_sign + fragment)


def address(path: str, href: Href) -> str:
    """The launch address below the package's root: the file's path, then query and fragment.

    The path stays readable (日本語.html); only the signs that would end it are escaped, so that unquoting the part
    before "?" or "#" always gives the file's name back.
    """
    escaped = path.replace("%", "%25").replace("?", "%3F").replace("#", "%23")
    return f"{escaped}{href.query}{href.fragment}"


def locate(index: FileIndex, bases: Sequence[str], href: str) -> Found | None:
    """Find the file, first by the rules, then by what authoring tools are known to get wrong."""
    parts = split(href)
    for path, repair in candidates(bases, href):
        exact = index.exact(path)
        if exact is not None:
            return Found(exact, Href(exact) if repair == WHOLE else parts, repair)
    for path, repair in candidates(bases, href):
        match = index.find(path)
        if match is not None:
            return Found(match.path, Href(match.path) if repair == WHOLE else parts, repair or "href_other_case")
    return None


def candidates(bases: Sequence[str], href: str) -> Iterator[tuple[str, str]]:
    """Paths an href may mean, likeliest first, each with the code of the warning it would deserve."""
    parts = split(href)
    local = [base for base in bases if base.strip() and not is_external(base)]
    slashed = [base.rstrip("/\\") + "/" for base in local]
    ways: tuple[tuple[list[str], str], ...] = (
        (local, _rule_repair(bases, parts.path)),
        (slashed, "href_base_without_slash"),
        ([], "href_base_ignored"),
    )
    for folders, repair in ways:
        for number, spelling in enumerate(_spellings(parts.path)):
            path = within(join(folders, spelling))
            if path:
                yield path, repair or ("href_spelling" if number else "")
    whole = within(join(local, href.strip().replace("\\", "/")))
    if whole and (parts.query or parts.fragment):
        yield whole, WHOLE


def _rule_repair(bases: Sequence[str], path: str) -> str:
    if any(is_external(base) for base in bases):
        return "href_base_ignored"
    if path.startswith("/") or any(base.strip().startswith("/") for base in bases):
        return "href_absolute"
    return ""


def _spellings(path: str) -> Iterator[str]:
    """Percent-decoded as UTF-8, as written, percent-decoded as Shift_JIS."""
    raw = unquote_to_bytes(path)
    seen: set[str] = set()
    for text in (_decoded(raw, "utf-8"), path, _decoded(raw, "cp932")):
        if text is not None and text not in seen:
            seen.add(text)
            yield text


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding).replace("\\", "/")
    except UnicodeDecodeError:
        return None
