"""Addresses of the transcript room."""

from django.urls import path

from lms.learning.transcript import views

urlpatterns = [
    path("me/transcript.pdf", views.pdf, name="transcript-pdf"),
    path("me/transcript.xlsx", views.xlsx, name="transcript-xlsx"),
]
