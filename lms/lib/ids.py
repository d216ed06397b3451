"""Identifiers that are safe in a URL and sort by the time they were made."""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """Return a UUID version 7 (RFC 9562, 5.7): 48 bits of milliseconds, then randomness."""
    value = (time.time_ns() // 1_000_000 & 0xFFFF_FFFF_FFFF) << 80
    value |= int.from_bytes(os.urandom(10))
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=value | 0x7 << 76 | 0x2 << 62)
