"""Reading imsmanifest.xml: from XML to the item tree a player can open.

Elements and attributes are matched by local name and in any case, because authoring tools mix namespaces and capitals.
What players forgive becomes a warning; only what cannot be opened is an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from . import hrefs, sequencing
from .limits import Limits
from .names import FileIndex
from .report import (
    CompletionThreshold,
    DataMap,
    Finding,
    Item,
    Json,
    Kind,
    Maker,
    Organisation,
    Refused,
    error,
    warning,
)
from .standards import Recognition, recognise
from .xmltree import Document, Node

NAMES_SHOWN = 5
LONGEST_ID = 400
LONGEST_LAUNCH = 2000
LONGEST_NUMBER = 20


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource with the xml:base values that apply to it, from the outside in."""

    id: str
    href: str
    bases: tuple[str, ...]
    kind: Kind
    node: Node


@dataclass(slots=True)
class Manifest:
    """One <manifest>, its sub-manifests folded in: their resources are shared, their organisations kept by id."""

    root: Node
    where: str
    recognition: Recognition
    resources: dict[str, Resource] = field(default_factory=dict)
    parts: dict[str, Node] = field(default_factory=dict)
    shared_sequencing: dict[str, Node] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def wanted_paths(self) -> frozenset[str]:
        """Every path the manifest refers to, for choosing the encoding of the zip's names."""
        return frozenset(path for resource in self.resources.values() for path in _paths(resource))


@dataclass(frozen=True, slots=True)
class Course:
    """What a manifest amounts to once its hrefs have met the files."""

    title: str
    organisation: Organisation
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]


def read(document: Document) -> Manifest:
    """Understand a parsed document as a manifest, or raise Refused."""
    if document.root.key != "manifest":
        raise Refused(error("manifest_wrong_root", where=document.where, line=1, root=document.root.name[:60]))
    manifest = Manifest(document.root, document.where, recognise(document))
    manifest.findings.extend(document.findings)
    _collect(manifest, document.root, ())
    return manifest


def _collect(manifest: Manifest, node: Node, outer: tuple[str, ...]) -> None:
    bases = (*outer, node.get("xml:base"))
    for name, shared in sequencing.collection(node).items():
        manifest.shared_sequencing.setdefault(name, shared)
    for holder in node.all("resources"):
        for child in holder.all("resource"):
            _add_resource(manifest, child, (*bases, holder.get("xml:base"), child.get("xml:base")))
    for part in node.all("manifest"):
        manifest.parts.setdefault(_id(part, "identifier"), part)
        _collect(manifest, part, bases)


def _add_resource(manifest: Manifest, node: Node, bases: tuple[str, ...]) -> None:
    identifier = _id(node, "identifier")
    if identifier in manifest.resources:
        manifest.findings.append(
            warning("resource_duplicate", where=manifest.where, line=node.line, resource=identifier)
        )
        return
    kind = Kind.SCO if node.get("scormType").strip().casefold() == "sco" else Kind.ASSET
    stated = tuple(base for base in bases if base.strip())
    manifest.resources[identifier] = Resource(identifier, node.get("href").strip(), stated, kind, node)


def _paths(resource: Resource) -> Iterator[str]:
    for href in (resource.href, *(file.get("href") for file in resource.node.all("file"))):
        if href and not hrefs.is_external(href):
            yield from (path for path, _ in hrefs.candidates(resource.bases, href))


def resolve(manifest: Manifest, index: FileIndex, limits: Limits) -> Course:
    """Choose the organisation, walk its items and find their files."""
    return _Resolver(manifest, index, limits).course()


