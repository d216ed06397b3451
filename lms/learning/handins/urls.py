"""Addresses of the hand-ins room."""

from django.urls import path

from lms.learning.handins import views

urlpatterns = [
    path("learn/reviews/", views.reviews, name="handin-reviews"),
    path("learn/reviews/<uuid:hand_in>/", views.review, name="handin-review"),
    path("learn/reviews/<uuid:hand_in>/reviewer/", views.hand_over, name="handin-hand-over"),
    path("learn/hand-ins/<uuid:hand_in>/file/", views.file, name="handin-file"),
    path("learn/e/<uuid:enrolment>/<uuid:module>/hand-in/", views.hand_in, name="hand-in"),
    path("learn/e/<uuid:enrolment>/<uuid:module>/hand-in/draft/", views.keep, name="hand-in-keep"),
]
