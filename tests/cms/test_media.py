from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction

from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(db: None) -> str:
    """The address of a rendition."""
    content = BytesIO()
    Picture.new("RGB", (8, 8)).save(content, "PNG")
    image = Image.objects.create(title="図", file=ContentFile(content.getvalue(), "figure.png"), width=8, height=8)
    address: str = image.get_rendition("width-4").url
    return address


@pytest.fixture
def video(db: None) -> Document:
    return Document.objects.create(title="動画", file=ContentFile(b"0123456789", "clip.mp4"))


def test_picture_is_for_signed_in_staff(client: Client, cast: Cast, picture: str) -> None:
    assert client.get(picture).status_code == 302
    client.force_login(cast.charlie)
    response = client.get(picture)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("name", ["gone.png", "../documents/clip.mp4", "../../db.sqlite3", "%2e%2e/documents/clip.mp4"])
def test_nothing_but_pictures_is_reached(client: Client, cast: Cast, video: Document, name: str) -> None:
    client.force_login(cast.charlie)
    assert client.get(reverse("image", args=["x"])[:-1] + name).status_code == 404


def test_video_can_be_sought(client: Client, cast: Cast, video: Document) -> None:
    client.force_login(cast.charlie)
    response = client.get(video.url, headers={"Range": "bytes=2-4"})
    assert (response.status_code, response.content) == (206, b"234")
    assert response["Content-Type"] == "video/mp4"
    assert response["Content-Disposition"].startswith("attachment")


def test_document_is_for_signed_in_staff(client: Client, video: Document) -> None:
    assert client.get(video.url).status_code == 302


def test_private_document_is_for_its_group_alone(client: Client, cast: Cast, video: Document) -> None:
    editors = Group.objects.create(name="限定")
    collection = video.collection.add_child(instance=Collection(name="限定"))
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.add(editors)
    Document.objects.filter(pk=video.pk).update(collection=collection)
    assert client.get(video.url).headers["location"].startswith(reverse("account_login"))
    client.force_login(cast.alice)
    assert client.get(video.url).status_code == 403
    cast.alice.groups.add(editors)
    assert client.get(video.url).status_code == 200
