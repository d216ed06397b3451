"""Who: staff, dated organisation, ranks, raters, working groups, roles, roster loads, audit."""

from lms.people.models.audit import AuditCheck, AuditEvent
from lms.people.models.closed_days import ClosedDay
from lms.people.models.groups import WorkingGroup, WorkingGroupMembership
from lms.people.models.organisation import Department, DepartmentPeriod, Posting, Rank, TitleRank
from lms.people.models.passwords import TemporaryPassword
from lms.people.models.raters import RaterAssignment
from lms.people.models.roles import SCOPED_ROLES, Role, RoleGrant
from lms.people.models.roster import RosterChange, RosterColumn, RosterJournal, RosterLoad
from lms.people.models.staff import User

__all__ = [
    "SCOPED_ROLES",
    "AuditCheck",
    "AuditEvent",
    "ClosedDay",
    "Department",
    "DepartmentPeriod",
    "Posting",
    "Rank",
    "RaterAssignment",
    "Role",
    "RoleGrant",
    "RosterChange",
    "RosterColumn",
    "RosterJournal",
    "RosterLoad",
    "TemporaryPassword",
    "TitleRank",
    "User",
    "WorkingGroup",
    "WorkingGroupMembership",
]
