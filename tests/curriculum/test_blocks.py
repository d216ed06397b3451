import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from curriculum.blocks import CalloutBlock, FigureBlock, VideoBlock

pytestmark = pytest.mark.django_db


def test_figure_shows_the_picture_with_its_words() -> None:
    image = Image.objects.create(title="写真", file=get_test_image_file())
    block = FigureBlock()
    html = block.render(block.to_python({"image": image.pk, "alt": "窓口の様子", "caption": "市民課"}))
    assert 'alt="窓口の様子"' in html
    assert "<figcaption>市民課</figcaption>" in html


def test_video_offers_captions_and_transcript() -> None:
    files = [
        Document.objects.create(title=name, file=SimpleUploadedFile(name, b"data"))
        for name in ("video.mp4", "words.vtt")
    ]
    block = VideoBlock()
    html = block.render(block.to_python({"file": files[0].pk, "captions": files[1].pk, "transcript": "話の\n内容"}))
    assert f'src="{files[0].url}"' in html
    assert 'kind="captions"' in html
    assert "話の<br>内容" in html


@pytest.mark.parametrize(("title", "name"), [("3つの手順", "3つの手順"), ("", "録画")])
def test_video_is_named_by_its_title_or_else_by_its_file(title: str, name: str) -> None:
    file = Document.objects.create(title="録画", file=SimpleUploadedFile("video.mp4", b"data"))
    block = VideoBlock()
    html = block.render(block.to_python({"title": title, "file": file.pk, "transcript": "話の内容"}))
    assert f'aria-label="{name}"' in html


@pytest.mark.parametrize("tone", ["point", "caution", "example"])
def test_callout_says_its_tone_in_words(tone: str) -> None:
    block = CalloutBlock()
    html = block.render(block.to_python({"tone": tone, "text": "<p>覚えておく</p>"}))
    assert f"lesson-callout-{tone}" in html
    assert "<p>覚えておく</p>" in html
