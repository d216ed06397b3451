"""The words Wagtail's scripts show, with ours for those it leaves in English."""

from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

# A later package wins: cms/locale holds the strings that Wagtail's own Japanese lacks.
_catalogue = JavaScriptCatalog.as_view(packages=["wagtail.admin", "cms"])


def javascript_catalogue(request: HttpRequest) -> HttpResponse:
    """Answer in the language the editor has chosen, as Wagtail does."""
    response: HttpResponse = get_localized_response(_catalogue, request)
    return response
