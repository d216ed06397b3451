"""Addresses of disclosure; they belong to `reports`."""

from django.urls import path

from reports.disclosure import views

urlpatterns = [
    path("hr/disclosure/", views.disclosure, name="disclosure"),
    path("hr/disclosure/file/", views.disclosure_file, name="disclosure_file"),
]
