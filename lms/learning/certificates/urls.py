"""Addresses of the certificates room."""

from django.urls import path

from lms.learning.certificates import views

urlpatterns = [
    path("learn/certificates/<uuid:uuid>.pdf", views.certificate, name="certificate"),
    path("learn/certificates/<uuid:uuid>.jwt", views.badge, name="badge"),
    path("verify/", views.check_badge, name="badge-check"),
    path("badges/issuer/", views.issuer, name="badge-issuer"),
    path("badges/keys.json", views.keys, name="badge-keys"),
    path("verify/<str:number>/", views.verify, name="verify"),
]
