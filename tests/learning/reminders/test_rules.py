"""Who is reminded when: a table of examples, and properties over whole histories of a course."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.reminders.rules import (
    Decision,
    History,
    LeftOut,
    Schedule,
    Situation,
    decide,
    left_out,
    monday_of,
    step_on,
)
from lms.lib.working_days import WorkingDays

DUE = date(2026, 11, 30)
SCHEDULE = Schedule()
OPEN = Situation(due_on=DUE)
CITY = WorkingDays()


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (-8, None),
        (-7, "before-7"),
        (-2, "before-7"),
        (-1, "before-1"),
        (0, "before-1"),
        (1, "late-0"),
        (7, "late-0"),
        (8, "late-1"),
        (15, "late-2"),
    ],
)
def test_steps_are_seven_days_one_day_the_day_after_then_weekly(days: int, step: str | None) -> None:
    assert step_on(DUE, DUE + timedelta(days=days), SCHEDULE) == step


@pytest.mark.parametrize(
    ("situation", "reason"),
    [
        (OPEN, None),
        (replace(OPEN, is_completed=True, is_open=False), LeftOut.COMPLETED),
        (replace(OPEN, is_open=False), LeftOut.CANCELLED),
        (replace(OPEN, is_offered=False), LeftOut.RETIRED),
        (replace(OPEN, is_in_office=False), LeftOut.LEFT_OFFICE),
        (replace(OPEN, is_on_leave=True), LeftOut.ON_LEAVE),
        (replace(OPEN, is_seconded=True), LeftOut.SECONDED),
        (replace(OPEN, due_on=None), LeftOut.NO_DUE_DATE),
        (replace(OPEN, has_asked=True), LeftOut.ASKED),
        # Completion is the reason people are told first.
        (replace(OPEN, is_completed=True, is_on_leave=True, is_offered=False), LeftOut.COMPLETED),
    ],
)
def test_who_is_left_out_and_why(situation: Situation, reason: LeftOut | None) -> None:
    assert left_out(situation) == reason


@pytest.mark.parametrize(
    ("days", "history", "decision"),
    [
        (-8, History(), Decision(reason=LeftOut.NOT_YET)),
        (-7, History(), Decision(step="2026-11-30:before-7")),
        # The office was closed on the day itself: one mail makes up for it.
        (-5, History(), Decision(step="2026-11-30:before-7")),
        (
            -5,
            History(steps={"2026-11-30:before-7"}, last_on=DUE - timedelta(days=7)),
            Decision(reason=LeftOut.NOT_YET),
        ),
        (
            -1,
            History(steps={"2026-11-30:before-7"}, last_on=DUE - timedelta(days=2)),
            Decision(step="2026-11-30:before-1"),
        ),
        (-1, History(last_on=DUE - timedelta(days=1)), Decision(reason=LeftOut.TODAY)),
        (1, History(last_on=DUE), Decision(step="2026-11-30:late-0")),
        # The first week's step had to wait for six days of holidays; the second one does not follow at once.
        (8, History(steps={"2026-11-30:late-0"}, last_on=DUE + timedelta(days=7)), Decision(reason=LeftOut.NOT_YET)),
        (10, History(steps={"2026-11-30:late-0"}, last_on=DUE + timedelta(days=7)), Decision(step="2026-11-30:late-1")),
        # A moved due date begins anew.
        (-7, History(steps={"2026-11-02:before-7", "2026-11-02:before-1"}), Decision(step="2026-11-30:before-7")),
    ],
)
def test_decisions(days: int, history: History, decision: Decision) -> None:
    assert decide(OPEN, history, DUE + timedelta(days=days), SCHEDULE) == decision


def test_by_hand_hr_need_not_wait_but_all_else_holds() -> None:
    early = DUE - timedelta(days=20)
    assert decide(OPEN, History(), early, SCHEDULE, by_hand=True).is_sent
    assert decide(OPEN, History(last_on=early), early, SCHEDULE, by_hand=True).reason is LeftOut.TODAY
    done = replace(OPEN, is_completed=True)
    assert decide(done, History(), early, SCHEDULE, by_hand=True).reason is LeftOut.COMPLETED


@dataclass
class Story:
    """One course of one person, day by day; a worker may decide several times a day."""

    situation: Situation = OPEN
    steps: set[str] = field(default_factory=set)
    sent: list[tuple[date, Decision, Situation]] = field(default_factory=list)

    def live(self, today: date, event: str, wakings: int) -> None:
        self.situation = happen(self.situation, event, today)
        for _waking in range(wakings):
            if not CITY.is_open(today):
                continue
            last = self.sent[-1][0] if self.sent else None
            decision = decide(self.situation, History(steps=frozenset(self.steps), last_on=last), today, SCHEDULE)
            if decision.is_sent:
                self.steps.add(decision.step)
                self.sent.append((today, decision, self.situation))


def happen(situation: Situation, event: str, today: date) -> Situation:
    match event:
        case "complete":
            return replace(situation, is_completed=True, is_open=False)
        case "leave":
            return replace(situation, is_on_leave=True)
        case "return":
            return replace(situation, is_on_leave=False)
        case "second":
            return replace(situation, is_seconded=True)
        case "retire":
            return replace(situation, is_offered=False)
        case "ask":
            return replace(situation, has_asked=True)
        case "extend":
            return replace(situation, has_asked=False, due_on=today + timedelta(days=20))
        case _:
            return situation


EVENTS = ("complete", "leave", "return", "second", "retire", "ask", "extend")
FINAL = {"complete", "second", "retire"}
# What happens on each of ninety days, and how often the worker wakes (and dies) on it.
lives = st.lists(st.tuples(st.sampled_from(["", "", "", "", *EVENTS]), st.integers(0, 3)), max_size=90)


def lived(life: list[tuple[str, int]]) -> Story:
    story = Story()
    for number, (event, wakings) in enumerate(life):
        story.live(DUE - timedelta(days=12) + timedelta(days=number), event, wakings)
    return story


@given(lives)
def test_never_two_reminders_a_day_never_one_step_twice(life: list[tuple[str, int]]) -> None:
    sent = lived(life).sent
    assert len({day for day, _decision, _situation in sent}) == len(sent)
    assert len({decision.step for _day, decision, _situation in sent}) == len(sent)


@given(lives)
def test_nothing_after_completion_secondment_or_retirement(life: list[tuple[str, int]]) -> None:
    first = DUE - timedelta(days=12)
    ends = [first + timedelta(days=number) for number, (event, _wakings) in enumerate(life) if event in FINAL]
    for day, _decision, _situation in lived(life).sent:
        assert not ends or day < ends[0]


@given(lives)
def test_never_on_leave_on_a_closed_day_or_while_an_answer_is_awaited(life: list[tuple[str, int]]) -> None:
    for day, _decision, situation in lived(life).sent:
        assert CITY.is_open(day)
        assert left_out(situation) is None


@given(st.integers(0, 60), st.sets(st.integers(0, 80)))
def test_a_worker_that_is_down_on_some_days_never_makes_up_by_sending_more(length: int, down: set[int]) -> None:
    healthy = lived([("", 1)] * length)
    patchy = lived([("", 0 if number in down else 1) for number in range(length)])
    assert len(patchy.sent) <= len(healthy.sent)


def test_weeks_begin_on_monday() -> None:
    assert monday_of(date(2026, 11, 29)) == date(2026, 11, 23)
