"""The words Wagtail shows, with ours for those it leaves in English: of its scripts, and of fields without a label."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

# A later package wins: cms/locale holds the strings that Wagtail's own Japanese lacks.
_catalogue = JavaScriptCatalog.as_view(packages=["wagtail.admin", "cms"])

# Django makes a label of the name of a field that has none, in English.
LABELS = {
    "link_text": _("Words of the link"),
    "email_address": _("Mail address"),
    "subject": _("Subject"),
    "body": _("Text"),
    "phone_number": _("Phone number"),
    "page": _("Page"),
    "content_types": _("Kinds of content"),
    "include_descendants": _("With the pages below"),
    "role": _("Role"),
}


def javascript_catalogue(request: HttpRequest) -> HttpResponse:
    """Answer in the language the editor has chosen, as Wagtail does."""
    response: HttpResponse = get_localized_response(_catalogue, request)
    return response


def label_fields() -> None:
    """Give Wagtail's windows for links, and its forms for workflows and bulk actions, labels that are translated."""
    for form in unlabelled_forms():
        for name, field in form.base_fields.items():
            if field.label is None and name in LABELS:
                field.label = LABELS[name]


def unlabelled_forms() -> list[type[forms.Form]]:
    from wagtail.admin.forms import choosers, workflows  # models must be ready first
    from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
    from wagtail.users.views.bulk_actions.assign_role import RoleForm

    links = [
        choosers.ExternalLinkChooserForm,
        choosers.AnchorLinkChooserForm,
        choosers.EmailLinkChooserForm,
        choosers.PhoneLinkChooserForm,
    ]
    return [*links, workflows.WorkflowPageForm, workflows.WorkflowContentTypeForm, DefaultPageForm, RoleForm]
