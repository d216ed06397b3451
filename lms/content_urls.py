"""Addresses on the content origin; nothing here knows a session."""

from django.urls import URLPattern, URLResolver, path

from lms.learning.scorm import content_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<str:prefix>/<path:path>", content_views.package_file, name="package_file"),
    path("play/<str:token>/", content_views.shell, name="shell"),
    path("view/<str:token>/", content_views.viewing, name="viewing"),
    path("browse/<str:token>/", content_views.browsing, name="browsing"),
    path("play/<str:token>/commit", content_views.commit, name="commit"),
    path("play/<str:token>/ping", content_views.ping, name="ping"),
    path("play/<str:token>/navigation", content_views.navigation, name="navigation"),
    path("play/<str:token>/replay", content_views.replay, name="replay"),
    path("static/<path:path>", content_views.script, name="script"),
]