class _Resolver:
    def __init__(self, manifest: Manifest, index: FileIndex, limits: Limits) -> None:
        self.manifest = manifest
        self.index = index
        self.limits = limits
        self.findings: list[Finding] = []
        self._item_ids: set[str] = set()
        self._repeats: Counter[str] = Counter()
        self._open_parts: list[str] = []
        self._depth = 0
        self._rules_kept = 0
        self._shares_data = True
        self._repaired: set[tuple[str, str]] = set()

    def course(self) -> Course:
        chosen = self._organisation()
        if chosen is not None:
            self._shares_data = _shares_data(chosen)
            items = self._children(chosen)
            organisation = self._described(chosen)
        else:
            items, organisation = self._items_from_resources(), Organisation()
        self._judge_launches(items)
        self._check_files()
        title = organisation.title or self._fallback_title(items)
        return Course(title, organisation, items, tuple(self.findings))

    # Organisation

    def _organisation(self, root: Node | None = None) -> Node | None:
        """The default organisation, else the first; the others are not imported, and the author is told."""
        root = root or self.manifest.root
        found = [node for holder in root.all("organizations") for node in holder.all("organization")]
        if not found:
            return None
        holder = root.first("organizations")
        default = _id(holder, "default") if holder is not None else ""
        chosen = next((node for node in found if default and _id(node, "identifier") == default), None)
        if chosen is None and default:
            self._warn("organisation_default_missing", root, default=default, title=_title(found[0]))
        elif chosen is None and len(found) > 1:
            self._warn("organisation_default_unstated", root, title=_title(found[0]))
        chosen = chosen or found[0]
        others = [_title(node) for node in found if node is not chosen]
        if others:
            self._warn("organisations_left_out", chosen, title=_title(chosen), names=_listed(others))
        return chosen

    def _described(self, node: Node) -> Organisation:
        rules = sequencing.sequencing_of(node, self.manifest.shared_sequencing)
        return Organisation(
            id=_id(node, "identifier"),
            title=node.words_of("title"),
            objectives_global_to_system=_is_true(node.get("objectivesGlobalToSystem"), default=True),
            shared_data_global_to_system=_shares_data(node),
            completion_threshold=self._threshold(node),
            sequencing=self._kept(rules),
        )

    def _items_from_resources(self) -> tuple[Item, ...]:
        """A package without organisation: its SCOs, or else the first resource with an address."""
        resources = [resource for resource in self.manifest.resources.values() if resource.href]
        scos = [resource for resource in resources if resource.kind is Kind.SCO]
        chosen = scos or resources[:1]
        self._warn("organisation_missing", self.manifest.root, count=len(chosen))
        items = []
        for resource in chosen:
            title = (self._metadata_title() if len(chosen) == 1 else "") or resource.id
            item = Item(id=self._unique(resource.id, resource.node), title=title)
            items.append(self._opened(item, resource, ""))
        return tuple(items)

    def _metadata_title(self) -> str:
        metadata = self.manifest.root.first("metadata")
        general = [node for node in metadata.walk() if node.key == "general"] if metadata is not None else []
        return next((title for node in general if (title := node.words_of("title"))), "")

    def _fallback_title(self, items: Sequence[Item]) -> str:
        first = next((item.title for top in items for item in top.walk() if item.title), "")
        return self._metadata_title() or first or _id(self.manifest.root, "identifier")

    # Items

    def _children(self, node: Node) -> tuple[Item, ...]:
        """The items below a node. Sub-manifests can multiply them, so depth and number are counted as they grow."""
        if self._depth > self.limits.item_depth:
            raise Refused(self._finding(error, "items_too_deep", node, limit=self.limits.item_depth))
        self._depth += 1
        children = tuple(self._item(child) for child in node.all("item"))
        self._depth -= 1
        return children

    def _kept(self, rules: Node | None) -> dict[str, Json] | None:
        """Sequencing rules as plain data; items share them by reference, so what is kept is counted too."""
        if rules is None:
            return None
        self._rules_kept += sum(1 for _ in rules.walk())
        if self._rules_kept > self.limits.manifest_elements:
            raise Refused(
                self._finding(error, "manifest_too_many_elements", rules, limit=self.limits.manifest_elements)
            )
        return rules.as_json()

    def _item(self, node: Node) -> Item:
        identifier = self._unique(_id(node, "identifier"), node)
        rules = sequencing.sequencing_of(node, self.manifest.shared_sequencing)
        item = Item(
            id=identifier,
            title=node.words_of("title") or identifier,
            children=self._children(node),
            is_visible=_is_true(node.get("isvisible"), default=True),
            prerequisites=node.words_of("prerequisites"),
            mastery_score=self._number(node, "masteryscore", node.words_of("masteryscore"), Decimal(100)),
            max_time_allowed=node.words_of("maxtimeallowed"),
            time_limit_action=node.words_of("timelimitaction"),
            data_from_lms=_text_of(node, "datafromlms"),
            completion_threshold=self._threshold(node),
            hide_lms_ui=_hidden_controls(node),
            data_maps=_data_maps(node, is_global=self._shares_data),
            sequencing=self._kept(rules),
        )
        reference = _id(node, "identifierref")
        if not reference:
            if not item.children:
                self._warn("item_without_resource", node, item=item.title)
            return item
        resource = self.manifest.resources.get(reference)
        if resource is not None:
            return self._opened(item, resource, node.get("parameters"))
        part = self.manifest.parts.get(reference)
        if part is not None and reference not in self._open_parts:
            return self._grafted(item, part, reference)
        self._warn("item_resource_unknown", node, item=item.title, resource=reference)
        return item

    def _grafted(self, item: Item, part: Node, reference: str) -> Item:
        """An item that refers to a sub-manifest takes that manifest's organisation as its children (CAM 3.4.1)."""
        self._open_parts.append(reference)
        chosen = self._organisation(part)
        children = self._children(chosen) if chosen is not None else ()
        self._open_parts.pop()
        return replace(item, children=(*item.children, *children))

    def _opened(self, item: Item, resource: Resource, parameters: str) -> Item:
        """The item with its launch address, when its resource leads to a file of the package."""
        item = replace(item, resource=resource.id, kind=resource.kind)
        href = resource.href
        if not href:
            self._warn("resource_without_href", resource.node, item=item.title, resource=resource.id)
            return item
        found = hrefs.locate(self.index, resource.bases, href)
        if found is None:
            self._report_unfound(item, resource)
            return item
        if found.repair and (found.repair, href) not in self._repaired:
            self._repaired.add((found.repair, href))
            self._warn(found.repair, resource.node, href=href[:200], path=found.path)
        launch = hrefs.address(found.path, hrefs.add_parameters(found.href, parameters))
        if len(launch) > LONGEST_LAUNCH:
            self._error("launch_too_long", resource.node, item=item.title, limit=LONGEST_LAUNCH)
            return item
        return replace(item, path=found.path, launch=launch)

    def _report_unfound(self, item: Item, resource: Resource) -> None:
        named = {"item": item.title, "href": resource.href[:200]}
        if any(hrefs.is_external(part) for part in (*resource.bases, resource.href)):
            self._warn("href_external", resource.node, **named)
            return
        path = hrefs.join(resource.bases, hrefs.split(resource.href).path)
        code = "launch_file_missing" if hrefs.within(path) else "href_leaves_package"
        self._error(code, resource.node, **named)

    def _threshold(self, node: Node) -> CompletionThreshold | None:
        """A bare number in the 2nd and 3rd edition, attributes in the 4th, where the measure counts only if asked."""
        found = node.first("completionThreshold")
        if found is None:
            return None
        measure = found.get("minProgressMeasure") or found.words
        return CompletionThreshold(
            min_progress_measure=self._number(found, "minProgressMeasure", measure, Decimal(1)),
            completed_by_measure=_is_true(found.get("completedByMeasure"), default=bool(found.words)),
            progress_weight=self._number(found, "progressWeight", found.get("progressWeight"), Decimal(1)),
        )

    def _number(self, node: Node, name: str, text: str, highest: Decimal) -> Decimal | None:
        """A number from 0 to `highest`; anything else is left out, and the author is told."""
        text = text.strip()
        if not text:
            return None
        try:
            number = Decimal(text) if len(text) <= LONGEST_NUMBER else Decimal("nan")
        except InvalidOperation:
            number = Decimal("nan")
        if number.is_finite() and 0 <= number <= highest:
            return number
        self._warn("number_unreadable", node, name=name, value=text[:40], highest=str(highest))
        return None

    def _unique(self, identifier: str, node: Node) -> str:
        """Ids name an item's record, so each must be there and be its own."""
        name = identifier[:LONGEST_ID] or f"item-{len(self._item_ids) + 1}"
        if not identifier:
            self._warn("item_without_id", node, given=name)
        unique = name
        while unique in self._item_ids:
            self._repeats[name] += 1
            unique = f"{name}-{self._repeats[name]}"
        if unique != name:
            self._warn("item_id_duplicate", node, item=name, given=unique)
        self._item_ids.add(unique)
        if len(self._item_ids) > self.limits.items:
            raise Refused(self._finding(error, "too_many_items", node, limit=self.limits.items))
        return unique

    # The package as a whole

    def _judge_launches(self, items: Sequence[Item]) -> None:
        everything = [item for top in items for item in top.walk()]
        openable = [item for item in everything if item.launch is not None]
        if not openable:
            self._error("nothing_to_launch", self.manifest.root)
        elif not any(item.kind is Kind.SCO for item in openable):
            self._warn("no_sco", self.manifest.root)
        if openable and not any(item.is_visible for item in openable):
            self._warn("nothing_visible", self.manifest.root)

    def _check_files(self) -> None:
        """Files and dependencies that are listed but not there: one warning each, with the first names."""
        missing: dict[str, int] = {}
        dangling: dict[str, int] = {}
        for resource in self.manifest.resources.values():
            for file in resource.node.all("file"):
                href = file.get("href").strip()
                if href and not hrefs.is_external(href) and hrefs.locate(self.index, resource.bases, href) is None:
                    missing.setdefault(href, file.line)
            for dependency in resource.node.all("dependency"):
                target = _id(dependency, "identifierref")
                if target not in self.manifest.resources:
                    dangling.setdefault(target, dependency.line)
        for code, names in (("files_missing", missing), ("dependencies_unknown", dangling)):
            if names:
                line = next(iter(names.values()))
                params: dict[str, str | int] = {"count": len(names), "names": _listed(list(names))}
                self.findings.append(warning(code, where=self.manifest.where, line=line, **params))

    # Findings

    def _finding(self, make: Maker, code: str, node: Node, **params: str | int) -> Finding:
        return make(code, where=self.manifest.where, line=node.line, **params)

    def _warn(self, code: str, node: Node, **params: str | int) -> None:
        self.findings.append(self._finding(warning, code, node, **params))

    def _error(self, code: str, node: Node, **params: str | int) -> None:
        self.findings.append(self._finding(error, code, node, **params))


