"""Fills a fresh installation with a learner and sequenced courses, and prints where they are."""

import json
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]

FLOW = '<imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>'
TEST = """<imsss:sequencing><imsss:objectives><imsss:primaryObjective objectiveID="test" satisfiedByMeasure="true">
<imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure>
<imsss:mapInfo targetObjectiveID="jp.lg.test.{name}" writeSatisfiedStatus="true"/>
</imsss:primaryObjective></imsss:objectives></imsss:sequencing>"""
LOCKED = """<imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule>
<imsss:ruleConditions conditionCombination="any">
<imsss:ruleCondition referencedObjective="seen" operator="not" condition="satisfied"/>
<imsss:ruleCondition referencedObjective="seen" operator="not" condition="objectiveStatusKnown"/></imsss:ruleConditions>
<imsss:ruleAction action="disabled"/></imsss:preConditionRule></imsss:sequencingRules>
<imsss:objectives><imsss:primaryObjective/><imsss:objective objectiveID="seen">
<imsss:mapInfo targetObjectiveID="jp.lg.test.{name}" readSatisfiedStatus="true"/></imsss:objective></imsss:objectives>
</imsss:sequencing>"""
HIDDEN = """<imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions>
<imsss:ruleCondition condition="always"/></imsss:ruleConditions><imsss:ruleAction action="hiddenFromChoice"/>
</imsss:preConditionRule></imsss:sequencingRules></imsss:sequencing>"""

NOTES = '<adlcp:data><adlcp:map targetID="jp.lg.test.notes" {access}/></adlcp:data>'


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.embedded")
    sys.path.insert(0, str(ROOT))
    django.setup()
    sys.stdout.write(json.dumps(make()))


def make() -> dict[str, object]:
    from tests.factories.people import PASSWORD, UserFactory
    from tests.factories.scorm import scorm_course
    from tests.scorm.generator import Edition, ItemSpec, PackageSpec
    from tests.scorm.sco import SCO_PAGE

    learner = UserFactory(staff_no="000001", name="青木 花子", family_name="青木", given_name="花子")
    pages = {f"{name}.html": SCO_PAGE for name in ("test", "basics", "secret", "practice")}

    def course(name: str) -> dict[str, str]:
        items = (
            ItemSpec(id="test", title="事前テスト", file="test.html", sequencing=TEST.format(name=name)),
            ItemSpec(
                id="chapter",
                title="第1章 データの読み方",
                sequencing=FLOW,
                children=(
                    ItemSpec(id="basics", title="基礎", file="basics.html", sequencing=LOCKED.format(name=name)),
                    ItemSpec(id="secret", title="秘密のページ", file="secret.html", sequencing=HIDDEN),
                ),
            ),
            ItemSpec(id="practice", title="演習", file="practice.html"),
        )
        title = f"データ活用の順序づけ {name}"
        spec = PackageSpec(
            title=title, items=items, edition=Edition.V2004_4, extra_files=pages, sequencing=FLOW, folder=name
        )
        played = scorm_course(learner, spec)
        return {"enrolment": str(played.enrolment.uuid), "module": str(played.module.uuid)}

    def sharing() -> dict[str, str]:
        items = (
            ItemSpec(id="test", title="調べる", file="test.html", sequencing=NOTES.format(access="")),
            ItemSpec(
                id="basics", title="まとめる", file="basics.html", sequencing=NOTES.format(access='writeSharedData="0"')
            ),
        )
        spec = PackageSpec(
            title="調べてまとめる", items=items, edition=Edition.V2004_4, extra_files=pages, sequencing=FLOW
        )
        played = scorm_course(learner, spec)
        return {"enrolment": str(played.enrolment.uuid), "module": str(played.module.uuid)}

    return {
        "staff_no": learner.staff_no,
        "password": PASSWORD,
        "courses": {name: course(name) for name in ("wide", "narrow", "closed")} | {"sharing": sharing()},
    }


if __name__ == "__main__":
    main()
