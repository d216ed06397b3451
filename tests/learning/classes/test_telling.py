from datetime import timedelta

from lms.learning.classes import services
from lms.learning.classes.telling import pass_on
from lms.learning.notices.models import Notice
from lms.people.models import User
from tests.cast import Cast
from tests.factories.classes import AT, class_date, enrolled


def test_news_is_told_once_however_often_the_worker_starts(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, needs_consent=True)
    asked = services.apply(enrolment, date, at=AT)
    assert [pass_on(at=AT) for _ in range(2)] == [1, 0]
    request = Notice.objects.get()
    assert (request.person, request.url) == (cast.supervisor, "/team/classes/")
    assert cast.alice.name in request.body
    services.decline(asked, note="窓口が手薄な日です", by=cast.supervisor, at=AT)
    assert pass_on(at=AT) == 1
    services.apply(enrolment, date, at=AT + timedelta(hours=1))
    services.consent(asked, by=cast.supervisor, at=AT + timedelta(hours=2))
    assert pass_on(at=AT + timedelta(hours=3)) == 2
    own = list(Notice.objects.filter(person=cast.alice).order_by("pk"))
    assert "窓口が手薄な日です" in own[0].body
    assert "席が決まりました" in own[1].body
    assert "令和8年11月30日(月) 10:00–13:00" in own[1].body


def test_who_moved_up_is_told_and_who_gave_back_is_not(cast: Cast) -> None:
    enrolment, module = enrolled(cast)
    date = class_date(module, capacity=1)
    first = services.designate(date, cast.charlie, by=cast.hr, at=AT)
    services.apply(enrolment, date, at=AT)
    pass_on(at=AT)
    services.cancel(first, at=AT + timedelta(hours=1))
    pass_on(at=AT + timedelta(hours=1))
    told = list(Notice.objects.order_by("pk").values_list("person__name", flat=True))
    assert told == [cast.charlie.name, cast.alice.name]


def test_a_mail_that_is_true_no_longer_does_not_go_out_in_the_morning(cast: Cast) -> None:
    User.objects.filter(pk__in=[cast.alice.pk, cast.supervisor.pk, cast.charlie.pk]).update(email="a@city.example")
    enrolment, module = enrolled(cast)
    date = class_date(module, capacity=1, needs_consent=True)
    asked = services.apply(enrolment, date, at=AT)
    pass_on(at=AT)
    services.consent(asked, by=cast.supervisor, at=AT)
    waiting = services.designate(date, cast.charlie, by=cast.hr, at=AT)
    pass_on(at=AT)
    services.cancel(asked, at=AT + timedelta(hours=1))
    pass_on(at=AT + timedelta(hours=1))
    waiting.refresh_from_db()
    assert waiting.state == "applied"
    queued = Notice.objects.filter(mail=Notice.Mail.QUEUED)
    assert [(notice.person, "席が決まりました" in notice.body) for notice in queued] == [(cast.charlie, True)]
    assert Notice.objects.filter(mail=Notice.Mail.DROPPED).count() == 3
