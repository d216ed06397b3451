"""Addresses of operations."""

from django.urls import path

from lms.operations import views
from lms.operations.retention import views as retention

app_name = "operations"

urlpatterns = [
    path("ops/", views.home, name="home"),
    path("ops/failures/<uuid:uuid>/retry/", views.retry, name="retry"),
    path("ops/failures/<uuid:uuid>/put-aside/", views.put_aside, name="put_aside"),
    path("ops/backups/", views.back_up, name="back_up"),
    path("ops/backups/<uuid:uuid>/try/", views.try_backup, name="try_backup"),
    path("ops/sign-on/", views.single_sign_on, name="sign_on"),
    path("ops/retention/", retention.home, name="retention"),
    path("ops/retention/people/", retention.people, name="retention_people"),
    path("ops/retention/terms/", retention.terms, name="retention_terms"),
    path("ops/retention/terms/<slug:key>/", retention.term, name="retention_term"),
    path("ops/retention/holds/", retention.holds, name="holds"),
    path("ops/retention/holds/<uuid:uuid>/release/", retention.release, name="release_hold"),
    path("ops/retention/propose/", retention.propose, name="propose_deletion"),
    path("ops/retention/runs/<uuid:uuid>/", retention.deletion, name="deletion"),
    path("ops/retention/runs/<uuid:uuid>/progress/", retention.deletion_progress, name="deletion_progress"),
    path("ops/retention/runs/<uuid:uuid>/look/", retention.look, name="look_for_names"),
    path("ops/retention/runs/<uuid:uuid>/approve/", retention.approve, name="approve_deletion"),
    path("ops/retention/runs/<uuid:uuid>/reject/", retention.reject, name="reject_deletion"),
    path("ops/retention/runs/<uuid:uuid>/record.pdf", retention.record, name="deletion_record"),
    path("ops/mail/", views.test_mail, name="test_mail"),
]
