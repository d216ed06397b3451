"""Self, supervisor, second rater, HR and transfers in any order.

Whatever the order: nobody reads what is blind to them, no answer is lost or edited, and the columns of an assessment
are the fold of what was appended. The machine keeps its own small record of who has done what and compares.
"""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from assessments import access, queries
from assessments.cycles import close_cycle
from assessments.errors import Refused
from assessments.levels import LEVELS, choices_for, judge
from assessments.models import Answer, Assessment, Chair, Confirmation, Cycle, Objection, Reply
from assessments.objections import object_to, reply_to
from assessments.services import confirm, rate, return_rating, save_self
from assessments.staffing import appoint_deputy, reassign
from assessments.states import AssessmentState, Choice, View
from assessments.visibility import Viewer
from lms.people.models import User
from tests.cast import Cast
from tests.factories.assessments import AT, assessment_of, open_cycle_for

TODAY: date = AT.date()
answers = st.one_of(
    st.sampled_from([choices_for(level) for level in (None, *range(6))]),
    st.fixed_dictionaries({level: st.sampled_from(Choice) for level in LEVELS}),
)
comments = st.sampled_from(["", "改善シートで確かめた"])
people = st.sampled_from(["supervisor", "second", "charlie", "hr"])
CONFIRMED = {AssessmentState.CONFIRMED, AssessmentState.OBJECTED}


