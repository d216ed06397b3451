"""面談シート: one A4 page a person for the interview, good in black and white. It shows what its reader may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessments.models import Assessment, Evidence
from assessments.queries import (
    LastLevel,
    RatingRow,
    Sentence,
    evidence_by_assessment,
    handed_in_choices,
    histories,
    ladders,
)
from assessments.states import Choice
from lms.lib.pdf import render_pdf
from lms.people.models import User

EVIDENCE_LINES = 6
HISTORY_LINES = 3
NOTE_LENGTH = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands on one person's page; `self_choices` is empty until the rater may see them."""

    row: RatingRow
    assessment: Assessment
    sentences: Sequence[Sentence]
    self_choices: Mapping[int, Choice]
    evidence: Sequence[Evidence]
    more_evidence: int
    history: Sequence[LastLevel]


def sheets_of(rows: Sequence[RatingRow], assessments: Sequence[Assessment]) -> list[Sheet]:
    """Gather the pages from the rows of the rating screen, so that they are as blind as the screen.

    The queries stay the same in number however many people there are.
    """
    by_uuid = {row.uuid: row for row in rows}
    sentences = ladders({row.group_id for row in assessments})
    seen = [row.pk for row in assessments if by_uuid[row.uuid].self_view is not None]
    choices = handed_in_choices(seen)
    evidence = evidence_by_assessment([row.pk for row in assessments if row.self_submitted_at is not None])
    earlier = histories(assessments)
    return [
        Sheet(
            row=by_uuid[row.uuid],
            assessment=row,
            sentences=sentences[row.group_id],
            self_choices=choices.get(row.pk, {}),
            evidence=evidence.get(row.pk, [])[:EVIDENCE_LINES],
            more_evidence=max(len(evidence.get(row.pk, [])) - EVIDENCE_LINES, 0),
            history=earlier.get(row.pk, [])[:HISTORY_LINES],
        )
        for row in assessments
    ]


def sheets_pdf(sheets: Iterable[Sheet], *, rater: User, printed_at: object) -> bytes:
    """Return the pages of several people as one PDF, a person a page."""
    context = {"sheets": list(sheets), "rater": rater, "printed_at": printed_at, "note_length": NOTE_LENGTH}
    return render_pdf("assessments/sheet.html", context)
