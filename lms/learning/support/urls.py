"""Addresses of the support room."""

from django.urls import path

from lms.learning.support import answer_views, views

urlpatterns = [
    path("learn/support/", views.learners, name="support"),
    path("learn/support/<uuid:enrolment>/", views.enrolment_page, name="support-enrolment"),
    path("learn/support/<uuid:enrolment>/<uuid:module>/reset/", views.reset, name="support-reset"),
    path("learn/support/<uuid:enrolment>/<uuid:module>/credit/", views.credit, name="support-credit"),
    path("learn/support/<uuid:enrolment>/<uuid:module>/view/", views.view_as, name="support-view"),
    path("learn/support/packages/<uuid:version>/answers/", answer_views.answers, name="package-answers"),
    path("learn/support/packages/<uuid:version>/answers.xlsx", answer_views.workbook, name="package-answers-xlsx"),
    path("learn/support/sessions/<uuid:session>/", views.session_page, name="support-session"),
]
