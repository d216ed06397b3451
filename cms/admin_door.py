"""Keeps people without an editing role out of /admin/, and what is in use in it, in the product's own words."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from curriculum.publishing import NotReadyError

type View = Callable[[HttpRequest], HttpResponse]


class AdminDoorMiddleware:
    """Answers 403 below /admin/ to a signed-in colleague who edits nothing; Wagtail would ask them to sign in again."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: list[Any], kwargs: dict[str, Any]) -> None:
        if not request.path_info.startswith("/admin/") or not request.user.is_authenticated:
            return
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say in words why a thing was not deleted or not published; it is as it was."""
        if not request.path_info.startswith("/admin/"):
            return None
        if isinstance(exception, ProtectedError):
            messages.error(request, _("This is used by a published course or elsewhere, so it cannot be deleted."))
        elif isinstance(exception, NotReadyError):
            messages.error(request, _("Not published: %(reasons)s") % {"reasons": exception})
        else:
            return None
        return redirect(request.get_full_path())
