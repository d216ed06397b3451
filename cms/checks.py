"""The publish checks of the portal's pages: the same as for lessons, whose blocks their texts are made of."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from curriculum.addresses import own_host
from curriculum.checks import Finding, reading_findings, text_findings
from curriculum.outline import Lesson
from curriculum.publishing import NotReadyError, lost_in, suffixes_in

# Articles are what is checked, so their models import this.
if TYPE_CHECKING:
    from cms.models.articles import ArticlePage


def article_findings(page: ArticlePage) -> list[Finding]:
    """Run the publish checks on a page as it stands in the editor, saved or not; what blocks comes first."""
    japanese, english = (Lesson(body=tuple(body.get_prep_value())) for body in (page.body, page.body_en))
    texts = [japanese, english]
    checked = partial(text_findings, lost=lost_in(texts), suffixes=suffixes_in(texts), host=own_host())
    found = chain(
        checked(japanese),
        reading_findings(japanese.prose),
        checked(english, name=_("English text")),
    )
    return sorted(found, key=lambda finding: not finding.blocks)


def refuse_unready(page: ArticlePage) -> None:
    """Raise `NotReadyError` when a publish check blocks."""
    findings = article_findings(page)
    if any(finding.blocks for finding in findings):
        raise NotReadyError(findings)
