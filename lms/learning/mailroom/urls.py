"""Addresses of the mailroom."""

from django.urls import path

from lms.learning.mailroom import views

urlpatterns = [
    path("hr/texts/", views.texts, name="message-texts"),
    path("hr/texts/<slug:kind>/<slug:language>/", views.text, name="message-text"),
    path("hr/texts/<slug:kind>/<slug:language>/restore/", views.restore, name="message-text-restore"),
]
