"""HR makes the city's messages its own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lms.learning.classes import services as classes
from lms.learning.classes.telling import pass_on
from lms.learning.extensions import services as extensions
from lms.learning.models import ExtensionRequest, MessageText, Notice
from lms.learning.texts.kinds import TextKind
from lms.lib import clock
from lms.people.models import AuditEvent, RoleGrant
from tests.cast import Cast
from tests.factories import EnrolmentFactory, ModuleFactory
from tests.factories.classes import AT, class_date, enrolled


@pytest.fixture
def hr(client: Client, cast: Cast) -> Client:
    client.force_login(cast.hr)
    return client


def address(kind: TextKind, language: str = "ja") -> str:
    return reverse("learning:message-text", args=[kind.value, language])


def words(subject: str, body: str) -> dict[str, str]:
    return {"subject": subject, "body": body}


def test_words_are_read_first_then_kept_then_given_back(hr: Client, cast: Cast) -> None:
    enrolment = EnrolmentFactory(
        learner=cast.alice, due_on=clock.today() + timedelta(days=3), course_version__course__live=True
    )
    ModuleFactory(course_version=enrolment.course_version, minutes=12)
    page = address(TextKind.REMINDER)
    assert "期限は" in hr.get(page).text
    own = words("お願い: {course}", "{name}さん、あと{minutes}分です。")
    read = hr.post(page, own | {"read": ""})
    assert "青木 花子さん、あと12分です。" in read.text
    assert f"お願い: {enrolment.course_version.title}" in read.text
    assert not MessageText.objects.exists()
    assert hr.post(page, own | {"keep": ""}).status_code == 302
    assert MessageText.objects.get().changed_by == cast.hr
    assert cast.hr.name in hr.get(reverse("learning:message-texts")).text
    for _click in range(2):
        hr.post(reverse("learning:message-text-restore", args=["reminder", "ja"]))
    assert not MessageText.objects.exists()
    deeds = AuditEvent.objects.filter(action__startswith="message_text.").order_by("pk")
    assert [deed.action for deed in deeds] == ["message_text.changed", "message_text.restored"]


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (words("{course}", "{name} {couse}"), "{couse}"),
        (words("{late}", "{name}"), "{late}"),
        (words("{course}", "{name"), "片方だけ"),
        (words("", "{name}"), "必須"),
    ],
)
def test_what_could_not_be_filled_is_refused_by_name(hr: Client, cast: Cast, own: dict[str, str], said: str) -> None:
    refused = hr.post(address(TextKind.OVERDUE), own | {"keep": ""})
    assert refused.status_code == 422
    assert said in str(refused.context["form"].errors)
    assert not MessageText.objects.exists()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kind", TextKind)
def test_every_message_opens_without_a_case(hr: Client, cast: Cast, kind: TextKind, language: str) -> None:
    assert hr.get(address(kind, language)).context["is_real"] is False


def test_there_is_no_other_message(hr: Client, cast: Cast) -> None:
    assert hr.get("/hr/texts/nothing/ja/").status_code == 404
    assert hr.get("/hr/texts/digest/fr/").status_code == 404


def test_each_language_has_words_of_its_own_and_says_when_it_lags_behind(hr: Client, cast: Cast) -> None:
    hr.post(address(TextKind.CLASS_SEAT), words("席", "{place}です。") | {"keep": ""})
    english = address(TextKind.CLASS_SEAT, "en")
    assert hr.get(english).context["version"].is_behind
    hr.post(english, words("Your seat", "It is in {place}.") | {"keep": ""})
    assert not hr.get(english).context["version"].is_behind
    cast.alice.language = "en"
    cast.alice.save()
    _enrolment, module = enrolled(cast)
    classes.designate(class_date(module), cast.alice, by=cast.hr, at=AT)
    pass_on(at=AT)
    told = Notice.objects.get(kind="class")
    assert (told.subject, told.body) == ("Your seat", "It is in 3階 研修室.")
    hr.post(reverse("learning:message-text-restore", args=["class_seat", "en"]))
    assert MessageText.objects.get().language == "ja"
    assert "You have a seat" in hr.get(english).context["subject"]


def test_classes_and_extensions_go_out_with_the_citys_words(hr: Client, cast: Cast) -> None:
    hr.post(address(TextKind.CLASS_SEAT), words("席", "{place}です。") | {"keep": ""})
    hr.post(address(TextKind.EXTENSION_KEPT), words("期限", "{answered_by}より。{answer}") | {"keep": ""})
    enrolment, module = enrolled(cast)
    classes.designate(class_date(module), cast.alice, by=cast.hr, at=AT)
    pass_on(at=AT)
    assert Notice.objects.get(kind="class").body == "3階 研修室です。"
    assert hr.get(address(TextKind.CLASS_SEAT)).context["is_real"]
    enrolment.due_on = clock.today() + timedelta(days=3)
    enrolment.save()
    asked = ExtensionRequest.objects.create(
        enrolment=enrolment,
        request_key="k",
        reason="busy",
        due_on=enrolment.due_on,
        wished_on=enrolment.due_on + timedelta(days=7),
        asked_at=clock.now(),
    )
    extensions.decline(asked, answer="来週にできます。", by=cast.supervisor, at=clock.now())
    assert Notice.objects.get(kind="extension").body == "井上 一郎より。来週にできます。"
    assert hr.get(address(TextKind.EXTENSION_KEPT)).context["is_real"]


def test_hr_of_one_department_does_not_change_the_citys_words(hr: Client, cast: Cast) -> None:
    RoleGrant.objects.filter(person=cast.hr).update(department=cast.department)
    own = words("{course}", "{name}")
    assert hr.post(address(TextKind.REMINDER), own | {"keep": ""}).status_code == 403
    assert hr.post(reverse("learning:message-text-restore", args=["reminder", "ja"])).status_code == 403
    assert hr.get(reverse("learning:message-texts")).status_code == 200
