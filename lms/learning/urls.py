"""Addresses of the learning record; each room keeps its own."""

from django.urls import include, path

app_name = "learning"

# The record comes last: its course pages take every single word below /learn/.
PLAYED = ("lessons", "quizzes", "scorm", "projects", "classes", "handins")
ASKED = ("notices", "extensions", "assignments", "reminders", "mailroom")
ROOMS = ("activity", *PLAYED, *ASKED, "certificates", "outside", "transcript", "support", "record")

urlpatterns = [path("", include(f"lms.learning.{room}.urls")) for room in ROOMS]
