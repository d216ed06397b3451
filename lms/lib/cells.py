"""Cells of files people open in a spreadsheet."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """Return text that no spreadsheet runs as a formula (R26): a leading sign gets an apostrophe before it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
