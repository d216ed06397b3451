"""The product's addresses and the empty page."""

from django.urls import URLPattern, URLResolver, path

from bench.empty import empty
from lms.urls import urlpatterns as product

urlpatterns: list[URLPattern | URLResolver] = [path("bench/empty/", empty, name="empty"), *product]
