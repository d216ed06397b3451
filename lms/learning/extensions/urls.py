"""Addresses of the extensions room."""

from django.urls import path

from lms.learning.extensions import views

urlpatterns = [
    path("learn/e/<uuid:enrolment>/due-date/", views.extension, name="extension"),
    path("learn/extensions/<uuid:extension>/withdraw/", views.withdraw, name="extension-withdraw"),
    path("learn/extensions/<uuid:extension>/answer/", views.answer, name="extension-answer"),
    path("hr/extensions/", views.requests, name="extensions"),
]
