"""A reading place: which block stands at the top of the window, and where each video stands. Pure rules."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from lms.learning.lessons.watching import MOST_STRETCHES, Stretch, Watched, union

MOST_VIDEOS = 50
LONGEST_VIDEO = 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """`block` is a block's id, empty for the top; `videos` holds the second by the id of the medium's block
    (of slides the number of the slide), `watched` what was played of it.
    """

    block: str = ""
    videos: Mapping[str, int] = field(default_factory=dict)
    watched: Mapping[str, Watched] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.block or self.videos or self.watched)

    @property
    def stored(self) -> dict[str, object]:
        """What was played, in the shape it is stored and sent in."""
        return {key: {"length": each.duration, "played": each.stretches} for key, each in self.watched.items()}

    def dump(self) -> str:
        """Return the bookmark as it is stored."""
        if not self:
            return ""
        return json.dumps({"block": self.block, "videos": dict(self.videos), "watched": self.stored})


def parse(text: str) -> Bookmark:
    """Read a bookmark as stored or as a browser sends it; what makes no sense is left out."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return Bookmark()
    if not isinstance(found, dict):
        return Bookmark()
    videos, watched = found.get("videos"), found.get("watched")
    return Bookmark(
        block=block_id(found.get("block")),
        videos=seconds_by_block(videos) if isinstance(videos, dict) else {},
        watched=watched_by_block(watched) if isinstance(watched, dict) else {},
    )


def block_id(value: object) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        return ""


def seconds_by_block(videos: Mapping[object, object]) -> dict[str, int]:
    known = {block_id(key): value for key, value in list(videos.items())[:MOST_VIDEOS]}
    return {
        key: min(int(value), LONGEST_VIDEO)
        for key, value in known.items()
        if key and isinstance(value, int | float) and 0 <= value < float("inf")
    }


def watched_by_block(media: Mapping[object, object]) -> dict[str, Watched]:
    known = {block_id(key): value for key, value in list(media.items())[:MOST_VIDEOS]}
    return {key: watched_from(value) for key, value in known.items() if key and isinstance(value, dict)}


def watched_from(value: Mapping[object, object]) -> Watched:
    duration = _second(value.get("length"))
    played = value.get("played")
    stretches = [_stretch(each) for each in played[:MOST_STRETCHES]] if isinstance(played, list) else []
    return Watched(duration=duration, stretches=union(stretches, duration=duration))


def _stretch(value: object) -> Stretch:
    if not isinstance(value, list | tuple) or len(value) != 2:
        return (0, 0)
    return (_second(value[0]), _second(value[1]))


def _second(value: object) -> int:
    is_second = isinstance(value, int | float) and 0 <= value < float("inf")
    return min(int(value), LONGEST_VIDEO) if is_second else 0  # type: ignore[call-overload]  # a number, as just asked
