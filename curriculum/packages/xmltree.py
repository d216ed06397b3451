"""A manifest as a tree of plain nodes with line numbers, matched by local name whatever the namespaces say."""

from __future__ import annotations

import xml.sax
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from .decoding import Decoded, decode
from .limits import Limits
from .report import Finding, Json, Refused, error, warning

JUNK_AFTER_ROOT = 9  # expat's XML_ERROR_JUNK_AFTER_DOC_ELEMENT
XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
XSI_NAMESPACE = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(slots=True)
class Node:
    """One element. Attributes are keyed by local name; `xml:base` and `xml:lang` keep their prefix."""

    name: str
    namespace: str
    line: int
    attributes: dict[str, str] | None = None
    nodes: list[Node] | None = None
    pieces: list[str] | None = None

    @property
    def key(self) -> str:
        return self.name.casefold()

    @property
    def children(self) -> Sequence[Node]:
        return self.nodes or ()

    @property
    def text(self) -> str:
        """Own text, as written."""
        return "".join(self.pieces or ())

    @property
    def words(self) -> str:
        """All text below, white space collapsed: what a title reads."""
        return " ".join(" ".join(node.text for node in self.walk()).split())

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, name: str) -> list[Node]:
        key = name.casefold()
        return [child for child in self.children if child.key == key]

    def first(self, name: str) -> Node | None:
        found = self.all(name)
        return found[0] if found else None

    def find(self, *names: str) -> Node | None:
        node: Node | None = self
        for name in names:
            node = node.first(name) if node is not None else None
        return node

    def words_of(self, name: str) -> str:
        child = self.first(name)
        return child.words if child is not None else ""

    def get(self, name: str, default: str = "") -> str:
        """An attribute by local name; authoring tools disagree about its capitals."""
        if self.attributes is None:
            return default
        if name in self.attributes:
            return self.attributes[name]
        key = name.casefold()
        return next((value for other, value in self.attributes.items() if other.casefold() == key), default)

    def as_json(self) -> dict[str, Json]:
        return {
            "name": self.name,
            "attributes": dict(self.attributes or {}),
            "text": self.text.strip(),
            "children": [child.as_json() for child in self.children],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    root: Node
    where: str
    namespaces_used: frozenset[str]
    namespaces_declared: frozenset[str]
    findings: tuple[Finding, ...]


def parse(raw: bytes, where: str, limits: Limits) -> Document:
    """Decode and parse, or raise Refused naming the line."""
    decoded = decode(raw, where)
    builder = _Builder(decoded, where, limits)
    parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(builder)
    try:
        parser.feed(decoded.text.encode("utf-8"))
        parser.close()
    except DefusedXmlException:
        raise Refused(error("manifest_has_dtd", where=where)) from None
    except xml.sax.SAXParseException as problem:
        _judge(problem, builder)
    if builder.root is None:
        raise Refused(error("manifest_not_xml", where=where))
    return builder.document(builder.root)


def _judge(problem: xml.sax.SAXParseException, builder: _Builder) -> None:
    """Junk behind a complete root harms nobody; everything else leaves the manifest unreadable."""
    cause = problem.getException()
    line = (problem.getLineNumber() or 1) + builder.skipped_lines
    if builder.is_complete and getattr(cause, "code", None) == JUNK_AFTER_ROOT:
        builder.findings.append(warning("manifest_junk_after_end", where=builder.where, line=line))
        return
    raise Refused(error("manifest_not_well_formed", where=builder.where, line=line, reason=problem.getMessage()))


class _Builder(ContentHandler):
    """Builds nodes without the parser's namespace support, which rejects a prefix nobody declared."""

    def __init__(self, decoded: Decoded, where: str, limits: Limits) -> None:
        super().__init__()
        self.where = where
        self.skipped_lines = decoded.skipped_lines
        self.findings = list(decoded.findings)
        self.root: Node | None = None
        self._limits = limits
        self._count = 0
        self._open: list[Node] = []
        self._scopes: list[dict[str, str]] = [{"xml": XML_NAMESPACE}]
        self._used: set[str] = set()
        self._declared: set[str] = set()
        self._unbound: set[str] = set()
        self._locator: Locator | None = None

    @property
    def is_complete(self) -> bool:
        return self.root is not None and not self._open

    def document(self, root: Node) -> Document:
        return Document(
            root=root,
            where=self.where,
            namespaces_used=frozenset(self._used - {""}),
            namespaces_declared=frozenset(self._declared),
            findings=tuple(self.findings),
        )

    def setDocumentLocator(self, locator: Locator) -> None:
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        line = self._line()
        self._guard(line)
        self._enter_scope(attrs)
        prefix, local = _split(name)
        namespace = self._namespace(prefix, line)
        self._used.add(namespace)
        node = Node(local, namespace, line, self._attributes(attrs, line))
        if not self._open:
            self.root = node
        elif (parent := self._open[-1]).nodes is None:
            parent.nodes = [node]
        else:
            parent.nodes.append(node)
        self._open.append(node)

    def endElement(self, name: str) -> None:
        self._open.pop()
        self._scopes.pop()

    def characters(self, content: str) -> None:
        node = self._open[-1]
        if node.pieces is not None:
            node.pieces.append(content)
        elif not content.isspace():
            node.pieces = [content]

    def _line(self) -> int:
        number = self._locator.getLineNumber() if self._locator is not None else None
        return (number or 1) + self.skipped_lines

    def _guard(self, line: int) -> None:
        self._count += 1
        limits = self._limits
        if self._count > limits.manifest_elements:
            raise Refused(
                error("manifest_too_many_elements", where=self.where, line=line, limit=limits.manifest_elements)
            )
        if len(self._open) >= limits.manifest_depth:
            raise Refused(error("manifest_too_deep", where=self.where, line=line, limit=limits.manifest_depth))

    def _enter_scope(self, attrs: AttributesImpl) -> None:
        added = {
            name.partition(":")[2]: value.strip()
            for name, value in attrs.items()
            if name == "xmlns" or name.startswith("xmlns:")
        }
        self._declared.update(added.values())
        self._scopes.append({**self._scopes[-1], **added} if added else self._scopes[-1])

    def _attributes(self, attrs: AttributesImpl, line: int) -> dict[str, str] | None:
        attributes: dict[str, str] = {}
        for qualified, value in attrs.items():
            prefix, local = _split(qualified)
            if "xmlns" in (prefix, qualified):
                continue
            namespace = self._namespace(prefix, line) if prefix else ""
            if prefix == "xsi" or namespace == XSI_NAMESPACE:
                continue
            self._used.add(namespace)
            key = qualified if prefix == "xml" else local
            if not prefix or key not in attributes:
                attributes[key] = value
        return attributes or None

    def _namespace(self, prefix: str, line: int) -> str:
        scope = self._scopes[-1]
        if prefix and prefix not in scope and prefix not in self._unbound:
            self._unbound.add(prefix)
            self.findings.append(warning("manifest_prefix_undeclared", where=self.where, line=line, prefix=prefix))
        return scope.get(prefix, "")


def _split(qualified: str) -> tuple[str, str]:
    prefix, colon, local = qualified.rpartition(":")
    return (prefix, local) if colon else ("", qualified)
