import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from curriculum.models import Module
from lms.learning.handins.models import HandIn
from lms.learning.record.models import Enrolment
from tests.cast import Cast
from tests.factories import RaterAssignmentFactory, UserFactory
from tests.factories.handins import asked, handed_in

REVIEWS = "/learn/reviews/"


def page(version: HandIn) -> str:
    return reverse("learning:module", args=[version.enrolment.uuid, version.module.uuid])


def review_url(version: HandIn) -> str:
    return reverse("learning:handin-review", args=[version.uuid])


def test_a_learner_hands_in_and_the_rater_finds_it(client: Client, cast: Cast) -> None:
    enrolment, module = asked(cast.alice)
    client.force_login(cast.alice)
    address = reverse("learning:hand-in", args=[enrolment.uuid, module.uuid])
    file = SimpleUploadedFile("シート.pdf", b"%PDF-1.7")
    response = client.post(address, {"text": "14分が9分に", "file": file, "request_key": "k"}, follow=True)
    assert "14分が9分に" in response.text
    assert "シート.pdf" in response.text
    version = HandIn.objects.get()
    client.force_login(cast.supervisor)
    assert review_url(version) in client.get(REVIEWS).text
    client.force_login(cast.second)
    assert review_url(version) not in client.get(REVIEWS).text


@pytest.mark.parametrize("name", ["悪い.exe", "悪い.html", "名ばかり.pdf", "名ばかり.xlsx"])
def test_other_kinds_of_files_are_refused(client: Client, cast: Cast, name: str) -> None:
    enrolment, module = asked(cast.alice)
    client.force_login(cast.alice)
    address = reverse("learning:hand-in", args=[enrolment.uuid, module.uuid])
    response = client.post(address, {"text": "", "file": SimpleUploadedFile(name, b"x"), "request_key": "k"})
    assert response.status_code == 422
    assert not HandIn.objects.exists()


def test_what_came_back_is_there_to_be_mended(client: Client, cast: Cast) -> None:
    version = handed_in(cast.alice)
    client.force_login(cast.supervisor)
    client.post(review_url(version), {"verdict": "returned", "comment": "測り方を1行足す"})
    client.force_login(cast.alice)
    words = client.get(page(version)).text
    assert "測り方を1行足す" in words
    assert "14分が9分になった</textarea>" in words


def test_an_accepted_hand_in_asks_for_nothing_more(client: Client, cast: Cast) -> None:
    version = handed_in(cast.alice)
    client.force_login(cast.supervisor)
    assert client.post(review_url(version), {"verdict": "accepted", "comment": ""}).status_code == 302
    client.force_login(cast.alice)
    assert "<textarea" not in client.get(page(version)).text


def test_returning_without_a_word_is_refused(client: Client, cast: Cast) -> None:
    version = handed_in(cast.alice)
    client.force_login(cast.supervisor)
    assert client.post(review_url(version), {"verdict": "returned", "comment": ""}).status_code == 422


def test_an_author_sees_what_comes_in_for_the_own_course_only_without_a_rater(client: Client, cast: Cast) -> None:
    version = handed_in(cast.alice)
    client.force_login(cast.author)
    assert client.get(review_url(version)).status_code == 404


def test_a_version_without_a_file_has_none_to_give(client: Client, cast: Cast) -> None:
    version = handed_in(cast.alice)
    client.force_login(cast.alice)
    assert client.get(reverse("learning:handin-file", args=[version.uuid])).status_code == 404


def test_the_list_asks_as_much_for_ten_as_for_one(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(10):
        learner = UserFactory()
        RaterAssignmentFactory(person=learner, rater=cast.supervisor)
        handed_in(learner)
    client.force_login(cast.supervisor)
    with django_assert_max_num_queries(12):
        assert client.get(REVIEWS).text.count("/learn/reviews/") >= 10


# What is written and not handed in yet


def keep(client: Client, enrolment: Enrolment, module: Module, text: str) -> int:
    return client.post(reverse("learning:hand-in-keep", args=[enrolment.uuid, module.uuid]), {"text": text}).status_code


def test_what_is_written_is_there_again_after_the_tab_was_closed(client: Client, cast: Cast) -> None:
    enrolment, module = asked(cast.alice)
    client.force_login(cast.alice)
    assert keep(client, enrolment, module, "途中まで書いた文") == 200
    words = client.get(reverse("learning:module", args=[enrolment.uuid, module.uuid])).text
    assert "途中まで書いた文</textarea>" in words
    assert "保存済み" in words
    assert not HandIn.objects.exists()


def test_handing_in_leaves_no_draft_behind(client: Client, cast: Cast) -> None:
    version = handed_in(cast.alice)
    client.force_login(cast.alice)
    keep(client, version.enrolment, version.module, "書きかけ")
    address = reverse("learning:hand-in", args=[version.enrolment.uuid, version.module.uuid])
    client.post(address, {"text": "できあがり", "request_key": "next"})
    words = client.get(page(version)).text
    assert "書きかけ" not in words
    assert "できあがり</textarea>" in words


def test_a_reviewer_does_not_see_a_draft(client: Client, cast: Cast) -> None:
    version = handed_in(cast.alice)
    client.force_login(cast.alice)
    keep(client, version.enrolment, version.module, "まだ見せない文")
    client.force_login(cast.supervisor)
    assert "まだ見せない文" not in client.get(review_url(version)).text


def test_more_than_a_hand_in_holds_is_not_kept(client: Client, cast: Cast) -> None:
    enrolment, module = asked(cast.alice)
    client.force_login(cast.alice)
    assert keep(client, enrolment, module, "あ" * 20_001) == 400
