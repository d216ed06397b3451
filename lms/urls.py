"""Every address of the LMS origin."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.admin_words import javascript_catalogue
from lms import design
from lms.people import single_sign_on
from lms.people.language import choose_language

urlpatterns: list[URLPattern | URLResolver] = [
    # Accounts come from the roster: nobody signs up through the identity provider, or ties one to an account.
    *[path(f"accounts/3rdparty/{page}", RedirectView.as_view(pattern_name="home")) for page in ("", "signup/")],
    path("accounts/oidc/<slug:provider_id>/login/", single_sign_on.begin),
    path("accounts/", include("allauth.urls")),
    # The language can be chosen before signing in.
    path("i18n/setlang/", choose_language, name="set_language"),
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
