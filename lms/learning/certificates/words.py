"""Why a badge is not believed, and what to do."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.learning.certificates.badge import Fault

BADGE_FAULTS: Mapping[Fault, str | Promise] = {
    Fault.UNREADABLE: _("The file is no badge in the JWT form. Ask for the file ending in .jwt."),
    Fault.SIGNATURE: _("The file was changed after signing, or somebody else signed it. Do not rely on it."),
    Fault.NOT_A_BADGE: _("The city signed this, but it is no badge."),
    Fault.NOT_YET: _("The badge is dated in the future. Check this machine's clock."),
}
