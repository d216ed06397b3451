"""Addresses of the assignments room."""

from django.urls import path

from lms.learning.assignments import views

urlpatterns = [
    path("hr/assignments/", views.rules, name="assignments"),
    path("hr/assignments/new/", views.new, name="assignment-new"),
    path("hr/assignments/compute/", views.compute, name="assignments-compute"),
    path("hr/assignments/<uuid:rule>/", views.rule, name="assignment-rule"),
    path("hr/assignments/<uuid:rule>/edit/", views.edit, name="assignment-edit"),
    path("hr/assignments/<uuid:rule>/activate/", views.activate, name="assignment-activate"),
    path("hr/assignments/<uuid:rule>/discard/", views.discard, name="assignment-discard"),
    path("hr/assignments/<uuid:rule>/end/", views.end, name="assignment-end"),
    path("hr/assignments/<uuid:rule>/renew/", views.renew, name="assignment-renew"),
    path("hr/assignments/<uuid:rule>/copies/", views.take_copies, name="assignment-copies"),
    path("hr/exemptions/", views.exemptions, name="exemptions"),
    path("hr/exemptions/<uuid:exemption>/withdraw/", views.withdraw, name="exemption-withdraw"),
]
