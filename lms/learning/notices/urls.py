"""Addresses of the notices room."""

from django.urls import path

from lms.learning.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read, name="notices-read"),
]
