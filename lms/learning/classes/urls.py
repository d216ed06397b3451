"""Addresses of the classes room."""

from django.urls import path

from lms.learning.classes.views import checking_in, learners, organisers, supervisors

urlpatterns = [
    path("learn/e/<uuid:enrolment>/<uuid:module>/<uuid:session>/apply/", learners.apply, name="class-apply"),
    path("learn/classes/<uuid:application>/cancel/", learners.cancel, name="class-cancel"),
    path("learn/classes/<uuid:application>/calendar.ics", learners.calendar, name="class-calendar"),
    path("c/<str:token>/", checking_in.check_in, name="class-check-in"),
    path("team/classes/", supervisors.team, name="class-team"),
    path("team/classes/<uuid:application>/consent/", supervisors.consent, name="class-consent"),
    path("team/classes/<uuid:application>/decline/", supervisors.decline, name="class-decline"),
    path("team/classes/<uuid:application>/substitute/", organisers.substitute, name="class-substitute"),
    path("team/classes/<uuid:application>/take-off/", supervisors.take_off, name="class-take-off"),
    path("hr/classes/", organisers.classes, name="classes"),
    path("hr/classes/<uuid:module>/", organisers.sessions, name="class-sessions"),
    path("hr/classes/dates/<uuid:session>/", organisers.session, name="class-session"),
    path("hr/classes/dates/<uuid:session>/change/", organisers.change, name="class-change"),
    path("hr/classes/dates/<uuid:session>/door/", checking_in.door, name="class-door"),
    path("hr/classes/dates/<uuid:session>/paper.pdf", organisers.paper, name="class-paper"),
    path("hr/classes/dates/<uuid:session>/people/", organisers.add_people, name="class-add-people"),
    path("hr/classes/dates/<uuid:session>/call-off/", organisers.call_off, name="class-call-off"),
]
