"""Addresses of our own site that authors typed by hand: whether a learner finds anything there."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from curriculum.models import Course

# What stands at an address is told by the name of its view; the rooms above this one give these names.
PAGE, DOCUMENT, COURSE = "wagtail_serve", "wagtaildocs_serve", "course"
# What an author has before their own eyes: the copy of one learner, and the pages one edits on.
PERSONAL, EDITING = "enrolment", "wagtailadmin_home"


def own_host() -> str:
    """Return the host name that learners reach the site by."""
    return urlsplit(settings.LMS_ORIGIN).hostname or ""


def leads_somewhere(path: str) -> bool:
    """Tell whether a path of the site has a page that is published, an offered course, or a view of ours for all."""
    path = urlsplit(path).path
    match = _view_at(path) or _view_at(f"{path}/")
    if match is None or PERSONAL in match.kwargs or path.startswith(reverse(EDITING)):
        return False
    if match.url_name == PAGE:
        return _is_published(path)
    if match.url_name == DOCUMENT:
        return bool(get_document_model().objects.filter(pk=match.args[0]).exists())
    if match.url_name == COURSE:
        return Course.objects.filter(slug=match.kwargs["slug"], live=True, is_trial=False).exists()
    return True


def _view_at(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _is_published(path: str) -> bool:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    within = "/".join(part for part in path.split("/") if part)
    tree = site.root_page.url_path if site else "/"
    return bool(Page.objects.live().filter(url_path=f"{tree}{within}/".replace("//", "/")).exists())
