"""Fills a fresh installation with people and SCORM courses for the player's browser tests, and prints what it made.

Run as a program with the embedded settings; the server under test and this program share only the var folder.
"""

import json
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.embedded")
    sys.path.insert(0, str(ROOT))
    django.setup()
    made = make()
    sys.stdout.write(json.dumps(made))


def make() -> dict[str, object]:
    from lms.people.models import Role
    from tests.factories.people import PASSWORD, RoleGrantFactory, UserFactory
    from tests.factories.scorm import scorm_course
    from tests.scorm.generator import Edition, ItemSpec, PackageSpec
    from tests.scorm.sco import HOSTILE_PAGE, SCO_PAGE

    learner = UserFactory(staff_no="000001", name="青木 花子", family_name="青木", given_name="花子")
    author = UserFactory(staff_no="000002", name="教材 太郎")
    for role in (Role.AUTHOR, Role.HR):
        RoleGrantFactory(person=author, role=role)
    pages = {"index.html": SCO_PAGE, "part2.html": SCO_PAGE, "第３章/始め.html": SCO_PAGE}

    def course(title: str, *items: ItemSpec, edition: Edition = Edition.V12, **files: bytes) -> dict[str, str]:
        spec = PackageSpec(title=title, items=items, edition=edition, extra_files=pages | files)
        played = scorm_course(learner, spec)
        return {
            "enrolment": str(played.enrolment.uuid),
            "module": str(played.module.uuid),
            "version": str(played.version.uuid),
        }

    def one(parameters: str = "", **options: str) -> ItemSpec:
        return ItemSpec(id="i1", title="第1章", file="index.html", parameters=parameters, **options)

    return {
        "staff_no": learner.staff_no,
        "author": author.staff_no,
        "password": PASSWORD,
        "courses": {
            "single12": course("情報セキュリティの基本", one(mastery_score="80")),
            "single2004": course("データ活用の基本", one(), edition=Edition.V2004_4),
            "killed12": course("何度も閉じる教材", one()),
            "killed2004": course("何度も閉じる教材 2004", one(), edition=Edition.V2004_4),
            "last_words": course("最後に長く書く教材", one("?unload=finish&event=pagehide")),
            "last_words2004": course(
                "最後に長く書く教材 2004", one("?unload=finish&event=unload"), edition=Edition.V2004_4
            ),
            "without_unload": course("終了の合図を出せない教材", one("?unload=finish&event=unload")),
            "own_window": course("別ウィンドウで学ぶ教材", one()),
            "expired": course("時間をかけて学ぶ教材", one()),
            "commit_in_pagehide": course("終了時に保存する教材", one("?unload=commit&event=pagehide")),
            "finish_in_unload": course("終了時に完了する教材", one("?unload=finish&event=unload")),
            "several": course(
                "窓口業務の改善",
                ItemSpec(
                    id="part",
                    title="基礎編",
                    children=(one(), ItemSpec(id="i2", title="第2章", file="part2.html")),
                ),
                ItemSpec(id="i3", title="第3章", file="第３章/始め.html"),
            ),
            "hostile": course(
                "確認用", ItemSpec(id="i1", title="確認", file="hostile.html"), **{"hostile.html": HOSTILE_PAGE}
            ),
        },
    }


if __name__ == "__main__":
    main()
