"""The classes of records this product keeps, with the terms proposed to a city."""

from django.utils.translation import gettext_lazy as _

from lms.operations.retention.registry import PERSON, Event, RecordClass, declare
from lms.operations.retention.rules import Term

HANDINS = "handins"
ASSESSMENT_WORDS = "assessment_words"
TRACES = "traces"
NOTICES = "notices"
FILES = "files"
TRAIL = "trail"

ALL = (
    RecordClass(
        key=PERSON,
        name=_("Leavers’ personal records"),
        holds=_(
            "Name, staff number, address and account, and everything of the classes below. A row under a pseudonym "
            "stays: levels, completions, department, group and dates, for statistics."
        ),
        because=_("A claim about a rating or a certificate may come for some years after somebody has left."),
        event=Event.LEAVING,
        term=Term(years=5, least=2, most=30),
    ),
    RecordClass(
        key=ASSESSMENT_WORDS,
        name=_("Words of assessments"),
        holds=_("Comments, evidence, objections and replies of assessments; the levels stay."),
        because=_("Development looks back over a few cycles; later the words help nobody."),
        event=Event.SETTLED,
        term=Term(years=5, least=3, most=10),
    ),
    RecordClass(
        key=HANDINS,
        name=_("Hand-ins"),
        holds=_("Files and texts handed in, with what reviewers wrote; that and when they were accepted stays."),
        because=_("They may be evidence of a level as long as its words are kept."),
        event=Event.SETTLED,
        term=Term(years=5, least=1, most=10),
    ),
    RecordClass(
        key=TRACES,
        name=_("Raw data of e-learning"),
        holds=_("What packages sent and what was typed into quizzes; completion, score and time stay."),
        because=_("It settles a dispute about a completion, and mends a faulty package."),
        event=Event.SETTLED,
        term=Term(years=3, least=1, most=10),
    ),
    RecordClass(
        key=NOTICES,
        name=_("Notices and reminders"),
        holds=_("Texts of notices; what reminders were sent, to whom and when."),
        because=_("They show that somebody was told in time; a year after the deadline nobody asks."),
        event=Event.MADE,
        term=Term(years=1, least=1, most=5, names_others=True),
    ),
    RecordClass(
        key=FILES,
        name=_("Loaded files"),
        holds=_("Roster files and lists of outside training as they were uploaded, and what each line changed."),
        because=_("Transfers of the last years can be traced to their file; what they brought is in the records."),
        event=Event.MADE,
        term=Term(years=3, least=1, most=5, names_others=True),
    ),
    RecordClass(
        key=TRAIL,
        name=_("Details of the audit trail"),
        holds=_("Addresses, file names, purposes. Who did what about whom and when stays, and so does the chain."),
        because=_("As long as a misuse can be pursued."),
        event=Event.MADE,
        term=Term(years=5, least=3, most=10),
    ),
)

for each in ALL:
    declare(each)
