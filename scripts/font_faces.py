"""Writes lms/static/lms/css/fonts.css from the font packages' own lists of slices.

Run it after a font package changes version: python scripts/font_faces.py
BIZ UDPGothic is declared as "BIZ UDPGothic Web", behind the font that Windows already has, so most desks fetch nothing.
Noto Sans JP stands in for the characters it lacks, such as the 𠮷 of some family names.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "node_modules"
TARGET = ROOT / "lms/static/lms/css/fonts.css"
FACE = re.compile(
    r"url\(\./files/(?P<file>[a-z-]+-(?:\d+|latin)-\w+-normal\.woff2)\).*?unicode-range: (?P<range>[^;]+);",
    re.DOTALL,
)
FIRST_JAPANESE = 0x2E80


def main() -> None:
    faces = [*biz_faces(400), *biz_faces(700), *noto_faces(known=characters_of_biz())]
    TARGET.write_text("/* Made by scripts/font_faces.py */\n" + "\n".join(faces) + "\n")


def biz_faces(weight: int) -> Iterator[str]:
    css = (PACKAGES / f"@fontsource/biz-udpgothic/{weight}.css").read_text()
    for slice in FACE.finditer(css):
        yield face("BIZ UDPGothic Web", str(weight), f"biz-udpgothic/files/{slice['file']}", slice["range"])


def noto_faces(*, known: frozenset[int]) -> Iterator[str]:
    """Yield the slices of Noto Sans JP, each for the characters that are not known already."""
    css = (PACKAGES / "@fontsource-variable/noto-sans-jp/index.css").read_text()
    for slice in FACE.finditer(css):
        missing = {code for code in codes(slice["range"]) if code >= FIRST_JAPANESE} - known
        if missing:
            yield face("Noto Sans JP Web", "400 700", f"noto-sans-jp/{slice['file']}", ranges(missing))


def face(family: str, weight: str, file: str, unicode_range: str) -> str:
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
        f'src:url("../../vendor/{file}") format("woff2");unicode-range:{unicode_range}}}'
    )


def characters_of_biz() -> frozenset[int]:
    font = TTFont(PACKAGES / "@expo-google-fonts/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf")
    return frozenset(font.getBestCmap())


def codes(unicode_range: str) -> set[int]:
    """Return the code points of a CSS unicode-range: "U+21-23,U+30" is 0x21, 0x22, 0x23, 0x30."""
    found: set[int] = set()
    for part in unicode_range.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def ranges(codes: Iterable[int]) -> str:
    """Return code points as a CSS unicode-range, neighbours joined."""
    spans: list[list[int]] = []
    for code in sorted(codes):
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return ",".join(f"U+{a:x}" if a == b else f"U+{a:x}-{b:x}" for a, b in spans)


if __name__ == "__main__":
    main()
