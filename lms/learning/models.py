"""The learning record's tables; each room keeps its own models."""

from lms.learning.activity.models import ActivityRecord
from lms.learning.assignments.models import Assignment, AssignmentRule, AssignmentRun, Exemption
from lms.learning.certificates.models import Certificate, CertificateCounter
from lms.learning.classes.models import ClassApplication, ClassNotice, ClassSession
from lms.learning.extensions.models import ExtensionRequest
from lms.learning.handins.models import HandIn, HandInReview
from lms.learning.lessons.models import CheckAnswer
from lms.learning.notices.models import Notice
from lms.learning.outside.models import OutsideLoad, OutsideTraining
from lms.learning.projects.models import Deliverable, Phase, Project, Review, Task, TeamMember, TimeEntry
from lms.learning.quizzes.models import ExtraTime, QuizAnswer, QuizAttempt
from lms.learning.record.models import Enrolment, ModuleProgress, OutcomeRecord
from lms.learning.reminders.models import ReminderPolicy, ReminderRun
from lms.learning.scorm.models import (
    Attempt,
    CmiState,
    GlobalObjective,
    PackageMove,
    ScormCommit,
    ScormSession,
    SequencingState,
    SharedData,
)
from lms.learning.texts.models import MessageText

__all__ = [
    "ActivityRecord",
    "Assignment",
    "AssignmentRule",
    "AssignmentRun",
    "Attempt",
    "Certificate",
    "CertificateCounter",
    "CheckAnswer",
    "ClassApplication",
    "ClassNotice",
    "ClassSession",
    "CmiState",
    "Deliverable",
    "Enrolment",
    "Exemption",
    "ExtensionRequest",
    "ExtraTime",
    "GlobalObjective",
    "HandIn",
    "HandInReview",
    "MessageText",
    "ModuleProgress",
    "Notice",
    "OutcomeRecord",
    "OutsideLoad",
    "OutsideTraining",
    "PackageMove",
    "Phase",
    "Project",
    "QuizAnswer",
    "QuizAttempt",
    "ReminderPolicy",
    "ReminderRun",
    "Review",
    "ScormCommit",
    "ScormSession",
    "SequencingState",
    "SharedData",
    "Task",
    "TeamMember",
    "TimeEntry",
]
