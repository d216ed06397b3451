"""Texts with placeholders in braces: what they hold, what is wrong with them, how they are filled. Pure rules.

"{course} の期限は {due} です。" A line with a placeholder that has nothing to say is left out of the message.
"""

import re
from collections.abc import Collection, Mapping

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
BLANK_LINES = re.compile(r"\n{3,}")

type Values = Mapping[str, str]


def placeholders(text: str) -> list[str]:
    """Return the names in braces, each once, in order."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def unknown_placeholders(text: str, known: Collection[str]) -> list[str]:
    return [name for name in placeholders(text) if name not in known]


def has_stray_brace(text: str) -> bool:
    """Tell whether a brace is open or closed without its other half."""
    rest = PLACEHOLDER.sub("", text)
    return "{" in rest or "}" in rest


def filled_line(text: str, values: Values) -> str:
    """Return the text with its placeholders filled; names without a value stand for nothing."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], ""), text)


def filled(text: str, values: Values) -> str:
    """Return a body with its placeholders filled, without the lines that would have a gap."""
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if _says_all(line, values)]
    return BLANK_LINES.sub("\n\n", filled_line("\n".join(lines), values)).strip()


def _says_all(line: str, values: Values) -> bool:
    return all(values.get(name) for name in placeholders(line))
