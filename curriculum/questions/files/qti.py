"""Questions from QTI 2.1 (IMS Question and Test Interoperability): one item, or a package of items. Pure.

Taken: choiceInteraction, orderInteraction, matchInteraction, and textEntryInteraction with text or numbers. What is
right is read from correctResponse; how an item computes its outcome is not followed, so an item whose mark is a mapping
of parts is taken as right or wrong as a whole.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree as SafeTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from curriculum.questions.files import NotTaken, Reading, Refusal, Taken, Unreadable
from curriculum.questions.files import building as make
from curriculum.questions.numbers import parse_number
from curriculum.questions.shape import Question

MOST_FILES = 2000
MOST_BYTES = 5 * 1024 * 1024
NUMBERS = frozenset({"integer", "float"})


def read_qti(data: bytes) -> Reading:
    """Read an item, or every item of a zip; a file of the zip that is no item is passed over."""
    files = list(_files(data))
    taken, refused = [], []
    for name, source in files:
        line = 1
        try:
            item = _item(source)
            if item is None:
                continue
            line = _line_of(source, item)
            taken.append(Taken(line=line, question=_question(item), file=name))
        except NotTaken as refusal:
            refused.append(Refusal(line=line, words=make.excerpt(_title(source)), reason=refusal.reason, file=name))
    if not taken and not refused:
        raise Unreadable(_("The file holds no QTI 2.1 item (assessmentItem)."))
    return Reading(taken=tuple(taken), refused=tuple(refused))


def _files(data: bytes) -> Iterator[tuple[str, bytes]]:
    if not data.startswith(b"PK\x03\x04"):
        yield "", data
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".xml")]
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > 10 * MOST_BYTES:
                raise Unreadable(_("The package is too large. Split it into packages of fewer items."))
            for entry in sorted(entries, key=lambda entry: entry.filename):
                # The stated size may lie; what is read may not.
                with archive.open(entry) as opened:
                    yield entry.filename, opened.read(MOST_BYTES)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise Unreadable(_("The zip file is damaged or has a password.")) from error


def _item(source: bytes) -> Element | None:
    """Return the file's item with plain names, or None when it holds something else, such as a manifest."""
    try:
        root: Element = SafeTree.fromstring(source)
    except (ParseError, ValueError) as error:
        line = getattr(error, "position", (1, 0))[0]
        raise NotTaken(
            _("The XML is broken near line %(line)s. Export the question again.") % {"line": line}
        ) from error
    except DefusedXmlException as error:
        raise NotTaken(_("The XML declares entities, which are not read for safety.")) from error
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return root if root.tag == "assessmentItem" else None


def _title(source: bytes) -> str:
    try:
        item = _item(source)
    except NotTaken:
        return ""
    return "" if item is None else item.get("title") or item.get("identifier") or ""


def _line_of(source: bytes, item: Element) -> int:
    """Return the line the interaction begins on, where somebody would look."""
    tag = next((element.tag for element in _interactions(item)), "itemBody")
    place = source.find(b"<" + tag.encode())
    return source.count(b"\n", 0, place) + 1 if place >= 0 else 1


def _interactions(item: Element) -> list[Element]:
    return [element for element in item.iter() if element.tag.endswith("Interaction")]


def _question(item: Element) -> Question:
    interactions = _interactions(item)
    if len(interactions) != 1:
        raise NotTaken(_("It has %(count)s interactions; a question has one.") % {"count": len(interactions)})
    interaction = interactions[0]
    if interaction.tag not in _READERS:
        raise NotTaken(_("%(name)s is not supported.") % {"name": interaction.tag})
    return _READERS[interaction.tag](item, interaction)


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _text(item: Element, interaction: Element) -> str:
    """Return what is asked: the words of the body outside the interaction, then its prompt."""
    body = item.find("itemBody")
    around = " ".join(_outside(body, interaction)) if body is not None else ""
    prompt = interaction.find("prompt")
    asked = _words(prompt) if prompt is not None else ""
    return " ".join(" ".join([around, asked]).split()) or item.get("title", "")


