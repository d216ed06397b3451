"""Addresses of the learning reports; they belong to `reports`."""

from django.urls import path

from reports.learning import views

urlpatterns = [
    path("reports/learning/", views.learning, name="learning"),
    path("reports/learning/months.svg", views.learning_svg, name="learning_svg"),
    path("reports/learning/<slug:table>.<slug:kind>", views.learning_file, name="learning_file"),
    path("reports/learning/course/<slug:slug>/", views.course, name="learning_course"),
    path("reports/learning/audit/", views.audit_list, name="learning_audit"),
    path("reports/learning/audit/file/", views.audit_file, name="learning_audit_file"),
    path("reports/learning/levels/", views.moves, name="learning_moves"),
    path("reports/initiatives/", views.initiatives, name="initiatives"),
    path("me/levels.svg", views.own_levels_svg, name="own_levels_svg"),
]
