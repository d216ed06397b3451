"""Makes the demo's sequenced SCORM 2004 package; the same drill gives the same bytes.

Three parts in a row: who knows it all at the start skips the middle one, and the last one decides.
"""

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape

import yaml

from lms.demo.package import lettered, zipped

FIXTURES = Path(__file__).parent / "fixtures"
PLAYER_DIR = FIXTURES / "scorm2004"
KNOWN = "jp.lg.demo.drill.known"
ONLY_LAST_COUNTS = """<imsss:rollupRules rollupObjectiveSatisfied="false" rollupProgressCompletion="false"
  objectiveMeasureWeight="0"/>"""
SEQUENCING = {
    "pre": f"""{ONLY_LAST_COUNTS}
  <imsss:objectives><imsss:primaryObjective objectiveID="pre" satisfiedByMeasure="true">
    <imsss:minNormalizedMeasure>{{pass_share}}</imsss:minNormalizedMeasure>
    <imsss:mapInfo targetObjectiveID="{KNOWN}" readSatisfiedStatus="false" writeSatisfiedStatus="true"/>
  </imsss:primaryObjective></imsss:objectives>""",
    "learn": f"""<imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions>
    <imsss:ruleCondition referencedObjective="known" condition="satisfied"/>
  </imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule></imsss:sequencingRules>
  {ONLY_LAST_COUNTS}
  <imsss:objectives><imsss:primaryObjective/><imsss:objective objectiveID="known">
    <imsss:mapInfo targetObjectiveID="{KNOWN}" readSatisfiedStatus="true"/>
  </imsss:objective></imsss:objectives>""",
    "post": """<imsss:objectives><imsss:primaryObjective objectiveID="post" satisfiedByMeasure="true">
    <imsss:minNormalizedMeasure>{pass_share}</imsss:minNormalizedMeasure>
  </imsss:primaryObjective></imsss:objectives>""",
}
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="{code}" version="1.0" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
  <organizations default="org">
    <organization identifier="org">
      <title>{title}</title>
{items}
      <imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>
    </organization>
  </organizations>
  <resources>
    <resource identifier="sco" type="webcontent" adlcp:scormType="sco" href="index.html">
      <file href="index.html"/><file href="style.css"/><file href="parts.js"/><file href="drill.js"/>
      <file href="letters.woff"/>
    </resource>
  </resources>
</manifest>
"""
ITEM = """      <item identifier="{key}" identifierref="sco" parameters="?part={key}"><title>{title}</title>
        <imsss:sequencing>{sequencing}</imsss:sequencing></item>"""


@cache
def read_drill() -> dict[str, Any]:
    drill: dict[str, Any] = yaml.safe_load((FIXTURES / "drill.yaml").read_text(encoding="utf-8"))
    return drill


def make_drill(drill: dict[str, Any]) -> bytes:
    """Return the zip of a drill as `fixtures/drill.yaml` describes it."""
    files = {path.name: path.read_bytes() for path in sorted(PLAYER_DIR.iterdir())}
    files["imsmanifest.xml"] = _manifest(drill).encode()
    parts = {part["key"]: _shuffled(part) for part in drill["parts"]}
    files["parts.js"] = (
        f"var PASS_SHARE = {drill['pass_share']};\nvar PARTS = {json.dumps(parts, ensure_ascii=False, indent=1)};\n"
    ).encode()
    return zipped(files | lettered(files))


def _manifest(drill: dict[str, Any]) -> str:
    items = [
        ITEM.format(
            key=part["key"],
            title=escape(part["title"]),
            sequencing=SEQUENCING[part["key"]].format(pass_share=drill["pass_share"]),
        )
        for part in drill["parts"]
    ]
    return MANIFEST.format(code=drill["code"], title=escape(drill["title"]), items="\n".join(items))


def _shuffled(part: dict[str, Any]) -> dict[str, Any]:
    """Return a part whose choices stand in a fixed shuffled order; the data file has the right one first."""
    if "questions" not in part:
        return part
    questions = []
    for question in part["questions"]:
        choices = Random(question["id"]).sample(question["choices"], len(question["choices"]))
        questions.append(question | {"choices": choices, "right": question["choices"][0]})
    return part | {"questions": questions}
