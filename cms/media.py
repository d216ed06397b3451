"""Pictures and documents that authors uploaded: for signed-in staff, with byte ranges so that videos can be sought."""

from pathlib import Path, PurePosixPath

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_safe
from wagtail.documents.models import AbstractDocument
from wagtail.models import BaseViewRestriction

from lms.learning.scorm import files
from lms.people.requests import Request

PICTURE_CACHE = "private, max-age=604800"
DOCUMENT_CACHE = "private, no-cache"


@require_safe
def image(request: Request, name: str) -> HttpResponseBase:
    """Send a rendition; its name changes with the picture, so a browser may keep it."""
    # Only pictures lie open here; documents keep to their own address, where Wagtail guards private collections.
    if ".." in PurePosixPath(name).parts:
        raise Http404
    path = local_path(f"images/{name}")
    if path is None:
        return HttpResponseRedirect(default_storage.url(f"images/{name}"))
    return sent(request, path, cache_control=PICTURE_CACHE)


def refuse_colleagues(document: AbstractDocument, request: HttpRequest) -> None:
    """Refuse a signed-in person whom a private collection is not for; Wagtail would have them sign in again."""
    restrictions = document.collection.get_view_restrictions()
    others = (each for each in restrictions if each.restriction_type == BaseViewRestriction.GROUPS)
    if request.user.is_authenticated and not all(each.accept_request(request) for each in others):
        raise PermissionDenied


def serve_document(document: AbstractDocument, request: HttpRequest) -> HttpResponseBase | None:
    """Answer in Wagtail's stead, which knows no byte ranges; files kept elsewhere are left to it."""
    path = local_path(document.file.name)
    if path is None:
        return None
    response = sent(request, path, cache_control=DOCUMENT_CACHE, content_type=document.content_type)
    response["Content-Disposition"] = document.content_disposition
    return response


def local_path(name: str) -> Path | None:
    """Return where a stored file lies on this machine; None when the storage is somewhere else."""
    try:
        return Path(default_storage.path(name))
    except NotImplementedError:
        return None


def sent(request: HttpRequest, path: Path, *, cache_control: str, content_type: str = "") -> HttpResponseBase:
    try:
        return files.send(request, path, cache_control=cache_control, content_type=content_type)
    except files.Missing as error:
        raise Http404 from error
