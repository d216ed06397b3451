"""Addresses of the projects room."""

from django.urls import path

from lms.learning.projects import views

urlpatterns = [
    path("projects/", views.projects, name="projects"),
    path("projects/time.csv", views.time_export, name="project-time-export"),
    path("projects/<uuid:project>/", views.project, name="project"),
    path("projects/<uuid:project>/results/", views.results, name="project-results"),
    path("projects/<uuid:project>/summary/", views.write_summary, name="project-summary"),
    path("projects/<uuid:project>/time/", views.log_time, name="project-time"),
    path("projects/time/<uuid:entry>/withdraw/", views.withdraw_time, name="project-time-withdraw"),
    path("projects/phases/<uuid:phase>/hand-in/", views.hand_in, name="project-hand-in"),
    path("projects/phases/<uuid:phase>/tasks/", views.add_task, name="project-task-add"),
    path("projects/tasks/<uuid:task>/", views.mark_task, name="project-task"),
    path("projects/deliverables/<uuid:deliverable>/file/", views.deliverable_file, name="project-file"),
    path("projects/deliverables/<uuid:deliverable>/review/", views.review, name="project-review"),
]
