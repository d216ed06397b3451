"""Who stands where on a date: the department tree, people below a department, labels, reports."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from lms.lib.dated import holds_on
from lms.people.models import Department, DepartmentPeriod, Posting, RaterAssignment, User
from lms.people.reach import Reach


@dataclass(slots=True, kw_only=True)
class DepartmentNode:
    """A department as it stands on the date, with those below it in order."""

    id: int
    uuid: UUID
    code: str
    name: str
    kind: str
    parent_id: int | None
    depth: int = 0
    path: str = ""
    children: list["DepartmentNode"] = field(default_factory=list)

    def walk(self) -> Iterator["DepartmentNode"]:
        """Yield this department and everything below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentTree:
    """Every department on a date."""

    roots: tuple[DepartmentNode, ...]
    by_id: Mapping[int, DepartmentNode]

    def walk(self) -> Iterator[DepartmentNode]:
        """Yield all departments in organisation order (職制順)."""
        for root in self.roots:
            yield from root.walk()

    def path(self, department_id: int) -> str:
        """Return 総務部 情報政策課; nothing for a department that does not exist on the date."""
        node = self.by_id.get(department_id)
        return node.path if node else ""

    def ids_below(self, department_id: int) -> frozenset[int]:
        """Return the department and everything below it."""
        node = self.by_id.get(department_id)
        return frozenset(below.id for below in node.walk()) if node else frozenset()

    def ids_above(self, department_id: int) -> frozenset[int]:
        """Return the department and everything above it."""
        node = self.by_id.get(department_id)
        if node is None:
            return frozenset()
        above = self.ids_above(node.parent_id) if node.parent_id else frozenset()
        return above | {node.id}


def department_tree(on: date) -> DepartmentTree:
    """Return the tree on a date, in one query; siblings by their order, then by code."""
    rows = (
        DepartmentPeriod.objects.on(on)
        .order_by("order", "department__code")
        .values_list("department_id", "department__uuid", "department__code", "name", "kind", "parent_id")
    )
    by_id = {
        pk: DepartmentNode(id=pk, uuid=uuid, code=code, name=name, kind=kind, parent_id=parent_id)
        for pk, uuid, code, name, kind, parent_id in rows
    }
    roots: list[DepartmentNode] = []
    for node in by_id.values():
        parent = by_id.get(node.parent_id) if node.parent_id else None
        (parent.children if parent else roots).append(node)
    for root in roots:
        _place(root, depth=0, above="")
    return DepartmentTree(roots=tuple(roots), by_id=by_id)


def _place(node: DepartmentNode, *, depth: int, above: str) -> None:
    node.depth = depth
    node.path = f"{above} {node.name}".strip()
    for child in node.children:
        _place(child, depth=depth + 1, above=node.path)


def department_choices(on: date) -> list[tuple[int, str]]:
    """Return departments by their path, in organisation order; what lies below one is meant with it."""
    return [(node.id, node.path) for node in department_tree(on).walk() if node.kind != "section"]


def department_of(person: User, on: date) -> Department | None:
    """Return the department of a person's main post on a date."""
    post = Posting.objects.filter(person=person, kind=Posting.Kind.MAIN).on(on).select_related("department").first()
    return post.department if post else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the header says of a person: where they belong and as what."""

    department: str
    title: str


def standing_of(person: User, on: date) -> Standing | None:
    """Return a person's department and title on a date, in one query."""
    period = DepartmentPeriod.objects.filter(department=OuterRef("department")).on(on).values("name")[:1]
    row = (
        Posting.objects.filter(person=person, kind=Posting.Kind.MAIN)
        .on(on)
        .values_list(Subquery(period), "title")
        .first()
    )
    return Standing(department=row[0] or "", title=row[1]) if row else None


def posted_in(departments: Iterable[int], on: date) -> QuerySet[User]:
    """Return the people whose main post is in one of the departments on a date."""
    posts = Posting.objects.filter(department__in=list(departments), kind=Posting.Kind.MAIN).on(on)
    return User.objects.filter(pk__in=posts.values("person")).in_office(on)


def within_reach(reach: Reach, on: date) -> QuerySet[User]:
    """Return the people a role reaches: everybody, or those whose main post on a date lies in its departments."""
    return User.objects.all() if reach.is_city else posted_in(reach.departments, on)


def people_below(department: Department, on: date) -> QuerySet[User]:
    """Return the people whose main post is in a department or below it on a date."""
    return posted_in(department_tree(on).ids_below(department.pk), on)


def reports_of(rater: User, on: date, role: str = RaterAssignment.Role.FIRST) -> QuerySet[User]:
    """Return the people somebody rates on a date, in the order of their kana."""
    rated = RaterAssignment.objects.filter(rater=rater, role=role).on(on)
    return User.objects.filter(pk__in=rated.values("person")).order_by("kana", "staff_no")


def department_labels(people: Iterable[UUID], on: date) -> dict[UUID, str]:
    """Return the full department name (所属) of each person on a date, in two queries."""
    tree = department_tree(on)
    posts = Posting.objects.filter(person__in=list(people), kind=Posting.Kind.MAIN).on(on)
    return {person: tree.path(department) for person, department in posts.values_list("person", "department")}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLine:
    """One line of a staff list."""

    id: UUID
    staff_no: str
    name: str
    kana: str
    department_id: int
    department: str
    title: str
    rank: str
    employment: str
    is_away: bool


def staff_list(on: date, departments: Iterable[int] | None = None) -> list[StaffLine]:
    """Return people with a main post on a date in 職制順: organisation, then rank, then staff number (R03)."""
    tree = department_tree(on)
    position = {node.id: index for index, node in enumerate(tree.walk())}
    posts = Posting.objects.filter(kind=Posting.Kind.MAIN).on(on)
    if departments is not None:
        posts = posts.filter(department__in=list(departments))
    away = set(Posting.objects.filter(kind__in=AWAY).on(on).values_list("person_id", flat=True))
    rows = posts.values_list(
        "person_id",
        "person__staff_no",
        "person__name",
        "person__kana",
        "department_id",
        "title",
        "rank__name",
        "employment",
        "rank__order",
    )
    ordered = sorted(rows, key=lambda row: (position.get(row[4], len(position)), row[8], row[1]))
    return [
        StaffLine(
            id=row[0],
            staff_no=row[1],
            name=row[2],
            kana=row[3],
            department_id=row[4],
            department=tree.path(row[4]),
            title=row[5],
            rank=row[6],
            employment=row[7],
            is_away=row[0] in away,
        )
        for row in ordered
    ]


AWAY = (Posting.Kind.LEAVE, Posting.Kind.SECONDED_OUT)


def away_on(on: date) -> QuerySet[User]:
    """Return the people on leave or seconded out on a date."""
    return User.objects.filter(holds_on(on, "postings__"), postings__kind__in=AWAY).distinct()
