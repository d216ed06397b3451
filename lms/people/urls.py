"""Addresses of people and organisation."""

from django.urls import path

from lms.people import idle
from lms.people.accounts import views as accounts
from lms.people.roster import views as roster
from lms.people.trail import views as trail

app_name = "people"

urlpatterns = [
    path("session/", idle.session, name="session"),
    path("hr/roster/", roster.roster, name="roster"),
    path("hr/roster/<uuid:uuid>/", roster.roster_load, name="roster_load"),
    path("hr/roster/<uuid:uuid>/progress/", roster.roster_progress, name="roster_progress"),
    path("hr/roster/<uuid:uuid>/check/", roster.roster_check, name="roster_check"),
    path("hr/roster/<uuid:uuid>/approve/", roster.roster_approve, name="roster_approve"),
    path("hr/roster/<uuid:uuid>/discard/", roster.roster_discard, name="roster_discard"),
    path("hr/roster/<uuid:uuid>/undo/", roster.roster_undo, name="roster_undo"),
    path("hr/roster/<uuid:uuid>/file/", roster.roster_file, name="roster_file"),
    path("hr/passwords/", accounts.hand_out_passwords, name="passwords"),
    path("ops/roles/", accounts.roles, name="roles"),
    path("ops/roles/<int:pk>/end/", accounts.end_role, name="end_role"),
    path("audit/", trail.audit_trail, name="audit"),
    path("audit/check/", trail.audit_check, name="audit_check"),
    path("audit/export/", trail.audit_export, name="audit_export"),
]
