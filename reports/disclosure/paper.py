"""The disclosure as files: a PDF to read and JSON with the same facts, together in one ZIP. Always in Japanese."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings

from lms.lib.pdf import render_pdf
from lms.people.models import User
from reports.disclosure.held import Chapter, Entry, when
from reports.disclosure.withholding import Ground, told

DEFINITION = "disclosure-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """開示請求: whose data, asked for when, under which document number; `by` prepares the answer `at` a moment."""

    person: User
    requested_on: date
    document_no: str
    by: User
    at: datetime


def as_data(request: Request, chapters: Sequence[Chapter], withheld: Mapping[str, Ground]) -> dict[str, object]:
    """Return the disclosure as plain data; a withheld text is null and says on which ground."""
    return {
        "definition": DEFINITION,
        "staff_no": request.person.staff_no,
        "name": request.person.name,
        "requested_on": request.requested_on.isoformat(),
        "document_no": request.document_no,
        "prepared_at": request.at.isoformat(),
        "issuer": settings.CERTIFICATE_ISSUER,
        "chapters": [
            {
                "key": chapter.key,
                "title": chapter.title,
                "entries": [_entry(entry, withheld) for entry in chapter.entries],
            }
            for chapter in chapters
        ],
    }


def _entry(entry: Entry, withheld: Mapping[str, Ground]) -> dict[str, object]:
    rows = [told(fact, withheld) for fact in entry.facts]
    facts = [
        {
            "key": row.fact.key,
            "label": row.fact.label,
            "text": None if row.ground else row.text,
            "withheld": row.ground.value if row.ground else None,
        }
        for row in rows
    ]
    return {"heading": entry.heading, "facts": facts}


def as_pdf(request: Request, chapters: Sequence[Chapter], withheld: Mapping[str, Ground]) -> bytes:
    context = {
        "request": request,
        "requested_on": when(request.requested_on),
        "prepared_at": when(request.at),
        "chapters": [
            (chapter.title, [(entry.heading, [told(f, withheld) for f in entry.facts]) for entry in chapter.entries])
            for chapter in chapters
        ],
        "withheld": len(withheld),
        "issuer": settings.CERTIFICATE_ISSUER,
    }
    return render_pdf("reports/disclosure/paper.html", context)


def as_zip(request: Request, chapters: Sequence[Chapter], withheld: Mapping[str, Ground]) -> bytes:
    """Return both files in one ZIP."""
    data = json.dumps(as_data(request, chapters, withheld), ensure_ascii=False, indent=1)
    body = BytesIO()
    with ZipFile(body, "w", ZIP_DEFLATED) as files:
        files.writestr(f"disclosure-{request.person.staff_no}.pdf", as_pdf(request, chapters, withheld))
        files.writestr(f"disclosure-{request.person.staff_no}.json", data)
    return body.getvalue()


def fingerprint(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
