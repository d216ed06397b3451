"""A working group with a project: Alice and Bob in the team, `second` of the cast as its mentor."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.files.base import ContentFile

from curriculum.kinds import ModuleKind
from curriculum.models import Module, ProjectContent
from lms.learning.projects import services
from lms.learning.projects.models import Deliverable, Phase, Project, Review
from lms.people.models import User, WorkingGroup, WorkingGroupMembership
from tests.cast import Cast
from tests.factories.curriculum import ModuleFactory
from tests.factories.people import UserFactory, WorkingGroupFactory, WorkingGroupMembershipFactory

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
LEVELS = ["弱い", "普通", "良い", "優秀"]
RUBRIC = [
    {"key": "problem", "title": "課題の捉え方", "levels": LEVELS},
    {"key": "effect", "title": "効果の確かめ方", "levels": LEVELS},
]
GOOD = {"problem": 3, "effect": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The pieces of a project a test speaks about."""

    project: Project
    group: WorkingGroup
    module: Module
    alice: User
    bob: User
    mentor: User

    @property
    def phases(self) -> list[Phase]:
        return list(self.project.phases.order_by("order"))


def project_module(phases: int = 2) -> Module:
    module = ModuleFactory(kind=ModuleKind.PROJECT, title="WG実践")
    steps = [
        {"key": f"p{number}", "title": f"フェーズ{number}", "guidance": "", "deliverable": f"成果物{number}"}
        for number in range(1, phases + 1)
    ]
    ProjectContent.objects.create(module=module, brief="課題を一つ選ぶ", phases=steps, rubric=RUBRIC)
    return module


def make_group(cast: Cast) -> tuple[WorkingGroup, User]:
    """Return a group with Alice (leader) and Bob in it, mentored by `second`."""
    group, bob = WorkingGroupFactory(), UserFactory(name="馬場 四郎")
    for person, role in ((cast.alice, "leader"), (bob, "member"), (cast.second, "mentor")):
        WorkingGroupMembershipFactory(working_group=group, person=person, role=WorkingGroupMembership.Role(role))
    return group, bob


def make_team(cast: Cast, *, phases: int = 2) -> Team:
    group, bob = make_group(cast)
    module = project_module(phases)
    project = services.start_project(group, module, title="待ち時間を短くする", by=cast.alice, at=AT)
    return Team(project=project, group=group, module=module, alice=cast.alice, bob=bob, mentor=cast.second)


def hand_in(phase: Phase, by: User, *, key: str = "k1", name: str = "課題設定書.pdf", at: datetime = AT) -> Deliverable:
    return services.hand_in(phase, ContentFile(b"%PDF-1.4", name=name), note="", request_key=key, by=by, at=at)


def accept(deliverable: Deliverable, by: User, *, at: datetime = AT) -> Review:
    judged = services.Judged(verdict=Review.Verdict.ACCEPTED, scores=GOOD, comment="良い課題です")
    return services.review(deliverable, judged, by=by, at=at)


def send_back(deliverable: Deliverable, by: User, *, at: datetime = AT) -> Review:
    judged = services.Judged(verdict=Review.Verdict.RETURNED, scores={"problem": 1}, comment="誰が困っているかを書く")
    return services.review(deliverable, judged, by=by, at=at)


def complete(team: Team) -> None:
    """Hand in and accept every phase."""
    for number, phase in enumerate(team.phases):
        accept(hand_in(phase, team.alice, key=f"all-{number}"), team.mentor)
