"""Slips with temporary passwords: A4, six on a sheet, always Japanese; printed once, kept nowhere."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from lms.lib.calendar import wareki
from lms.lib.pdf import render_pdf
from lms.lib.qr import qr_png
from lms.people.accounts.passwords import Issued
from lms.people.queries import department_labels


def slips_pdf(issued: Sequence[Issued], *, on: date) -> bytes:
    """Return the slips as PDF, two a row."""
    places = department_labels([each.person.pk for each in issued], on)
    slips = [
        {
            "name": each.person.name,
            "staff_no": each.person.staff_no,
            "department": places.get(each.person.pk, ""),
            "password": each.password,
            "until": wareki(timezone.localdate(each.expires_at)),
        }
        for each in issued
    ]
    url = settings.LMS_ORIGIN + reverse("account_login")
    context: dict[str, object] = {
        "pairs": [slips[start : start + 2] for start in range(0, len(slips), 2)],
        "url": url,
        "qr": qr_png(url),
        "on": wareki(on),
    }
    return render_pdf("people/accounts/slips.html", context)
