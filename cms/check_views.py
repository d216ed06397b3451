"""点検 in the editors of the portal's pages."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.checks import article_findings
from cms.models import HelpPage, InitiativePage, NewsPage, StoryPage
from cms.models.articles import ArticlePage

ARTICLES: dict[str, type[ArticlePage]] = {
    model._meta.model_name or "": model for model in (HelpPage, InitiativePage, NewsPage, StoryPage)
}


@require_POST
def page_checks(request: HttpRequest, kind: str, pk: int = 0) -> HttpResponse:
    """The 点検 panel's content for a page as it stands in the editor, saved or not; nothing is stored."""
    if not policy_registry.get_by_type(Page).user_has_permission(request.user, "change"):
        raise PermissionDenied
    page = draft_of(kind, pk)
    options: dict[str, Any] = {"instance": page, "for_user": request.user, "parent_page": above(page)}
    form = page.get_edit_handler().get_form_class()(request.POST, **options)
    form.defer_required_fields()
    if form.is_valid():
        page = form.save(commit=False)
    return render(request, "curriculum/admin/_findings.html", {"findings": article_findings(page)})


def draft_of(kind: str, pk: int) -> ArticlePage:
    """Return the newest draft of a page, or an empty one of the kind."""
    model = ARTICLES.get(kind)
    if model is None:
        raise Http404
    if not pk:
        return model()
    draft: ArticlePage = get_object_or_404(model, pk=pk).get_latest_revision_as_object()
    return draft


def above(page: ArticlePage) -> Page:
    """Return the section a page stands in, or is to stand in."""
    if page.pk:
        return page.get_parent()
    section = page.allowed_parent_page_models()[0]
    parent: Page = section.objects.get()
    return parent
