"""Fills a fresh installation with two authors and an imported package, and prints what it made."""

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
    sys.stdout.write(json.dumps(make()))


def make() -> dict[str, object]:
    from django.utils import timezone

    from curriculum.models import Package, PackageVersion
    from lms.people.models import Role
    from tests.factories import RoleGrantFactory, UserFactory, framework
    from tests.factories.people import PASSWORD

    framework()
    people = [UserFactory(staff_no=number, name=name) for number, name in (("000001", "作成者"), ("000002", "確認者"))]
    for person in people:
        RoleGrantFactory(person=person, role=Role.AUTHOR)
    learner = UserFactory(staff_no="000003", name="青木 花子")
    package = Package.objects.create(title="標的型メールの事例", created_at=timezone.now())
    PackageVersion.objects.create(
        package=package,
        number=1,
        sha256="a" * 64,
        filename="mail.zip",
        standard=PackageVersion.Standard.SCORM12,
        title=package.title,
        launch="index.html",
        imported_at=timezone.now(),
    )
    return {"author": people[0].staff_no, "second": people[1].staff_no, "learner": learner.staff_no, "word": PASSWORD}


if __name__ == "__main__":
    main()
