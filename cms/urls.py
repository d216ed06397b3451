"""Addresses of the portal."""

from django.urls import path

from cms import home, me, media

urlpatterns = [
    path("", home.home, name="home"),
    path("me/", me.me, name="me"),
    path("media/images/<path:name>", media.image, name="image"),
]
