"""Which of the curriculum's texts may name somebody (R22). What is published is frozen; its draft is what is mended."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_serializable_data_for_fields

from curriculum.models import Course, QuestionBank
from lms.operations.retention.editorial import with_drafts
from lms.operations.retention.registry import Shelf, Text, put_up


def connect() -> None:
    put_up(Shelf(name=_("Courses"), read=courses), Shelf(name=_("Question banks"), read=banks))


def courses() -> Iterator[Text]:
    return with_drafts(Course.objects.select_related("latest_revision").order_by("pk"))


def banks() -> Iterator[Text]:
    found = QuestionBank.objects.order_by("pk")
    return (Text(title=bank.title, says=get_serializable_data_for_fields(bank), row=bank) for bank in found)
