"""How much a package may ask of us."""

from dataclasses import dataclass

MIB = 1024 * 1024
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Generous for real courses (an hour of video, ten thousand small files), small for an attacker."""

    package_bytes: int = 2 * GIB
    unpacked_bytes: int = 3 * GIB
    file_bytes: int = 2 * GIB
    entries: int = 50_000
    # Text packs 10:1, silence and blank bitmaps far better, so the ratio counts only for what is large.
    ratio: int = 150
    ratio_free_bytes: int = 64 * MIB
    path_chars: int = 255
    path_depth: int = 40
    manifest_bytes: int = 8 * MIB
    manifest_elements: int = 100_000
    manifest_depth: int = 60
    items: int = 5_000
    item_depth: int = 40


DEFAULT_LIMITS = Limits()
