"""Launching a package and keeping what it sends.

An attempt has one open session, whose row is the lock on the attempt and all its data; the enrolment is locked last,
inside `record_outcome`.
"""

from lms.learning.scorm.services.commits import MAX_BODY, Reply, commit, navigation, ping, replay
from lms.learning.scorm.services.launches import Launch, OpenElsewhere, launch, start_over, take_over
from lms.learning.scorm.services.sweep import close_lost_sessions
from lms.learning.scorm.services.walking import Step, outlook_at, outlook_of, walk

__all__ = [
    "MAX_BODY",
    "Launch",
    "OpenElsewhere",
    "Reply",
    "Step",
    "close_lost_sessions",
    "commit",
    "launch",
    "navigation",
    "outlook_at",
    "outlook_of",
    "ping",
    "replay",
    "start_over",
    "take_over",
    "walk",
]