def _outside(element: Element, interaction: Element) -> Iterator[str]:
    if element is interaction:
        if element.tag == "textEntryInteraction":
            yield "____"
        return
    yield element.text or ""
    for child in element:
        yield from _outside(child, interaction)
        yield child.tail or ""


def _declaration(item: Element, interaction: Element) -> Element:
    name = interaction.get("responseIdentifier")
    for declaration in item.iter("responseDeclaration"):
        if declaration.get("identifier") == name:
            return declaration
    raise NotTaken(_("It declares no response, so what is right cannot be told."))


def _correct(item: Element, interaction: Element) -> list[str]:
    response = _declaration(item, interaction).find("correctResponse")
    values = [_words(value) for value in response.iter("value")] if response is not None else []
    if not values:
        raise NotTaken(_("It has no correctResponse, so what is right cannot be told."))
    return values


def _explanation(item: Element) -> str:
    return " ".join(_words(each) for each in item.iter("modalFeedback"))


def _choice(item: Element, interaction: Element) -> Question:
    correct = set(_correct(item, interaction))
    choices = [(_words(each), each.get("identifier") in correct) for each in interaction.iter("simpleChoice")]
    return make.choice_question(_text(item, interaction), choices, _explanation(item))


def _order(item: Element, interaction: Element) -> Question:
    texts = {each.get("identifier", ""): _words(each) for each in interaction.iter("simpleChoice")}
    correct = _correct(item, interaction)
    if set(correct) != set(texts) or len(correct) != len(texts):
        raise NotTaken(_("Its right order does not name every choice once."))
    return make.ordering_question(_text(item, interaction), [texts[key] for key in correct], _explanation(item))


def _match(item: Element, interaction: Element) -> Question:
    sets = interaction.findall("simpleMatchSet")
    if len(sets) != 2:
        raise NotTaken(_("It has not two sets to match."))
    left, right = ({each.get("identifier", ""): _words(each) for each in side} for side in sets)
    pairs = [pair.split() for pair in _correct(item, interaction)]
    lefts = [pair[0] for pair in pairs]
    if any(len(pair) != 2 or pair[0] not in left or pair[1] not in right for pair in pairs) or sorted(lefts) != sorted(
        left
    ):
        raise NotTaken(_("Not every left side belongs to exactly one right side."))
    used = {pair[1] for pair in pairs}
    return make.matching_question(
        _text(item, interaction),
        [(left[one], right[other]) for one, other in pairs],
        [text for key, text in right.items() if key not in used],
        _explanation(item),
    )


def _text_entry(item: Element, interaction: Element) -> Question:
    declaration = _declaration(item, interaction)
    correct = _correct(item, interaction)
    if declaration.get("baseType") not in NUMBERS:
        mapped = [entry.get("mapKey", "") for entry in declaration.iter("mapEntry") if _is_whole(entry)]
        accepted = list(dict.fromkeys([*correct, *mapped]))
        return make.short_text_question(_text(item, interaction), accepted, explanation=_explanation(item))
    value = parse_number(correct[0])
    if value is None:
        raise NotTaken(_("“%(word)s” is no number.") % {"word": correct[0]})
    tolerance = next((each.get("tolerance", "").split() for each in item.iter("equal")), [])
    off = parse_number(tolerance[0]) if tolerance else None
    return make.number_question(
        _text(item, interaction), value, tolerance=off or Decimal(0), explanation=_explanation(item)
    )


def _is_whole(entry: Element) -> bool:
    points = parse_number(entry.get("mappedValue", ""))
    return points is not None and points >= 1


_READERS: dict[str, Callable[[Element, Element], Question]] = {
    "choiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "textEntryInteraction": _text_entry,
}
