"""Addresses of the outside training room."""

from django.urls import path

from lms.learning.outside import views

urlpatterns = [
    path("hr/outside/", views.index, name="outside"),
    path("hr/outside/<uuid:uuid>/", views.show, name="outside-load"),
    path("hr/outside/<uuid:uuid>/load/", views.load, name="outside-apply"),
    path("hr/outside/<uuid:uuid>/take-back/", views.take_back, name="outside-take-back"),
]
