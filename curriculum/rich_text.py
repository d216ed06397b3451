"""What stands in stored rich text: its headings, its sentences, and where its links lead. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser
from urllib.parse import urlsplit

HEADINGS = frozenset({"h2", "h3", "h4"})
PARAGRAPHS = HEADINGS | {"p", "li", "br", "div", "ul", "ol"}
# A sentence ends at its mark, with the bracket that closes after it, and at the end of a line.
SENTENCE = re.compile(r"[^。!?!?\n]+(?:[。!?!?]+[」』)）]*)?")


class LinkKind(StrEnum):
    PAGE = "page"
    DOCUMENT = "document"
    OWN = "own"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads: a page or document by its primary key, a path of our own site, or an address outside."""

    kind: LinkKind
    target: str

    def path_at(self, host: str) -> str:
        """Return the path on our own site that it was typed as, whole or without the host; nothing for all others."""
        parts = urlsplit(self.target)
        is_own = self.kind is LinkKind.OWN or (self.kind is LinkKind.EXTERNAL and parts.hostname == host)
        return parts.path or "/" if is_own else ""


class _Reader(HTMLParser):
    """Gathers text, with a line for each paragraph, headings and links."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.headings: list[str] = []
        self.links: list[Link] = []
        self._is_in_heading = False

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._is_in_heading:
            self.headings[-1] += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break_at(tag)
        if tag in HEADINGS:
            self._is_in_heading = True
            self.headings.append("")
        if tag == "a" and (link := _link({name: value or "" for name, value in attrs})):
            self.links.append(link)

    def handle_endtag(self, tag: str) -> None:
        self._break_at(tag)
        if tag in HEADINGS:
            self._is_in_heading = False

    def _break_at(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self.text.append("\n")


def _link(attrs: dict[str, str]) -> Link | None:
    """Return where an anchor leads; places on the same page, mail and telephone need no network."""
    if attrs.get("linktype") in (LinkKind.PAGE, LinkKind.DOCUMENT):
        return Link(LinkKind(attrs["linktype"]), attrs.get("id", ""))
    address = attrs.get("href", "")
    parts = urlsplit(address)
    if parts.scheme in ("http", "https") or (parts.netloc and not parts.scheme):
        return Link(LinkKind.EXTERNAL, address)
    return Link(LinkKind.OWN, address) if address.startswith("/") else None


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def links_in(html: str) -> list[Link]:
    return _read(html).links


def headings_in(html: str) -> list[str]:
    return _read(html).headings


def sentences_in(html: str) -> Iterator[str]:
    """Yield the sentences of rich or plain text, without the space around them."""
    text = "".join(_read(html).text)
    return (found for each in SENTENCE.findall(text) if (found := each.strip()))
