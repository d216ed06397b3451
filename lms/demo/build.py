"""Builds the demo city through the product's own doors, step by step."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import timezone

from assessments.cycles import open_cycle
from assessments.levels import choices_for
from assessments.models import Assessment, Cycle
from assessments.past import PastRating, record_past_cycle
from assessments.services import attach_evidence, rate, save_self
from assessments.states import Choice
from curriculum.framework import load_framework, read_data
from curriculum.models import CourseVersion, FrameworkVersion, Module, PackageVersion
from curriculum.packages.services import import_package
from curriculum.talent_groups import Place, places_on
from lms.demo import assigning, catalogue, city, governing
from lms.demo.answers import sit_tests
from lms.demo.calibration import run_calibrations
from lms.demo.classes import run_classes
from lms.demo.drills import publish_drill, run_drill
from lms.demo.handins import run_hand_ins
from lms.demo.history import Plan, take_course
from lms.demo.leavers import remember_leavers
from lms.demo.levels import Drawn, draw_levels
from lms.demo.package import make_package
from lms.demo.people import PASSWORD, role_holders, section_staff, sign_ins
from lms.demo.portal import write_portal
from lms.demo.projects import run_projects
from lms.demo.roster import roster_csv
from lms.demo.showcase import draft_showcase
from lms.learning.models import Enrolment
from lms.people.models import (
    Posting,
    Role,
    RoleGrant,
    RosterLoad,
    User,
    WorkingGroup,
    WorkingGroupMembership,
)
from lms.people.roster.services import apply_load, check_load, start_load
from reports.schedule import freeze_tables, freeze_what_is_due

WG_MEMBERS = 70
WG_SINCE = date(2026, 5, 1)
PROJECT_COURSE = "W05"
HAND_IN_COURSE = "A11"
TESTED_COURSES = ("A01", "A02")
# What people who left years ago had taken.
PAST_COURSE = "A01"
PAST_CYCLES = ("R8-1", "R8-2")
# The plan names its cycles in Japanese only.
ENGLISH_CYCLES = {"R8-1": "FY2026 start of year", "R8-2": "FY2026 mid-year"}
OPEN_CYCLE = "R8-demo"
RATING_COMMENT = "期間中に行ったことを面談で確かめました(デモ)。"
HIGHEST_BY_LEARNING = 3
HANDED_IN = 9
RATED = 4
DUE_DAYS = {"A02": 3, "A09": 21}
# Which of the demo learner's courses are finished and begun: shares of one person, so 0 or 1.
LEARNERS_STORY = {"A01": (1.0, 1.0), "A02": (0.0, 0.0), "A03": (1.0, 1.0), "A09": (0.0, 1.0)}

type Say = Callable[[str], None]


class RosterProblemError(RuntimeError):
    """The demo roster did not pass its own dry run."""


@dataclass(kw_only=True)
class DemoCity:
    """The city under construction; the same seed and day build the same city."""

    seed: int
    today: date
    say: Say
    random: Random = field(init=False)
    data: dict[str, Any] = field(init=False)
    framework: FrameworkVersion = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.data = read_data()

    def build(self) -> None:
        """Build everything; call inside a transaction."""
        self.framework = load_framework(self.data)
        for words, step in self.steps():
            self.say(words)
            step()

    def steps(self) -> Iterator[tuple[str, Callable[[], None]]]:
        yield "職員名簿を取り込みます(2,500人)…", self.load_people
        yield "WGと権限を置きます…", self.appoint
        yield "コースを公開します(30)…", self.publish_catalogue
        yield "教材の部品見本を公開します…", self.publish_showcase
        yield "受講の記録を作ります…", self.learn
        yield "ADKAR評価を2期分記録します…", self.assess
        yield "開いている評価期間を用意します…", self.open_cycle
        yield "月末の数字を確定します…", self.freeze
        yield "評価者の目線合わせを用意します…", self.calibrate
        yield "WGのプロジェクトを進めます…", self.run_projects
        yield "決定・意見申出・活動記録を残します…", self.govern
        yield "集合研修の日程と提出を用意します…", self.run_classes
        yield "受講指定と督促を用意します…", self.assign_and_remind
        yield "順序のある教材を受講します…", self.run_drill
        yield "お知らせと成果事例を載せます…", self.write_portal
        yield "退職者の記録を残します…", self.remember_leavers
        yield "部・課別の表を確定します(20秒ほど)…", self.freeze_tables

    # People

    def load_people(self) -> None:
        spring = city.build_city(self.seed)
        self._load("名簿_20260401.csv", roster_csv(spring), as_of=city.START)
        corrected = {member.staff_no: member for member in city.with_supplementary_names(spring, self.seed)}
        names = roster_csv(corrected.values(), encoding="utf-8-sig")
        self._load("氏名訂正_20260402.csv", names, as_of=date(2026, 4, 2), form=RosterLoad.Form.DELTA)
        autumn = city.after_autumn([corrected.get(member.staff_no, member) for member in spring], self.seed)
        self._load("名簿_20261001.csv", roster_csv(autumn, encoding="utf-8-sig"), as_of=city.AUTUMN)

    def _load(self, name: str, body: bytes, *, as_of: date, form: RosterLoad.Form = RosterLoad.Form.FULL) -> None:
        at = _moment(as_of)
        load = start_load(ContentFile(body, name=name), by=None, at=at, as_of=as_of, form=form)
        check_load(load, at=at)
        load.refresh_from_db()
        if load.state != RosterLoad.State.READY:
            raise RosterProblemError(f"{name}: {load.get_state_display()}")
        apply_load(load, by=None, at=at, confirmed=True)

    def appoint(self) -> None:
        self._found_working_groups()
        for role, person in role_holders().items():
            RoleGrant.objects.create(person=person, role=role, valid_from=city.START)
        # Hashing is slow on purpose, so the demo's people share one hash.
        first, *others = [entry.person for entry in sign_ins(self.today)]
        first.set_password(PASSWORD)
        for person in (first, *others):
            person.password = first.password
            person.save(update_fields=["password"])

    def _found_working_groups(self) -> None:
        themes = self.data["wg_support"]["demo_themes"]
        keys = {row["no"]: row["key"] for row in self.data["initiatives"]}
        groups = [
            WorkingGroup.objects.create(
                name=f"{theme['ja']}WG", theme=theme["ja"], initiative=keys.get(theme["links"], "")
            )
            for theme in themes
        ]
        everyone = Posting.objects.filter(kind=Posting.Kind.MAIN, valid_to=None, employment="regular")
        plain = everyone.filter(rank__key__in=["staff", "senior_staff"]).exclude(person__in=section_staff())
        away = Posting.objects.filter(kind__in=["leave", "seconded_out"]).values("person")
        candidates = list(
            plain.exclude(person__in=away).order_by("person__staff_no").values_list("person_id", flat=True)
        )
        learner = section_staff()[-1]
        members = [learner.pk, *self.random.sample(candidates, WG_MEMBERS - 1)]
        heads = list(everyone.filter(title="課長").order_by("person__staff_no").values_list("person_id", flat=True))
        for number, person_id in enumerate(members):
            role = WorkingGroupMembership.Role.LEADER if 0 < number <= len(groups) else None
            self._join(groups[number % len(groups)], person_id, role or WorkingGroupMembership.Role.MEMBER)
        for number, group in enumerate(groups):
            self._join(group, heads[number * 7], WorkingGroupMembership.Role.MENTOR)

    def _join(self, group: WorkingGroup, person_id: UUID, role: WorkingGroupMembership.Role) -> None:
        WorkingGroupMembership.objects.create(
            working_group=group,
            person_id=person_id,
            role=role,
            valid_from=WG_SINCE,
            document_no="デ情第12号",
            document_on=WG_SINCE,
        )

    @cached_property
    def holders(self) -> dict[Role, User]:
        return role_holders()

    # Courses

    def publish_catalogue(self) -> None:
        shelf = catalogue.Shelf.of(self.framework)
        author = self.holders[Role.AUTHOR]
        for entry in self.data["catalogue"]:
            package = self._package(entry, author) if entry["code"] == catalogue.SCORM_COURSE else None
            course = catalogue.draft_course(entry, shelf, owner=author, package=package)
            course.save_revision(user=author).publish(user=self.holders[Role.ADMINISTRATOR])

    def publish_showcase(self) -> None:
        author = self.holders[Role.AUTHOR]
        draft_showcase(owner=author).save_revision(user=author).publish(user=self.holders[Role.ADMINISTRATOR])

    def _package(self, entry: dict[str, Any], author: User) -> PackageVersion:
        body = make_package(entry["code"], entry["title_ja"], catalogue.pages(entry))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "joho-security-r8.zip"
            path.write_bytes(body)
            return import_package(path, by=author, at=_moment(city.START))

    # Learning

    def learn(self) -> None:
        versions = {version.course.code: version for version in CourseVersion.objects.select_related("course")}
        learner = section_staff()[-1].pk
        for entry in self.data["catalogue"]:
            if entry["modality"] == "pbl":
                continue
            for plan in self._plans(entry, versions[entry["code"]], learner):
                take_course(plan, random=self.random, today=self.today)
        sit_tests(TESTED_COURSES, Random(self.seed))

    def _plans(self, entry: dict[str, Any], version: CourseVersion, learner: UUID) -> Iterator[Plan]:
        """Yield who takes a course; the demo learner's own courses are fixed, so that the first visit has a story."""
        people = [person for person in self._audience(entry) if person != learner]
        plan = self._chosen_by(people, version) if not entry["mandatory"] else self._given_to(people, version, entry)
        yield plan
        story = LEARNERS_STORY.get(entry["code"])
        if story:
            finished, begun = story
            yield replace(plan, learners=[learner], finished=finished, begun=begun)

    def _given_to(self, people: list[UUID], version: CourseVersion, entry: dict[str, Any]) -> Plan:
        return Plan(
            version=version,
            learners=people,
            finished=0.72,
            begun=0.86,
            source=Enrolment.Source.ASSIGNED,
            opened_on=date(2026, 5, 18),
            due_on=self._due(entry),
        )

    def _chosen_by(self, people: list[UUID], version: CourseVersion) -> Plan:
        return Plan(
            version=version,
            learners=self.random.sample(people, len(people) // 6),
            finished=0.66,
            begun=0.85,
            source=Enrolment.Source.CHOSEN,
            opened_on=date(2026, 6, 15),
            due_on=None,
        )

    def _audience(self, entry: dict[str, Any]) -> list[UUID]:
        """Return who a course is for: everyone for all-staff courses, else its groups' people."""
        keys = set(entry["groups"])
        ids = {group.pk: group.key for group in self.framework.groups.all()}
        return [
            person
            for person, place in self._places.items()
            if "all_staff" in keys or ids[place.group_id] in keys or ("leader_wg" in keys and place.is_secondary_wg)
        ]

    @cached_property
    def _places(self) -> dict[UUID, Place]:
        """Everyone's place today, in the order of staff numbers."""
        found = places_on(self.framework, self.today)
        order = User.objects.filter(pk__in=found).order_by("staff_no").values_list("pk", flat=True)
        return {person: found[person] for person in order}

    def _due(self, entry: dict[str, Any]) -> date:
        if entry["code"] in DUE_DAYS:
            return self.today + timedelta(days=DUE_DAYS[entry["code"]])
        return date(2026, 6, 30)

    # Working together

    def run_projects(self) -> None:
        module = Module.objects.select_related("course_version").get(course_version__course__code=PROJECT_COURSE)
        groups = WorkingGroup.objects.order_by("pk")
        run_projects(module, list(groups), today=self.today, since=WG_SINCE, seed=self.seed)

    def govern(self) -> None:
        hr = self.holders[Role.HR]
        passed_over = [*section_staff(), *(entry.person for entry in sign_ins(self.today))]
        cycles = {cycle.code: cycle for cycle in Cycle.objects.order_by("opens_on")}
        governing.approve_settings(list(cycles.values()), by=hr)
        governing.object_and_reply(cycles[PAST_CYCLES[-1]], hr=hr, passed_over=passed_over)
        governing.record_activities(today=self.today, hr=hr, passed_over=passed_over)

    def run_classes(self) -> None:
        run_classes(today=self.today, organiser=self.holders[Role.HR], seed=self.seed)
        *staff, learner = section_staff()
        run_hand_ins(HAND_IN_COURSE, staff, learner, today=self.today)

    def assign_and_remind(self) -> None:
        assigning.give_mailboxes(Random(self.seed))
        assigning.run_rules(framework=self.framework, by=self.holders[Role.HR], today=self.today)
        assigning.ask_for_time(section_staff()[:-1], today=self.today)
        assigning.remind_lately(today=self.today)

    def run_drill(self) -> None:
        """The demo section's colleagues take a drill of their own choice, the demo learner does not."""
        version = publish_drill(
            catalogue.Shelf.of(self.framework),
            author=self.holders[Role.AUTHOR],
            publisher=self.holders[Role.ADMINISTRATOR],
            at=_moment(city.AUTUMN),
        )
        run_drill(version, section_staff()[:-1], today=self.today, seed=self.seed)

    # Assessments

    def assess(self) -> None:
        ability = {person: self.random.gauss(0, 1) for person in self._everyone()}
        rows = {row["code"]: row for row in self.data["assessment_design"]["cycles"]}
        for code in PAST_CYCLES:
            row = rows[code]
            opens_on, closes_on = (date.fromisoformat(day) for day in row["window"])
            cycle = self._cycle(
                code,
                row["ja"],
                name_en=ENGLISH_CYCLES[code],
                opens_on=opens_on,
                closes_on=closes_on,
                reference_on=date.fromisoformat(row["reference_date"]),
                is_baseline=row.get("baseline", False),
            )
            open_cycle(cycle, by=self.holders[Role.HR], at=_moment(opens_on))
            record_past_cycle(
                cycle,
                self._ratings(cycle, ability),
                by=self.holders[Role.HR],
                at=_moment(closes_on),
                comment_where_needed=RATING_COMMENT,
            )
            freeze_what_is_due(at=_moment(closes_on + timedelta(days=1)))

    def freeze(self) -> None:
        freeze_what_is_due(at=_moment(self.today))

    def freeze_tables(self) -> None:
        """Do the night's work now, so that the committee's pages are whole when they are first opened."""
        freeze_tables(at=_moment(self.today))

    def remember_leavers(self) -> None:
        version = CourseVersion.objects.get(course__code=PAST_COURSE)
        remember_leavers(version, by=self.holders[Role.HR], today=self.today)

    def write_portal(self) -> None:
        write_portal(today=self.today)

    def _everyone(self) -> list[UUID]:
        return list(User.objects.order_by("staff_no").values_list("pk", flat=True))

    def _cycle(self, code: str, name: str, **dates: Any) -> Cycle:
        return Cycle.objects.create(code=code, name_ja=name, framework=self.framework, **dates)

    def _ratings(self, cycle: Cycle, ability: dict[UUID, float]) -> Iterator[PastRating]:
        assumed = self.data["demo_assumptions"]
        for group in self.framework.groups.order_by("precedence"):
            people = Assessment.objects.filter(cycle=cycle, group=group).order_by("person__staff_no")
            drawn = draw_levels(
                {person: ability[person] for person in people.values_list("person_id", flat=True)},
                percent=assumed["distribution_percent"][cycle.code][group.key],
                missing_percent=assumed["missing_percent"][cycle.code],
                self_bias=assumed["self_minus_supervisor_mean"],
                random=self.random,
            )
            yield from (self._rating(person, levels) for person, levels in drawn.items())

    def _rating(self, person: UUID, levels: Drawn) -> PastRating:
        return PastRating(
            person_id=person,
            self_answers=self._answers(levels.self_level),
            answers=self._answers(levels.supervisor_level),
        )

    def _answers(self, level: int | None) -> dict[int, Choice] | None:
        """Return five answers that make a level; the first sentence not met is often met in part."""
        if level is None:
            return None
        choices = choices_for(level)
        if level < 5 and self.random.random() < 0.5:
            choices[level + 1] = Choice.PARTLY
        return choices

    def open_cycle(self) -> None:
        """Open a cycle around today; most of the demo section has handed in, some are rated, the learner is not."""
        begun = self.today - timedelta(days=14)
        cycle = self._cycle(
            OPEN_CYCLE,
            "令和8年度 臨時(デモ)",
            name_en="FY2026 extra (demo)",
            opens_on=begun,
            closes_on=self.today + timedelta(days=28),
            reference_on=begun,
        )
        open_cycle(cycle, by=self.holders[Role.HR], at=_moment(begun))
        staff = section_staff()[:-1]
        assessments = {row.person_id: row for row in Assessment.objects.filter(cycle=cycle, person__in=staff)}
        present = [person for person in staff if person.pk in assessments]
        for number, person in enumerate(present[:HANDED_IN]):
            self._hand_in(assessments[person.pk], person, day=begun + timedelta(days=number % 10))
        for person in present[:RATED]:
            self._rate(assessments[person.pk])

    def calibrate(self) -> None:
        run_calibrations(self.framework, today=self.today, hr=self.holders[Role.HR], seed=self.seed)

    def _hand_in(self, assessment: Assessment, person: User, *, day: date) -> None:
        at = _moment(day)
        for level, enrolment in self._supporting(person):
            key = f"demo-{level}-{enrolment.pk}"
            attach_evidence(assessment, level=level, source=enrolment, by=person, at=at, request_key=key)
        answers = self._answers(self.random.choice((1, 2, 2, 3, 3, 4))) or {}
        save_self(assessment, answers, request_key="demo", by=person, at=at, draft=False)

    def _supporting(self, person: User) -> Iterator[tuple[int, Enrolment]]:
        """Yield the completed courses that support a sentence, at the highest level each leads to."""
        done = Enrolment.objects.filter(learner=person, state="completed").select_related("course_version__course")
        for enrolment in done.order_by("course_version__course__code"):
            level = enrolment.course_version.course.supports_level_to
            if level and level <= HIGHEST_BY_LEARNING:
                yield level, enrolment

    def _rate(self, assessment: Assessment) -> None:
        rater = assessment.first_rater
        if rater is None:
            return
        answers = self._answers(self.random.choice((1, 2, 3))) or {}
        at = _moment(self.today - timedelta(days=2))
        rate(assessment, answers, comment=RATING_COMMENT, request_key="demo", by=rater, at=at)


def _moment(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(10, 0)))


def has_people() -> bool:
    return User.objects.exists()