class Interleavings(RuleBasedStateMachine):
    # Made once by the test; each run works in a savepoint over it.
    cast: Cast

    @initialize()
    def open(self) -> None:
        self.undo = ExitStack()
        self.undo.enter_context(transaction.atomic())
        self.undo.callback(transaction.set_rollback, True)
        self.has_written = True
        self.undo.enter_context(connection.execute_wrapper(self.note_writing))
        self.cycle = Cycle.objects.get()
        self.count = 0
        # What the machine itself remembers of who has done what.
        self.handed_in = False
        self.rater_saved = False
        self.kept: dict[int, tuple[object, ...]] = {}

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            self.undo.close()

    # What people try

    @rule(given=answers, draft=st.booleans())
    def answer_self(self, given, draft) -> None:
        if self.tried(lambda: save_self(self.row(), given, by=self.cast.alice, draft=draft, **self.keyed())):
            self.handed_in = self.handed_in or not draft

    @rule(who=people, given=st.one_of(st.none(), answers), comment=comments)
    def rate(self, who, given, comment) -> None:
        """Whoever sits in the first chair saves; a stranger does not even reach the assessment."""
        rater = self.person(who)
        mine = access.rateable(rater, self.cycle, on=TODAY).filter(person=self.cast.alice).first()
        if mine is None:
            return
        before = self.row().supervisor_saved_at
        if self.tried(lambda: rate(mine, given, comment=comment, by=rater, **self.keyed())):
            self.rater_saved = self.rater_saved or given is not None or before is not None

    @rule(who=people)
    def confirm(self, who) -> None:
        second = self.person(who)
        mine = access.confirmable(second, self.cycle, on=TODAY).filter(person=self.cast.alice).first()
        if mine:
            confirm([mine], by=second, at=AT)

    @rule(who=people)
    def send_back(self, who) -> None:
        second = self.person(who)
        mine = access.confirmable(second, self.cycle, on=TODAY).filter(person=self.cast.alice).first()
        if mine:
            self.tried(lambda: return_rating(mine, reason="いつのことか", by=second, at=AT))

    @rule(who=st.one_of(st.none(), people), chair=st.sampled_from(Chair))
    def transfer(self, who, chair) -> None:
        rater = self.person(who) if who else None
        done = reassign([self.row()], {chair: rater}, reason="異動", by=self.cast.hr, at=AT)
        if done.changed and chair is Chair.FIRST:
            self.rater_saved = False

    @rule(rater=people, deputy=people, chair=st.sampled_from(Chair))
    def stand_in(self, rater, deputy, chair) -> None:
        places: dict[str, Any] = {"since": TODAY, "until": TODAY + timedelta(days=3), "reason": "出張"}
        self.tried(
            lambda: appoint_deputy(
                self.cycle, self.person(rater), self.person(deputy), [chair], by=self.cast.hr, at=AT, **places
            )
        )

    @rule()
    def objects(self) -> None:
        self.tried(lambda: object_to(self.row(), "違います", by=self.cast.alice, **self.keyed()))

    @rule(verdict=st.sampled_from(Reply.Verdict))
    def reply(self, verdict) -> None:
        filed = Objection.objects.filter(reply__isnull=True).first()
        if filed and self.tried(lambda: reply_to(filed, verdict, "回答", by=self.cast.admin, at=AT)):
            self.rater_saved = self.rater_saved and verdict is Reply.Verdict.UPHELD

    @rule(really=st.sampled_from([False] * 9 + [True]))
    def close(self, really) -> None:
        if really:
            close_cycle(self.cycle, by=self.cast.hr, at=AT)

    # What must hold after each of them

    @invariant()
    def nobody_reads_what_is_blind_to_them(self) -> None:
        """What people read hangs on the rows alone: after a deed that wrote nothing it is what it was."""
        if not hasattr(self, "kept") or not self.has_written:
            return
        self.has_written = False
        row = self.row()
        finished = row.state in {AssessmentState.RATED, AssessmentState.RETURNED, *CONFIRMED}
        for who in ("supervisor", "second", "charlie", "hr"):
            person = self.person(who)
            for seen in self.rated_by(person):
                assert seen.self_view is None or (self.handed_in and self.rater_saved)
                assert self.rater_saved or not seen.is_judged
            for shown in self.confirmed_by(person):
                assert (shown.is_rated, shown.level is not None) <= (finished, finished)
                assert shown.self_view is None or (self.handed_in and finished)
            viewer = access.viewer_of(person, row, on=TODAY)
            detail = queries.detail(row, viewer)
            may_see_self = self.handed_in and (self.rater_saved if viewer is Viewer.FIRST_RATER else finished)
            assert not detail.self_choices or (viewer is not Viewer.OTHER and may_see_self)
            if viewer in {Viewer.SECOND_RATER, Viewer.HR}:
                assert not detail.supervisor_choices or finished
            assert viewer is not Viewer.OTHER or not (detail.evidence or detail.supervisor_choices)
        mine = queries.my_levels(self.cast.alice)
        assert all(item.is_confirmed == (row.state in CONFIRMED) for item in mine)
        assert row.state in CONFIRMED or not any(item.level or item.comment for item in mine)

    @invariant()
    def no_answer_is_lost_or_edited(self) -> None:
        if not hasattr(self, "kept"):
            return
        now: dict[int, tuple[object, ...]] = {}
        for answer in Answer.objects.prefetch_related("lines"):
            lines = tuple(sorted((line.level, line.choice, line.text) for line in answer.lines.all()))
            now[answer.pk] = (answer.view, answer.is_draft, answer.by_id, answer.comment, answer.level, lines)
        assert {key: now.get(key) for key in self.kept} == self.kept
        assert all(text for *_facts, lines in now.values() for _level, _choice, text in lines)
        self.kept = now

    @invariant()
    def columns_are_the_fold(self) -> None:
        if not hasattr(self, "kept"):
            return
        row = self.row()
        assert row.level == self.folded_level()
        handed_in = Answer.objects.filter(view=View.SELF, is_draft=False).order_by("-pk").first()
        assert row.self_level == (self.judged(handed_in) if handed_in else None)
        rating = Answer.objects.filter(view=View.SUPERVISOR, pk__gt=row.rating_after or 0).order_by("-pk").first()
        assert row.supervisor_level == (self.judged(rating) if rating and row.supervisor_saved_at else None)
        assert (row.supervisor_saved_at is not None) == self.rater_saved

    # Helpers

    def note_writing(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.has_written |= not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK"))
        return execute(sql, *rest)

    def folded_level(self) -> int | None:
        """The level that what was appended amounts to: the last confirmation, unless a reply set it aside."""
        last = Confirmation.objects.filter(verdict=Confirmation.Verdict.CONFIRMED).order_by("-pk").first()
        if last is None:
            return None
        was_set_aside = Reply.objects.filter(verdict=Reply.Verdict.SET_ASIDE, objection__confirmation=last).exists()
        return None if was_set_aside else self.judged(last.answer)

    def judged(self, answer: Answer) -> int | None:
        return judge({line.level: Choice(line.choice) for line in answer.lines.all()}).level

    def rated_by(self, person: User) -> list[queries.RatingRow]:
        mine = access.rateable(person, self.cycle, on=TODAY).filter(person=self.cast.alice)
        return queries.rating_rows(mine, self.cycle)

    def confirmed_by(self, person: User) -> list[queries.ConfirmRow]:
        mine = access.confirmable(person, self.cycle, on=TODAY).filter(person=self.cast.alice)
        return [shown for part in queries.confirm_lists(mine, self.cycle) for shown in part.rows]

    def row(self) -> Assessment:
        return assessment_of(self.cast.alice)

    def person(self, who: str) -> User:
        found: User = getattr(self.cast, who)
        return found

    def keyed(self) -> dict[str, Any]:
        self.count += 1
        return {"request_key": str(self.count), "at": AT + timedelta(minutes=self.count)}

    def tried(self, action: Callable[[], object]) -> bool:
        """Do something that the rules may refuse; nothing half done is left behind either way."""
        try:
            with transaction.atomic():
                action()
        except Refused:
            return False
        return True


def test_any_order_of_deeds_keeps_blind_what_is_blind_and_loses_nothing(cast: Cast) -> None:
    open_cycle_for(cast)
    Interleavings.cast = cast
    run_state_machine_as_test(
        Interleavings,
        settings=settings(
            max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
