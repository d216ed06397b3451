"""Addresses of the scorm room; the content origin's are in lms.content_urls."""

from django.urls import URLPattern, path

from lms.learning.scorm import browsing, views

urlpatterns: list[URLPattern] = [
    path("learn/e/<uuid:enrolment>/<uuid:module>/end/", views.end, name="scorm-end"),
    path("learn/e/<uuid:enrolment>/<uuid:module>/navigate/", views.navigate, name="scorm-navigate"),
    path("learn/e/<uuid:enrolment>/<uuid:module>/take-over/", views.take_over, name="scorm-take-over"),
    path("learn/e/<uuid:enrolment>/<uuid:module>/start-over/", views.start_over, name="scorm-start-over"),
    path("learn/modules/<uuid:module>/browse/", browsing.module, name="scorm-browse"),
    path("learn/packages/<uuid:version>/browse/", browsing.package, name="package-browse"),
    path("learn/sessions/<uuid:session>/renew/", views.renew, name="scorm-renew"),
]
