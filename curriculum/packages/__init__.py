"""Course packages from authoring tools: looked at without trust, kept by content, never changed.

The rules (`archive`, `manifest`, `inspection`, `extraction` and what they use) are plain Python; `messages` turns
findings into sentences, `services` stores what the rules accepted.
"""

from .extraction import Extracted, StoredFiles, extract, stored_files
from .inspection import inspect
from .limits import DEFAULT_LIMITS, Limits
from .report import Finding, ImportReport, Item, Refused, Severity, Standard, Verdict

__all__ = [
    "DEFAULT_LIMITS",
    "Extracted",
    "Finding",
    "ImportReport",
    "Item",
    "Limits",
    "Refused",
    "Severity",
    "Standard",
    "StoredFiles",
    "Verdict",
    "extract",
    "inspect",
    "stored_files",
]
