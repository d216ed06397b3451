"""Which of the portal's texts may name somebody beside its pages (R22)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_serializable_data_for_fields

from cms.models import GlossaryTerm
from lms.operations.retention.registry import Shelf, Text, put_up


def connect() -> None:
    put_up(Shelf(name=_("Glossary"), read=terms))


def terms() -> Iterator[Text]:
    found = GlossaryTerm.objects.order_by("pk")
    return (Text(title=term.term, says=get_serializable_data_for_fields(term), row=term) for term in found)
