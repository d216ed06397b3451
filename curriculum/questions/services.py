"""Putting imported questions into a bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from curriculum.models import QuestionBank
from curriculum.questions.files import Reading, Refusal, Unreadable
from curriculum.questions.files.building import content_of, excerpt
from curriculum.questions.files.gift import read_gift
from curriculum.questions.files.qti import read_qti
from curriculum.questions.files.table import read_csv, read_xlsx
from curriculum.questions.stream import write_question
from lms.people.audit import record
from lms.people.models import User

READERS = {
    ".xlsx": read_xlsx,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".gift": read_gift,
    ".txt": read_gift,
    ".xml": read_qti,
    ".zip": read_qti,
}
MOST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import came to: how many questions the bank gained, and by line what was not taken."""

    added: int
    refused: Sequence[Refusal]


def read_file(name: str, data: bytes) -> Reading:
    """Read a file of questions by the ending of its name, or raise Unreadable with what to do."""
    ending = next((ending for ending in READERS if name.lower().endswith(ending)), None)
    if ending is None:
        raise Unreadable(_("Choose an Excel (xlsx), CSV, GIFT (txt) or QTI 2.1 (xml, zip) file."))
    return READERS[ending](data)


@transaction.atomic
def import_questions(bank: QuestionBank, name: str, data: bytes, *, by: User, at: datetime) -> Imported:
    """Add a file's questions to a bank; a question the bank already has is not added again."""
    reading = read_file(name, data)
    locked = QuestionBank.objects.select_for_update(no_key=True).get(pk=bank.pk)
    held = {content_of(question) for question in locked.read()}
    fresh, refused = [], list(reading.refused)
    for taken in reading.taken:
        content = content_of(taken.question)
        if content in held:
            reason = _("The bank already has this question.")
            words = excerpt(taken.question.text)
            refused.append(Refusal(line=taken.line, words=words, reason=reason, file=taken.file))
            continue
        held.add(content)
        fresh.append(write_question(taken.question))
    if fresh:
        locked.questions = [*locked.questions.get_prep_value(), *fresh]
        locked.save()
    details = {"file": name, "added": len(fresh), "refused": len(refused)}
    record("question_bank.imported", actor=by, at=at, target=locked.title, details=details)
    return Imported(added=len(fresh), refused=sorted(refused, key=lambda each: (each.file, each.line)))
