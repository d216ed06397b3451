"""The words of one message, with what its placeholders may be."""

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lms.learning.texts.kinds import PLACEHOLDERS, TextKind
from lms.learning.texts.models import MessageText
from lms.learning.texts.rules import has_stray_brace, unknown_placeholders
from lms.learning.texts.wording import Wording


class TextForm(forms.ModelForm[MessageText]):
    class Meta:
        model = MessageText
        fields = ("subject", "body")
        widgets = {"body": forms.Textarea(attrs={"rows": 14})}
        help_texts = {"body": _("A line whose placeholder has nothing to say is left out.")}

    def __init__(self, *args: Any, kind: TextKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_subject(self) -> str:
        return self._checked(self.cleaned_data["subject"])

    def clean_body(self) -> str:
        return self._checked(self.cleaned_data["body"].replace("\r\n", "\n"))

    def _checked(self, text: str) -> str:
        """Refuse what could not be filled, naming it and what there is instead."""
        known = PLACEHOLDERS[self.kind]
        unknown = unknown_placeholders(text, known)
        if unknown:
            words = ngettext(
                "There is no placeholder %(unknown)s in this message. Use one of these: %(known)s",
                "There are no placeholders %(unknown)s in this message. Use these: %(known)s",
                len(unknown),
            )
            raise forms.ValidationError(words % {"unknown": _listed(unknown), "known": _listed(known)})
        if has_stray_brace(text):
            raise forms.ValidationError(_("A brace { or } stands alone. Write placeholders like {name}."))
        return text

    @property
    def wording(self) -> Wording:
        return Wording(self.cleaned_data["subject"], self.cleaned_data["body"])


def _listed(names: Any) -> str:
    return say(", ").join(f"{{{name}}}" for name in names)
