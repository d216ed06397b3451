"""The places where HR works, and whom each is open to."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.people.access import has_role, reaches_city
from lms.people.models import Role, User
from reports.access import HR_ROLES

type Opens = Callable[[User, date], bool]


class Place(NamedTuple):
    """A place on HR's page, and whom it is open to."""

    url_name: str
    label: str | Promise
    words: str | Promise
    opens: Opens


class Area(NamedTuple):
    """Places that belong together."""

    key: str
    label: str | Promise
    places: tuple[Place, ...]


def hr(user: User, on: date) -> bool:
    return has_role(user, Role.HR, on=on)


def city_hr(user: User, on: date) -> bool:
    return reaches_city(user, Role.HR, on=on)


def either(user: User, on: date) -> bool:
    return has_role(user, *HR_ROLES, on=on)


def either_citywide(user: User, on: date) -> bool:
    return reaches_city(user, *HR_ROLES, on=on)


AREAS = (
    Area(
        "learning",
        _("Learning"),
        (
            Place(
                "learning:not-done",
                _("Not done"),
                _("Who has to take what and has not, by department; remind them."),
                hr,
            ),
            Place(
                "learning:assignments",
                _("Assignment rules"),
                _("Who gets which course by when and why; exemptions, renewal to the next fiscal year."),
                city_hr,
            ),
            Place("learning:extensions", _("Requests about due dates"), _("Learners who ask for more time."), hr),
            Place(
                "learning:reminders", _("Reminder runs"), _("Last and next run, mails sent, settings, closed days."), hr
            ),
            Place("learning:message-texts", _("Message texts"), _("What reminders, notices and invitations say."), hr),
            Place(
                "learning:support",
                _("Learners"),
                _("See why somebody is not complete, credit a module, let a package begin from the start."),
                hr,
            ),
            Place("learning:classes", _("Classes"), _("Set dates, see who applied, take attendance."), either),
            Place(
                "learning:outside",
                _("Outside training"),
                _("Load completions of J-LIS, the prefecture and others from a CSV file."),
                city_hr,
            ),
            Place(
                "learning:quiz-extra-time",
                _("More time for quizzes"),
                _("For colleagues who need longer than a quiz's time limit."),
                either_citywide,
            ),
        ),
    ),
    Area(
        "assessment",
        _("Assessment"),
        (
            Place(
                "assessments:cycles",
                _("Assessment cycles"),
                _("Plan, open and follow cycles, remind the late, reply to objections."),
                hr,
            ),
            Place(
                "assessments:calibrations",
                _("Calibration"),
                _("Let all raters judge the same cases, and see how far views agree."),
                city_hr,
            ),
        ),
    ),
    Area(
        "people",
        _("Staff"),
        (
            Place(
                "people:roster",
                _("Roster load"),
                _("See who joins, leaves, moves and is promoted before anything changes."),
                either_citywide,
            ),
            Place(
                "learning:activity-others",
                _("Activity records"),
                _("What people did in projects, for transfers; each person releases their own."),
                hr,
            ),
            Place(
                "people:passwords",
                _("Temporary passwords"),
                _("Slips for joiners and for who has forgotten theirs."),
                either_citywide,
            ),
            Place(
                "reports:disclosure",
                _("Disclosure"),
                _("Hand out what is held about a person who asks for it."),
                city_hr,
            ),
            Place(
                "operations:retention",
                _("Retention and deletion"),
                _("What has run out, how long which records are kept, and records of deletion."),
                either_citywide,
            ),
        ),
    ),
    Area(
        "reports",
        _("Reports"),
        (
            Place(
                "reports:levels",
                _("Where the city stands"),
                _("Levels by group, with the committee page and the spreadsheet."),
                either,
            ),
            Place(
                "reports:departments",
                _("By department"),
                _("Levels of one talent group by 部 and 課, as released: small counts are withheld."),
                either,
            ),
            Place(
                "reports:department_completion",
                _("Completions by department"),
                _("Who had completed a mandatory course on the day the cycle closed: small counts are withheld."),
                either,
            ),
            Place(
                "reports:cohorts",
                _("Cohort explorer"),
                _("Who is where, who moved, and what that is made of; down to names."),
                either,
            ),
            Place(
                "reports:releases",
                _("Releases and scheduled reports"),
                _("What the committee can read, with numbers and hashes, and who gets a link."),
                either_citywide,
            ),
            Place(
                "reports:targets",
                _("Target share"),
                _("The share somebody approved, with date and document."),
                either_citywide,
            ),
            Place(
                "reports:learning",
                _("Learning reports"),
                _("Completion on any day, the security course's audit list, learning beside levels."),
                either_citywide,
            ),
            Place("reports:files", _("My files"), _("Lists you asked for as Excel, CSV or PDF."), either),
        ),
    ),
)


def areas_for(user: User, on: date) -> list[Area]:
    """Return the places open to somebody, without areas that hold none."""
    own = [area._replace(places=tuple(place for place in area.places if place.opens(user, on))) for area in AREAS]
    return [area for area in own if area.places]
