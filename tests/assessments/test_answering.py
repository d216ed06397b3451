"""What assessments answer to the learning record below them."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from assessments import answering
from assessments.models import Assessment, Cycle
from assessments.states import AssessmentState
from curriculum.models import TalentGroup
from lms.learning import assessed
from lms.learning.models import Notice
from lms.learning.reminders import services
from lms.lib import clock
from lms.people.models import User
from tests.cast import Cast
from tests.factories.assessments import AT, assessment_of, hand_in, open_cycle_for, rate_at


def group() -> TalentGroup:
    return TalentGroup.objects.get(key="all_staff")


def confirm(person: User, level: int | None) -> None:
    Assessment.objects.filter(person=person).update(state=AssessmentState.CONFIRMED, level=level, confirmed_at=AT)


def test_ratings_are_missing_until_they_are_handed_on(cast: Cast) -> None:
    on = open_cycle_for(cast).opens_on
    assert assessed.missing_ratings(on) == answering.missing_ratings(on)
    assert assessed.missing_ratings(on)[cast.supervisor.pk] == 1
    assert not assessed.missing_ratings(on - timedelta(days=1))
    assessment = assessment_of(cast.alice)
    hand_in(assessment, 2)
    rate_at(assessment, 2, by=cast.supervisor)
    assert cast.supervisor.pk not in assessed.missing_ratings(on)


def test_nothing_is_missing_in_a_closed_cycle(cast: Cast) -> None:
    on = open_cycle_for(cast).opens_on
    Cycle.objects.update(state="closed", closed_at=AT)
    assert not assessed.missing_ratings(on)


def test_the_digest_and_the_team_page_count_missing_ratings(client: Client, cast: Cast) -> None:
    open_cycle_for(cast)
    Cycle.objects.update(opens_on=clock.today())
    User.objects.filter(pk=cast.supervisor.pk).update(email="ichiro@city.example")
    services.send_digests(at=clock.now())
    notice = Notice.objects.get(person=cast.supervisor, kind="digest")
    assert "入力していないADKAR評価 1名" in notice.body
    client.force_login(cast.supervisor)
    assert "評価が1人分" in client.get(reverse("learning:team-learning")).text
    confirm(cast.alice, 1)
    assert "評価が1人分" not in client.get(reverse("learning:team-learning")).text
    assert not mail.outbox


@pytest.mark.parametrize(
    ("level", "marks", "said"),
    [
        (2, {"2": "いまここ", "3": "次"}, ""),
        (5, {"5": "いまここ"}, ""),
        (0, {"1": "次"}, "レベル1に向けて"),
        (None, {"1": "次"}, "確定したレベルはまだありません"),
    ],
)
def test_the_path_marks_the_level_reached_and_the_next(
    client: Client, cast: Cast, level: int | None, marks: dict[str, str], said: str
) -> None:
    open_cycle_for(cast)
    if level is not None:
        confirm(cast.alice, level)
    client.force_login(cast.alice)
    page = client.get(reverse("learning:home")).text
    assert dict(re.findall(r'<h3>レベル(\d)\([^)]+\) <span class="tag">([^<]+)</span>', page)) == marks
    assert page.count('aria-current="step"') == ("いまここ" in marks.values())
    assert said in page


def test_a_level_is_not_carried_into_another_group_nor_before_it_is_confirmed(cast: Cast) -> None:
    open_cycle_for(cast)
    assessment = assessment_of(cast.alice)
    hand_in(assessment, 3)
    rate_at(assessment, 3, by=cast.supervisor)
    assert assessed.level_in(group(), cast.alice) is None
    confirm(cast.alice, 3)
    assert assessed.level_in(group(), cast.alice) == 3
    assert assessed.level_in(TalentGroup.objects.get(key="manager"), cast.alice) is None
