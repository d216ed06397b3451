"""Addresses of the lessons room."""

from django.urls import path

from lms.learning.lessons import views

urlpatterns = [
    path("learn/e/<uuid:enrolment>/<uuid:module>/place/", views.keep, name="lesson-place"),
    path("learn/e/<uuid:enrolment>/<uuid:module>/finish/", views.finish, name="lesson-finish"),
    path("learn/e/<uuid:enrolment>/<uuid:module>/questions/<uuid:question>/", views.answer, name="lesson-answer"),
]
