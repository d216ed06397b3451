"""Collects, checks and compiles the strings people read.

Every folder with a `locale/` owns the strings of the files below it, down to the next folder with one.
English stands in the source, Japanese in `locale/ja/LC_MESSAGES/django.po`. Templates pass their strings to
JavaScript in data attributes, so no string is collected from scripts.

A translation of a library's own string (Wagtail ships half its Japanese) carries the comment "# overrides Wagtail" and
is kept although no file of ours uses it.
"""

import argparse
import re
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polib

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("lms", "curriculum", "assessments", "cms", "reports")
CATALOGUE = Path("locale/ja/LC_MESSAGES/django.po")
# Words of a library's scripts; none of our own scripts carry strings.
SCRIPT_CATALOGUE = CATALOGUE.with_name("djangojs.po")
SKIPPED_FOLDERS = frozenset({"migrations", "static", "locale", "__pycache__"})
HEADER = {
    "Language": "ja",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
SINGLE: dict[str, Any] = dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"))
PLURAL = dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2))
IN_CONTEXT = dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2))
PLURAL_IN_CONTEXT = dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3))
KEYWORDS: dict[str, Any] = SINGLE | PLURAL | IN_CONTEXT | PLURAL_IN_CONTEXT
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|(?<!\{)\{\w*\}(?!\})")
OVERRIDES = "overrides "


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One string as the source has it."""

    msgid: str
    plural: str = ""
    context: str | None = None

    @property
    def text(self) -> str:
        return f"{self.context}: {self.msgid}" if self.context else self.msgid


type Uses = dict[Message, list[str]]
type Key = tuple[str | None, str]


def source_files(folder: Path) -> Iterator[Path]:
    """Yield the folder's Python files and templates, leaving out folders that own their strings."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if path.name not in SKIPPED_FOLDERS and not (path / "locale").is_dir():
                yield from source_files(path)
        elif path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in path.parts):
            yield path


def owners(root: Path) -> list[Path]:
    nested = {folder.parent for package in PACKAGES for folder in (root / package).glob("**/locale")}
    return sorted(nested | {root / package for package in PACKAGES if (root / package).is_dir()})


def chosen(root: Path, folders: Collection[Path]) -> list[Path]:
    """Return the owners within the folders named, or all of them."""
    within = [folder.resolve() for folder in folders] or [root]
    return [owner for owner in owners(root) if any(owner.is_relative_to(folder) for folder in within)]


def messages_in(path: Path) -> Iterator[tuple[Message, list[str]]]:
    """Yield each string of a file with what the source says to translators."""
    from babel.messages.extract import extract
    from django.utils.translation.template import templatize

    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # The brackets keep the tokeniser from reading a template's indentation as Python's.
        text = f"({templatize(text)})"
    for _line, found, comments, context in extract("python", BytesIO(text.encode()), KEYWORDS, ["Translators:"], {}):
        msgid, plural = found if isinstance(found, tuple) else (found, "")
        yield Message(msgid=msgid, plural=plural or "", context=context), comments


def uses_in(owner: Path, root: Path) -> tuple[Uses, dict[Message, list[str]]]:
    """Return the strings an owner's files use, with the files that use them and notes to translators."""
    uses: Uses = {}
    notes: dict[Message, list[str]] = {}
    for path in source_files(owner):
        for message, comments in messages_in(path):
            name = path.relative_to(root).as_posix()
            if name not in uses.setdefault(message, []):
                uses[message].append(name)
            notes.setdefault(message, []).extend(comments)
    for plural in [message for message in uses if message.plural]:
        # A catalogue holds a string once: the plural entry serves its singular use too.
        uses[plural] += uses.pop(Message(msgid=plural.msgid, context=plural.context), [])
    return uses, notes


def catalogue(owner: Path) -> "polib.POFile":
    import polib

    path = owner / CATALOGUE
    return polib.pofile(str(path), wrapwidth=-1) if path.exists() else polib.POFile(wrapwidth=-1)


def key(entry: "polib.POEntry") -> Key:
    return entry.msgctxt, entry.msgid


def translation(entry: "polib.POEntry") -> str:
    """Return the Japanese text; Japanese has one plural form."""
    text: str = entry.msgstr_plural.get(0) or entry.msgstr
    return text


def is_override(entry: "polib.POEntry") -> bool:
    return bool(entry.comment.startswith(OVERRIDES))


