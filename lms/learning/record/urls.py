"""Addresses of the record room."""

from django.urls import path

from lms.learning.record import views

urlpatterns = [
    path("learn/", views.home, name="home"),
    path("learn/catalogue/", views.catalogue, name="catalogue"),
    path("learn/e/<uuid:enrolment>/", views.resume, name="resume"),
    path("learn/e/<uuid:enrolment>/finished/", views.finished, name="finished"),
    path("learn/e/<uuid:enrolment>/<uuid:module>/", views.module, name="module"),
    path("learn/<slug:slug>/", views.course, name="course"),
    path("learn/<slug:slug>/enrol/", views.enrol, name="enrol"),
]
