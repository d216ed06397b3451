"""Files and forms people hand in: what is taken, where it is kept, how it is given back."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_NAME = 255
FILE_TYPES = frozenset(
    {".csv", ".docx", ".heic", ".jpeg", ".jpg", ".jtd", ".md", ".mp4", ".odt", ".pdf", ".png", ".pptx", ".txt"}
    | {".xlsx", ".zip"}
)
TEXT_TYPES = frozenset({".csv", ".md", ".txt"})
HEAD_BYTES = 4096
ZIP = (0, b"PK\x03\x04")
# Where a kind of file carries which bytes: office files are zips inside.
SIGNATURES: Mapping[str, tuple[int, bytes]] = {
    ".docx": ZIP,
    ".odt": ZIP,
    ".pptx": ZIP,
    ".xlsx": ZIP,
    ".zip": ZIP,
    ".pdf": (0, b"%PDF-"),
    ".png": (0, b"\x89PNG\r\n\x1a\n"),
    ".jpeg": (0, b"\xff\xd8\xff"),
    ".jpg": (0, b"\xff\xd8\xff"),
    ".mp4": (4, b"ftyp"),
    ".heic": (4, b"ftyp"),  # what phones take pictures in
    ".jtd": (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),  # 一太郎
}


class RequestKeyForm(forms.Form):
    """A form whose repeat is harmless: the key is made when the page is shown."""

    request_key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"request_key": uuid4().hex} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


def check_upload(file: "UploadedFile[bytes]") -> None:
    """Refuse a file of another kind, too large, or whose content is not what its name says; name the remedy.

    `UPLOAD_SCANNER` may name a function of the city's own that looks for viruses: it is given the open file and
    raises ValidationError (R18).
    """
    name = file.name or ""
    if PurePath(name).suffix.lower() not in FILE_TYPES:
        kinds = ", ".join(sorted(kind.lstrip(".") for kind in FILE_TYPES))
        message = _("%(name)s cannot be handed in. Save it as one of: %(kinds)s.")
        raise forms.ValidationError(message, params={"name": name, "kinds": kinds})
    if (file.size or 0) > MAX_FILE_BYTES:
        message = _("%(name)s is larger than 50 MB. Make it smaller or hand in a part of it.")
        raise forms.ValidationError(message, params={"name": name})
    if not is_what_it_says(PurePath(name).suffix.lower(), beginning(file)):
        message = _("%(name)s does not hold what its ending says. Open it, save it anew and hand that in.")
        raise forms.ValidationError(message, params={"name": name})
    if settings.UPLOAD_SCANNER:
        import_string(settings.UPLOAD_SCANNER)(file)
        file.seek(0)


def beginning(file: "UploadedFile[bytes]") -> bytes:
    """Return the first bytes of an upload and leave it at its start."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    return head


def is_what_it_says(suffix: str, head: bytes) -> bool:
    """Tell whether a file begins as its ending says; text is what holds no zero byte. Pure."""
    if suffix in TEXT_TYPES:
        return b"\x00" not in head
    offset, signature = SIGNATURES[suffix]
    return head[offset : offset + len(signature)] == signature


def shown_name(name: str | None) -> str:
    """Return a file's own name without any folder, short enough to keep."""
    plain = PurePath((name or "").replace("\\", "/")).name or "file"
    stem, suffix = PurePath(plain).stem, PurePath(plain).suffix
    return f"{stem[: MAX_NAME - len(suffix)]}{suffix}"


def stored_path(folder: str, name: str, at: datetime) -> str:
    """Return where a handed-in file is kept: under a name of ours, so that no name from outside reaches the disk."""
    return f"{folder}/{at:%Y/%m}/{uuid4().hex}{PurePath(name).suffix.lower()}"


def download(file: FieldFile, name: str) -> FileResponse:
    """Give a handed-in file as a download: it is saved, never shown as a page of ours."""
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
