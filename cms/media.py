"""Pictures and documents that authors uploaded: for signed-in staff, with byte ranges so that videos can be sought."""

from pathlib import Path, PurePosixPath

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_safe
from wagtail.documents.models import AbstractDocument

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
