"""The cast: a small city that tests share. Charlie is the outsider who may see nothing of Alice's."""

from dataclasses import dataclass

from lms.people.models import Department, RaterAssignment, Role, User
from tests.factories import (
    DepartmentFactory,
    PostingFactory,
    RankFactory,
    RaterAssignmentFactory,
    RoleGrantFactory,
    UserFactory,
    framework,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Alice learns; `supervisor` rates her first and `second` second; the others hold one role each."""

    department: Department
    alice: User
    supervisor: User
    second: User
    hr: User
    author: User
    committee: User
    auditor: User
    admin: User
    charlie: User


def make_cast() -> Cast:
    framework()
    department = DepartmentFactory(period__name="市民課")
    staff, chief, head = (RankFactory(key=key) for key in ("staff", "section_chief", "division_head"))
    alice = _posted("青木 花子", "アオキ ハナコ", department, staff)
    supervisor = _posted("井上 一郎", "イノウエ イチロウ", department, chief, title="係長")
    second = _posted("上田 二郎", "ウエダ ジロウ", department, head, title="課長")
    charlie = _posted("千葉 三郎", "チバ サブロウ", DepartmentFactory(), staff)
    roles = {role: _posted(f"{role} 担当", f"{role}", department, staff) for role in Role}
    for role, person in roles.items():
        RoleGrantFactory(person=person, role=role)
    RaterAssignmentFactory(person=alice, rater=supervisor)
    RaterAssignmentFactory(person=alice, rater=second, role=RaterAssignment.Role.SECOND)
    return Cast(
        department=department,
        alice=alice,
        supervisor=supervisor,
        second=second,
        hr=roles[Role.HR],
        author=roles[Role.AUTHOR],
        committee=roles[Role.COMMITTEE],
        auditor=roles[Role.AUDITOR],
        admin=roles[Role.ADMINISTRATOR],
        charlie=charlie,
    )


def _posted(name: str, kana: str, department: Department, rank: object, *, title: str = "主事") -> User:
    person = UserFactory(name=name, kana=kana)
    PostingFactory(person=person, department=department, rank=rank, title=title)
    return person