def _id(node: Node, attribute: str) -> str:
    return " ".join(node.get(attribute).split())


def _title(node: Node) -> str:
    return node.words_of("title") or _id(node, "identifier")


def _listed(names: list[str]) -> str:
    shown = ", ".join(name[:80] for name in names[:NAMES_SHOWN])
    return shown if len(names) <= NAMES_SHOWN else f"{shown}, …"


def _is_true(value: str, *, default: bool) -> bool:
    text = value.strip().casefold()
    return text not in ("false", "0", "no") if text else default


def _text_of(node: Node, name: str) -> str:
    child = node.first(name)
    return child.text.strip() if child is not None else ""


def _hidden_controls(node: Node) -> tuple[str, ...]:
    interface = node.find("presentation", "navigationInterface")
    if interface is None:
        return ()
    return tuple(hidden.words for hidden in interface.all("hideLMSUI") if hidden.words)


def _shares_data(organisation: Node) -> bool:
    return _is_true(organisation.get("sharedDataGlobalToSystem"), default=True)


def _data_maps(node: Node, *, is_global: bool) -> tuple[DataMap, ...]:
    """The buckets an item names, each once: a second map to one bucket would be a second door to it (CAM 5.1.10)."""
    found: dict[str, DataMap] = {}
    data = node.first("data")
    for entry in data.all("map") if data is not None else ():
        target = _id(entry, "targetID")
        if target:
            read = _is_true(entry.get("readSharedData"), default=True)
            write = _is_true(entry.get("writeSharedData"), default=True)
            found.setdefault(target, DataMap(target=target, read=read, write=write, is_global=is_global))
    return tuple(found.values())
