"""What cannot be taken away: media of published lessons, the sections of the portal, the portal's own addresses."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from cms.models import HelpIndexPage, NewsIndexPage
from curriculum.models import Course
from curriculum.models.courses import RESERVED_SLUGS
from curriculum.publishing import publish_course
from tests.cast import Cast

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(cast: Cast) -> tuple[Image, Document]:
    """A picture and a video in a course that is published and then rewritten without them."""
    image = Image.objects.create(title="窓口", file=get_test_image_file())
    video = Document.objects.create(title="動画", file=SimpleUploadedFile("a.mp4", b"data"))
    slides = [{"type": "item", "id": str(uuid4()), "value": {"image": image.pk, "alt": "窓口の様子"}}]
    body = [
        {"type": "slides", "id": str(uuid4()), "value": {"title": "様子", "slides": slides}},
        {
            "type": "video",
            "id": str(uuid4()),
            "value": {"file": video.pk, "captions": None, "is_silent": True, "transcript": "内容"},
        },
    ]
    value = {"title": "読み物", "minutes": 5, "is_required": True, "body": body}
    course = Course(title="研修", purpose="ねらい", owner=cast.author)
    course.modules = [{"type": "lesson", "id": str(uuid4()), "value": value}]
    course.save()
    publish_course(course, by=cast.author, at=AT)
    course.modules = []
    course.save()
    return image, video


def test_media_of_a_published_version_cannot_be_deleted(media: tuple[Image, Document]) -> None:
    for held in media:
        with pytest.raises(ProtectedError):
            held.delete()


@pytest.mark.parametrize(("place", "name"), [(0, "wagtailimages:delete"), (1, "wagtaildocs:delete")])
def test_the_admin_says_that_media_are_in_use(
    client: Client, cast: Cast, media: tuple[Image, Document], place: int, name: str
) -> None:
    client.force_login(cast.admin)
    address = reverse(name, args=[media[place].pk])
    assert "公開済みのコースなどで使われている" in client.post(address, follow=True).content.decode()
    assert type(media[place]).objects.filter(pk=media[place].pk).exists()


@pytest.mark.parametrize("model", [NewsIndexPage, HelpIndexPage])
@pytest.mark.parametrize("deed", ["delete", "unpublish"])
def test_sections_of_the_portal_stay(client: Client, cast: Cast, model: type, deed: str) -> None:
    page = model.objects.get()
    client.force_login(cast.admin)
    client.post(reverse(f"wagtailadmin_pages:{deed}", args=[page.pk]))
    page.refresh_from_db()
    assert page.live


def test_sections_stay_in_bulk(client: Client, cast: Cast) -> None:
    page = NewsIndexPage.objects.get()
    client.force_login(cast.admin)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{address}?id={page.pk}")
    assert NewsIndexPage.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_addresses_of_the_portal_are_refused(slug: str) -> None:
    with pytest.raises(ValidationError, match="別のページのアドレス"):
        Course(title="研修", slug=slug).full_clean()


def test_code_that_reads_like_an_address_gets_another() -> None:
    course = Course.objects.create(title="研修", code="Catalogue")
    assert course.slug not in RESERVED_SLUGS
    assert course.slug.startswith("catalogue-")
