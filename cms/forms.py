"""The form of news and help pages."""

import secrets
from typing import Any

from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm

from lms.lib import clock


class ArticleForm(WagtailAdminPageForm):
    """Asks nobody for an address: a Japanese title makes none, so the day and a few letters do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        given: str = self.cleaned_data.get("slug") or slugify(self.data.get("title_en", ""))
        return given or f"{clock.today():%Y%m%d}-{secrets.token_hex(2)}"
