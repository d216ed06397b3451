"""Choices of rows by the name they have in the reader's language."""

from typing import Any

from django import forms


def named(row: Any) -> str:
    """Return a row's name, with its code before it where it has one."""
    return f"{getattr(row, 'code', '')} {row.name}".strip()


class NamedChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic when it runs
    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


class NamedMultipleChoiceField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # not generic when it runs
    def label_from_instance(self, obj: Any) -> str:
        return named(obj)
