"""The Celery application: tasks are thin wrappers over services, found in every room's tasks.py."""

import os
from pathlib import Path
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.embedded")

app = Celery("lms")
app.config_from_object("django.conf:settings", namespace="CELERY")


def packages_with_tasks() -> list[str]:
    """Return the dotted name of every folder that has a tasks.py, rooms inside an app included."""
    from django.conf import settings

    root: Path = settings.BASE_DIR
    files = [file for package in settings.PACKAGES for file in sorted((root / package).glob("**/tasks.py"))]
    return [".".join(file.relative_to(root).parent.parts) for file in files]


app.autodiscover_tasks(packages_with_tasks)


@app.on_after_configure.connect
def make_broker_folders(sender: Celery, **kwargs: Any) -> None:
    """Create the folders of a folder broker; other brokers have none."""
    options = sender.conf.broker_transport_options
    for name in ("data_folder_in", "data_folder_out", "control_folder"):
        if name in options:
            Path(options[name]).mkdir(parents=True, exist_ok=True)
