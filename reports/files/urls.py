"""Addresses of report files; they belong to `reports`."""

from django.urls import path

from reports.files import views

urlpatterns = [
    path("reports/files/", views.files, name="files"),
    path("reports/files/<uuid:uuid>/", views.file, name="file"),
    path("reports/files/<uuid:uuid>/progress/", views.progress, name="file_progress"),
    path("reports/files/<uuid:uuid>/download/", views.download, name="file_download"),
    path("reports/files/<uuid:uuid>/again/", views.again, name="file_again"),
]
