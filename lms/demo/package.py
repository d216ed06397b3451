"""Makes a SCORM 1.2 package from a course's lessons; the same lessons give the same bytes."""

import json
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lms.demo.lettering import LETTERS, letters

PLAYER_DIR = Path(__file__).parent / "fixtures" / "scorm"
FIXED_DATE = (2026, 4, 1, 0, 0, 0)
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="{code}" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="org">
    <organization identifier="org">
      <title>{title}</title>
      <item identifier="item" identifierref="sco"><title>{title}</title></item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="sco" type="webcontent" adlcp:scormtype="sco" href="index.html">
      <file href="index.html"/><file href="style.css"/><file href="pages.js"/><file href="player.js"/>
      <file href="letters.woff"/>
    </resource>
  </resources>
</manifest>
"""


def make_package(code: str, title: str, pages: list[dict[str, str]]) -> bytes:
    """Return a zip whose one item shows `pages` ({"title", "text", "point"}) in order."""
    files = {path.name: path.read_bytes() for path in sorted(PLAYER_DIR.iterdir())}
    files["imsmanifest.xml"] = MANIFEST.format(code=code, title=escape(title)).encode()
    files["pages.js"] = (
        f"var COURSE_TITLE = {json.dumps(title, ensure_ascii=False)};\n"
        f"var PAGES = {json.dumps(pages, ensure_ascii=False, indent=1)};\n"
    ).encode()
    return zipped(files | lettered(files))


def lettered(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the web font of everything that is written in the files of a package."""
    return {LETTERS: letters("".join(sorted(set("".join(body.decode() for body in files.values())))))}


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip that is the same whenever it is made."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(ZipInfo(name, FIXED_DATE), files[name], compress_type=ZIP_DEFLATED)
    return buffer.getvalue()
