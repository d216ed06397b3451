"""Addresses of the reminders room."""

from django.urls import path

from lms.learning.reminders import views

urlpatterns = [
    path("hr/not-done/", views.not_done, name="not-done"),
    path("hr/not-done/below/", views.below, name="not-done-below"),
    path("hr/not-done/names/", views.names, name="not-done-names"),
    path("hr/not-done/names.xlsx", views.export, name="not-done-export"),
    path("hr/not-done/slips.pdf", views.slips, name="not-done-slips"),
    path("hr/not-done/remind/", views.remind, name="not-done-remind"),
    path("hr/reminders/", views.reminders, name="reminders"),
    path("hr/reminders/settings/", views.policy, name="reminder-settings"),
    path("hr/closed-days/", views.closed_days, name="closed-days"),
    path("hr/closed-days/<int:year>/<int:month>/<int:day>/remove/", views.remove_closed_day, name="closed-day-remove"),
    path("team/learning/", views.team, name="team-learning"),
]
