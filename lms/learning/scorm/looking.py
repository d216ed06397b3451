"""The page on the LMS origin around a package that is only looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from curriculum.models import PackageItem
from lms.content_origin import content_url
from lms.people.requests import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is shown, in whose words, and where the way back leads; `shell` is a path on the content origin."""

    title: str
    words: str
    item: PackageItem
    items: Sequence[PackageItem]
    shell: str
    back_url: str
    back_label: str

    @property
    def is_single(self) -> bool:
        return len(self.items) == 1

    @property
    def shell_url(self) -> str:
        return content_url(self.shell, self.item.version.sha256)


def show(request: Request, look: Look) -> HttpResponse:
    """Show a package in a window that writes nothing."""
    response = render(request, "learning/scorm/looking.html", {"look": look})
    # Chrome is about to switch `unload` off, and many courses finish in it (SCORM.md 1.4).
    response["Permissions-Policy"] = "unload=*"
    response["Cache-Control"] = "no-store"
    return response