def update(root: Path, folders: Collection[Path] = ()) -> int:
    """Write catalogues anew, keeping the translations they have; an unused string is left out.

    A string new to its folder takes the translation another folder has.
    """
    shared = {key(entry): translation(entry) for owner in owners(root) for entry in catalogue(owner)}
    for owner in chosen(root, folders):
        uses, notes = uses_in(owner, root)
        old = catalogue(owner)
        if not uses and not len(old):
            continue
        new = merged(old, uses, notes, shared)
        path = owner / CATALOGUE
        path.parent.mkdir(parents=True, exist_ok=True)
        if str(new) != str(old):
            new.save(str(path))
            print(f"{path.relative_to(root)}: {len(new)} strings")
    return 0


def merged(old: "polib.POFile", uses: Uses, notes: dict[Message, list[str]], shared: dict[Key, str]) -> "polib.POFile":
    import polib

    new = polib.POFile(wrapwidth=-1)
    new.metadata = HEADER
    known = {key(entry): entry for entry in old if not entry.obsolete}
    for message, files in uses.items():
        before = known.get((message.context, message.msgid))
        entry = polib.POEntry(
            msgid=message.msgid,
            msgid_plural=message.plural,
            msgctxt=message.context,
            occurrences=[(name, "") for name in files],
            comment="\n".join(dict.fromkeys(notes[message])),
        )
        text = (translation(before) if before else "") or shared.get((message.context, message.msgid), "")
        if message.plural:
            entry.msgstr_plural = {0: text}
        else:
            entry.msgstr = text
        if before and "fuzzy" in before.flags:
            entry.flags = ["fuzzy"]
        if message.plural or PLACEHOLDER.search(message.msgid):
            entry.flags.append("python-brace-format" if "{" in message.msgid else "python-format")
        new.append(entry)
    new.extend(entry for entry in old if is_override(entry) and not entry.obsolete)
    return new


def check(root: Path, folders: Collection[Path] = ()) -> int:
    """Print what a Japanese reader would miss; return 1 when there is something."""
    problems = [problem for owner in chosen(root, folders) for problem in owner_problems(owner, root)]
    problems += conflicts(root)
    for problem in problems:
        print(problem)
    if problems:
        print(f"\n{len(problems)} to mend. `make messages` collects new strings; translate them in these files.")
    return int(bool(problems))


def owner_problems(owner: Path, root: Path) -> Iterator[str]:
    path = (owner / CATALOGUE).relative_to(root)
    uses, _notes = uses_in(owner, root)
    entries = {key(entry): entry for entry in catalogue(owner)}
    for message, files in uses.items():
        entry = entries.pop((message.context, message.msgid), None)
        if entry is None:
            yield f"{path}: not collected from {files[0]}: {message.text!r}"
        else:
            yield from (f"{path}: {problem}: {message.text!r}" for problem in entry_problems(entry, message))
    for entry in entries.values():
        if not is_override(entry):
            yield f"{path}: used nowhere: {entry.msgid!r}"


def entry_problems(entry: "polib.POEntry", message: Message) -> Iterator[str]:
    text = translation(entry)
    if entry.obsolete:
        yield "marked obsolete"
    elif "fuzzy" in entry.flags:
        yield "marked fuzzy"
    elif not text or bool(message.plural) != bool(entry.msgstr_plural):
        yield "not translated"
    elif not same_placeholders(text, message):
        yield "other placeholders in the translation"


def same_placeholders(text: str, message: Message) -> bool:
    """Tell whether the translation fills in what one of the source's forms does."""
    wanted = {frozenset(PLACEHOLDER.findall(form)) for form in (message.msgid, message.plural) if form}
    return frozenset(PLACEHOLDER.findall(text)) in wanted


def conflicts(root: Path) -> Iterator[str]:
    """Yield strings translated in two ways: Django merges all catalogues, so one of them would never show."""
    first: dict[Key, tuple[str, Path]] = {}
    for owner in owners(root):
        path = (owner / CATALOGUE).relative_to(root)
        for entry in catalogue(owner):
            text = translation(entry)
            before, where = first.setdefault(key(entry), (text, path))
            if text and before and text != before:
                yield f"{path}: {entry.msgid!r} is {text!r} here and {before!r} in {where}"


def compile_catalogues(root: Path, folders: Collection[Path] = ()) -> int:
    """Write a .mo beside each catalogue that is newer than its own."""
    owned = [owner / name for owner in chosen(root, folders) for name in (CATALOGUE, SCRIPT_CATALOGUE)]
    for path in owned:
        compiled = path.with_suffix(".mo")
        if path.exists() and (not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime):
            import polib

            polib.pofile(str(path)).save_as_mofile(str(compiled))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    actions = {"update": update, "check": check, "compile": compile_catalogues}
    parser.add_argument("action", choices=actions)
    parser.add_argument("folders", nargs="*", type=Path, help="only the catalogues in these folders")
    options = parser.parse_args()
    return actions[options.action](ROOT, options.folders)


if __name__ == "__main__":
    sys.exit(main())
