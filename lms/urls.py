"""Every address of the LMS origin."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.admin_words import javascript_catalogue
from lms import design

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    # The language can be chosen before signing in.
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("design/", design.page, name="design"),
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/jsi18n/", javascript_catalogue),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("cms.urls")),
    path("", include("lms.learning.urls")),
    path("", include("assessments.urls")),
    path("", include("reports.urls")),
    path("", include("lms.people.urls")),
    path("", include("lms.operations.urls")),
    path("", include(wagtail_urls)),
]
