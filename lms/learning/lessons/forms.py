"""What a lesson's page sends while it is read."""

from typing import Any

from django import forms

from lms.learning.lessons.bookmarks import Bookmark, parse


class PlaceForm(forms.Form):
    bookmark = forms.CharField(max_length=60_000, required=False)
    visit = forms.UUIDField()
    seconds = forms.IntegerField(min_value=0, max_value=7 * 24 * 60 * 60)

    def clean_bookmark(self) -> Bookmark:
        text: Any = self.cleaned_data["bookmark"]
        return parse(text)
