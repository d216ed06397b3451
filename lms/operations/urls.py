"""Addresses of operations."""

from django.urls import path

from lms.operations import views

app_name = "operations"

urlpatterns = [
    path("ops/", views.home, name="home"),
    path("ops/failures/<uuid:uuid>/retry/", views.retry, name="retry"),
    path("ops/failures/<uuid:uuid>/put-aside/", views.put_aside, name="put_aside"),
    path("ops/backups/", views.back_up, name="back_up"),
    path("ops/backups/<uuid:uuid>/try/", views.try_backup, name="try_backup"),
    path("ops/sign-on/", views.single_sign_on, name="sign_on"),
    path("ops/mail/", views.test_mail, name="test_mail"),
]
