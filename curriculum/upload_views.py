"""What the upload page's script speaks to: begin, send a piece, finish, cancel. Answers are JSON."""

import json
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.permissions import policy_registry

from curriculum.models import Package, PackageUpload
from curriculum.packages import DEFAULT_LIMITS, receiving
from curriculum.packages.limits import MIB
from lms.lib import clock
from lms.people.requests import Request

type View = Callable[..., JsonResponse]


def own_uploads(view: View) -> View:
    """Let people through who may add packages, and turn what the rules refuse into an answer with words."""

    @wraps(view)
    def guarded(request: Request, **kwargs: object) -> JsonResponse:
        if not policy_registry.get_by_type(Package).user_has_permission(request.user, "add"):
            raise PermissionDenied
        try:
            return view(request, **kwargs)
        except receiving.TooLargeError:
            limit = DEFAULT_LIMITS.package_bytes // MIB
            words = _("The file is larger than %(limit)s MB. Make its videos smaller or split the course.")
            return JsonResponse({"message": words % {"limit": limit}}, status=413)
        except receiving.NoRoomError as full:
            words = _(
                "There is room for %(room)s MB only. Ask the administrator for more room, or upload a smaller file."
            )
            return JsonResponse({"message": words % {"room": full.room.megabytes}}, status=507)
        except receiving.CancelledError:
            return JsonResponse({"message": _("The upload was cancelled.")}, status=410)
        except receiving.OutOfStepError as problem:
            return JsonResponse({"received": problem.received}, status=409)

    return guarded


@require_POST
@own_uploads
def begin(request: Request) -> JsonResponse:
    """Begin, or go on with, the upload of one file."""
    try:
        facts = json.loads(request.body)
        filename, size, modified = str(facts["name"]), int(facts["size"]), str(facts["modified"])[:40]
        package_pk = facts.get("package")
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"message": _("The file was not sent. Choose it again.")}, status=400)
    if not filename.casefold().endswith(".zip") or size <= 0:
        return JsonResponse({"message": _("Choose a zip file, as the authoring tool exported it.")}, status=400)
    package = get_object_or_404(Package, pk=package_pk) if package_pk else None
    upload = receiving.begin(
        filename=filename, size=size, modified=modified, package=package, by=request.user, at=clock.now()
    )
    return _answer(upload)


@require_POST
@own_uploads
def piece(request: Request, uuid: UUID) -> JsonResponse:
    offset, length = request.GET.get("offset", ""), request.headers.get("Content-Length", "")
    if not offset.isdecimal() or not length.isdecimal():
        return JsonResponse({"message": _("The file was not sent. Choose it again.")}, status=400)
    return _answer(receiving.take_piece(_own(request, uuid), int(offset), request, length=int(length)))


@require_POST
@own_uploads
def finish(request: Request, uuid: UUID) -> JsonResponse:
    return _answer(receiving.finish(_own(request, uuid)))


@require_POST
@own_uploads
def cancel(request: Request, uuid: UUID) -> JsonResponse:
    """Forget an upload with all it left."""
    is_gone = receiving.cancel(_own(request, uuid))
    return JsonResponse({"cancelled": is_gone, "next": reverse("packages:add")})


def _own(request: HttpRequest, uuid: UUID) -> PackageUpload:
    return get_object_or_404(PackageUpload, uuid=uuid, uploaded_by=request.user)


def _answer(upload: PackageUpload) -> JsonResponse:
    place = [upload.uuid]
    return JsonResponse(
        {
            "received": upload.received,
            "size": upload.size,
            "piece": receiving.PIECE,
            "pieces": reverse("packages:upload_piece", args=place),
            "finish": reverse("packages:upload_finish", args=place),
            "cancel": reverse("packages:upload_cancel", args=place),
            "next": reverse("packages:upload", args=place),
        }
    )
