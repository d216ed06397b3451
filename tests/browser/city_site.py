"""Prints who signs in to the demo city as what, and the open assessment cycle, for the journey through it."""

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
    from django.utils import translation

    from lms.demo.build import OPEN_CYCLE
    from lms.demo.people import PASSWORD, sign_ins
    from lms.lib import clock

    with translation.override("en"):
        people = {
            str(one.part): {"staff_no": one.person.staff_no, "name": one.person.name} for one in sign_ins(clock.today())
        }
    made = {"password": PASSWORD, "cycle": OPEN_CYCLE, "people": people}
    sys.stdout.write(json.dumps(made))


if __name__ == "__main__":
    main()
