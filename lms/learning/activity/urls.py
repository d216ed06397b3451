"""Addresses of the activity room."""

from django.urls import path

from lms.learning.activity import views

urlpatterns = [
    path("me/activity/", views.mine, name="activity"),
    path("me/activity/<uuid:uuid>/", views.decide, name="activity-decide"),
    path("activity/", views.others, name="activity-others"),
    path("activity/<uuid:uuid>.pdf", views.paper, name="activity-paper"),
]
