"""What a roster would change: the city on the date, and the file's rows, give the city after and the difference.

Pure: nothing is read or written here. The order of the file's lines does not matter.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from lms.people.roster import raters, values
from lms.people.roster.city import City, Person, Post, Rules, Unit
from lms.people.roster.problems import ERROR, Problem
from lms.people.roster.raters import FIRST, SECOND, Key, Rating
from lms.people.roster.sheet import Row
from lms.people.roster.units import Departments

JOIN, LEAVE, MOVE, PROMOTE = "join", "leave", "move", "promote"
REORGANISE, ABSENCE, CONCURRENT, CORRECT = "reorganise", "absence", "concurrent", "correct"
KINDS = (JOIN, LEAVE, MOVE, PROMOTE, REORGANISE, ABSENCE, CONCURRENT, CORRECT)

# R09: a supervisor of more people than this cannot rate them well; a load that ends more than this share is a slip.
MOST_RATEES = 15
LEAVERS_TO_CONFIRM = 0.10
DETAIL_FIELDS = ("name", "family_name", "given_name", "kana", "email", "weekly_minutes", "joined_on", "left_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the difference, about a person or a department."""

    kind: str
    staff_no: str = ""
    name: str = ""
    line: int | None = None
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known on the date, before the file.

    `known` holds everyone who ever had a row, so that a returner is recognised; `overrides` the raters set by hand.
    """

    on: date
    city: City
    rules: Rules
    known: Mapping[str, Person] = field(default_factory=dict)
    overrides: Mapping[Key, str] = field(default_factory=dict)
    ratings: Mapping[Key, Rating] = field(default_factory=dict)
    later_load_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The city after the load, and how it differs."""

    city: City
    ratings: Mapping[Key, Rating]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    leavers: int = 0
    headcount: int = 0

    @property
    def is_refused(self) -> bool:
        return any(problem.severity == ERROR for problem in self.problems)

    @property
    def needs_confirmation(self) -> bool:
        return self.leavers > self.headcount * LEAVERS_TO_CONFIRM

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in KINDS}


def difference(facts: Facts, rows: Iterable[Row], *, is_full: bool, columns: Iterable[str]) -> Difference:
    """Compare the rows with what is known; a full roster ends whoever it does not list."""
    arrangement = _Arrangement(facts, list(rows), is_full=is_full, columns=frozenset(columns))
    city = arrangement.arrange()
    ratings, rating_problems = _ratings(facts, city, arrangement.rows, arrangement.lines)
    leavers = len(facts.city.people.keys() - city.people.keys())
    changes = [*_person_changes(facts, city, arrangement), *_unit_changes(facts.city, city)]
    found = Difference(
        city=city,
        ratings=ratings,
        changes=tuple(sorted(changes, key=lambda change: (KINDS.index(change.kind), change.staff_no, change.name))),
        problems=(),
        leavers=leavers if is_full else 0,
        headcount=len(facts.city.people),
    )
    return replace(found, problems=(*arrangement.problems, *rating_problems, *_general(facts, found)))


class _Arrangement:
    """Puts the file's rows in place of what is known, person by person."""

    def __init__(self, facts: Facts, rows: list[Row], *, is_full: bool, columns: frozenset[str]) -> None:
        self.facts = facts
        self.rows = rows
        self.is_full = is_full
        self.columns = columns
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = {}
        self.departments = Departments(facts.city.units, columns)

    def arrange(self) -> City:
        self.departments.read(self.rows)
        people = {} if self.is_full else dict(self.facts.city.people)
        by_number: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            by_number[row.staff_no].append(row)
        for number, rows in by_number.items():
            self.lines[number] = rows[0].line
            person = self._person(number, rows)
            if person is not None:
                people[number] = person
            else:
                people.pop(number, None)
        self.problems += self.departments.problems
        units = self.departments.after(keep_all=not self.is_full, used=_used_units(people.values()))
        return City(people=people, units=units)

    def _person(self, number: str, rows: list[Row]) -> Person | None:
        """Return the person after the load; None for one who has left, or not yet joined, on the date."""
        known = self.facts.city.people.get(number) or self.facts.known.get(number)
        row = self._main_row(rows)
        self._check_number(number, known)
        if self._is_outside(row):
            return None
        posts = self._posts(row, rows, known)
        person = known or Person(staff_no=number, name=row.name)
        return replace(
            person,
            posts=posts,
            name=row.name,
            family_name=row.family_name or ("" if row.name != person.name else person.family_name),
            given_name=row.given_name or ("" if row.name != person.name else person.given_name),
            kana=person.kana if row.kana is None else row.kana,
            email=person.email if row.email is None else row.email,
            weekly_minutes=row.weekly_minutes or person.weekly_minutes,
            joined_on=row.joined_on or person.joined_on or self.facts.on,
            left_on=self._left_on(row, person),
        )

    def _left_on(self, row: Row, person: Person) -> date | None:
        """The last day in office is a day of work; `left_on` is the day after it."""
        if row.last_day:
            return row.last_day + timedelta(days=1)
        # Somebody listed again has come back, whatever an older roster said.
        if person.left_on and (person.left_on <= self.facts.on or "last_day" in self.columns):
            return None
        return person.left_on

    def _main_row(self, rows: list[Row]) -> Row:
        """Return the person's main line, noting repeated lines and lines that contradict each other."""
        mains = [row for row in rows if row.kind == values.MAIN]
        away = [row for row in rows if row.kind in values.AWAY_KINDS]
        first = (mains or away or rows)[0]
        for row in mains[1:]:
            self._problem("repeated_number", row, other_line=first.line)
        for row in rows:
            if row.name != first.name and row not in mains[1:]:
                self._problem("other_name", row, other_line=first.line, other_name=first.name)
        has_main = first.staff_no in self.facts.city.people and not self.is_full
        if not mains and not away and not has_main:
            self._problem("no_main_post", first)
        return first

    def _check_number(self, number: str, known: Person | None) -> None:
        """Spreadsheets eat leading zeros: a short number whose padded form is known is surely that person."""
        if known or not number.isdigit():
            return
        widths = {len(other) for other in self.facts.known if other.isdigit()}
        padded = next((number.zfill(width) for width in sorted(widths) if number.zfill(width) in self.facts.known), "")
        if padded:
            line = self.lines[number]
            self.problems.append(Problem(code="lost_zeros", line=line, staff_no=number, details={"known": padded}))

    def _is_outside(self, row: Row) -> bool:
        if row.joined_on and row.joined_on > self.facts.on:
            self._problem("joins_later", row, date=row.joined_on.isoformat())
            return True
        return bool(row.last_day and row.last_day < self.facts.on)

    def _posts(self, main: Row, rows: list[Row], known: Person | None) -> frozenset[Post]:
        current = known.main if known else None
        posts = {post for post in (self._post(row, current) for row in rows) if post}
        if not any(row.kind == values.MAIN for row in rows):
            posts |= self._implied_main(main, current)
        if not self.is_full and known and "post_kind" not in self.columns:
            posts |= {post for post in known.posts if post.kind != values.MAIN}
        return frozenset(posts)

    def _implied_main(self, row: Row, current: Post | None) -> set[Post]:
        """A person listed only as away, or (in a list of changes) only with a second post, keeps a main post."""
        if row.kind in values.AWAY_KINDS:
            post = self._post(replace(row, kind=values.MAIN), current)
            return {post} if post else set()
        return {current} if current else set()

    def _post(self, row: Row, current: Post | None) -> Post | None:
        unit = self.departments.code_of(row) or (current.unit if current and not row.units else None)
        title = row.title or (current.title if current and row.title is None else None)
        employment = row.employment or (current.employment if current else values.REGULAR)
        if title is None and employment == values.FISCAL_YEAR:
            title = "会計年度任用職員"
        if title is None and row.kind != values.MAIN and current:
            title = current.title
        if unit is None and not row.units:
            self._problem("no_department", row)
        if title is None:
            self._problem("no_title", row)
        elif title not in self.facts.rules.titles:
            self._problem("unknown_title", row, title=title)
        if unit is None or title is None or title not in self.facts.rules.titles:
            return None
        rank = self.facts.rules.titles[title].rank
        return Post(kind=row.kind, unit=unit, title=title, rank=rank, employment=employment)

    def _problem(self, code: str, row: Row, /, **details: object) -> None:
        problem = Problem(code=code, line=row.line, staff_no=row.staff_no, name=row.name, details=details)
        if problem not in self.problems:
            self.problems.append(problem)


def _used_units(people: Iterable[Person]) -> set[str]:
    return {post.unit for person in people for post in person.posts}


def _ratings(
    facts: Facts, city: City, rows: Iterable[Row], lines: Mapping[str, int]
) -> tuple[dict[Key, Rating], list[Problem]]:
    """Derive the raters after the load, and say what is wrong with them."""
    problems: list[Problem] = []
    wanted = {key: rater for key, rater in facts.overrides.items() if key[0] in city.people}
    for row in rows:
        for role, number in ((FIRST, row.first_rater), (SECOND, row.second_rater)):
            if number and row.staff_no in city.people:
                problems += _override_problems(city, row, number)
                wanted[row.staff_no, role] = number
    for (number, role), rater in facts.overrides.items():
        if wanted.get((number, role)) == rater and not raters.can_rate(city, rater):
            details = {"rater": rater, "role": role}
            name = city.people[number].name
            problems.append(Problem(code="override_ended", staff_no=number, name=name, details=details))
    ratings = raters.derive(city, facts.rules, wanted)
    problems += _circle_problems(city, ratings, lines)
    problems += _load_problems(city, ratings, lines)
    return ratings, problems


def _override_problems(city: City, row: Row, rater: str) -> Iterator[Problem]:
    code = ""
    if rater == row.staff_no:
        code = "rates_self"
    elif rater not in city.people:
        code = "unknown_rater"
    elif city.people[rater].is_away:
        code = "cannot_rate"
    if code:
        yield Problem(code=code, line=row.line, staff_no=row.staff_no, name=row.name, details={"rater": rater})


def _circle_problems(city: City, ratings: Mapping[Key, Rating], lines: Mapping[str, int]) -> Iterator[Problem]:
    for circle in raters.circles(raters.first_raters(ratings)):
        chain = [f"{city.people[number].name} ({number})" for number in (*circle, circle[0])]
        yield Problem(
            code="circular_raters",
            line=lines.get(circle[0]),
            staff_no=circle[0],
            name=city.people[circle[0]].name,
            details={"chain": " → ".join(chain)},
        )


def _load_problems(city: City, ratings: Mapping[Key, Rating], lines: Mapping[str, int]) -> Iterator[Problem]:
    """Warn of people nobody rates, and of raters with too many."""
    ratees = Counter(rating.rater for (_number, role), rating in ratings.items() if role == FIRST)
    without_second = 0
    for number in sorted(city.people):
        person = city.people[number]
        if person.is_away or person.main is None:
            continue
        where = {"department": city.label(person.main.unit)}
        if (number, FIRST) not in ratings:
            yield Problem(
                code="no_first_rater", line=lines.get(number), staff_no=number, name=person.name, details=where
            )
        elif (number, SECOND) not in ratings:
            without_second += 1
        if ratees[number] > MOST_RATEES:
            details = {"count": ratees[number], "most": MOST_RATEES}
            yield Problem(
                code="many_ratees", line=lines.get(number), staff_no=number, name=person.name, details=details
            )
    if without_second:
        yield Problem(code="no_second_rater", details={"count": without_second})


def _general(facts: Facts, found: Difference) -> Iterator[Problem]:
    if found.needs_confirmation:
        yield Problem(code="many_leavers", details={"leavers": found.leavers, "headcount": found.headcount})
    if facts.later_load_on:
        yield Problem(code="later_load", details={"date": facts.later_load_on.isoformat()})


def _person_changes(facts: Facts, city: City, arrangement: _Arrangement) -> Iterator[Change]:
    before = facts.city
    for number, person in city.people.items():
        line = arrangement.lines.get(number)
        old = before.people.get(number)
        if old is None:
            yield _change(JOIN, person, line, {}, _standing(city, person))
        else:
            yield from _changes_of(facts, city, old, person, line)
    for number in before.people.keys() - city.people.keys():
        old = before.people[number]
        yield _change(LEAVE, old, arrangement.lines.get(number), _standing(before, old), {})


def _changes_of(facts: Facts, city: City, old: Person, new: Person, line: int | None) -> Iterator[Change]:
    """Yield each way in which a person who stays changes; a promotion to another department is both."""
    if old == new:
        return
    was, now = old.main, new.main
    before, after = _standing(facts.city, old), _standing(city, new)
    if was and now and was.unit != now.unit:
        yield _change(MOVE, new, line, before, after)
    rises = bool(was and now and facts.rules.rank_order(now.rank) < facts.rules.rank_order(was.rank))
    if rises:
        yield _change(PROMOTE, new, line, before, after)
    yield from _beside_changes(facts.city, city, old, new, line)
    details = [name for name in DETAIL_FIELDS if getattr(old, name) != getattr(new, name)]
    post_details = [
        name
        for name in ("title", "rank", "employment")
        if was and now and getattr(was, name) != getattr(now, name) and not (rises and name != "employment")
    ]
    if details or post_details:
        yield _change(
            CORRECT,
            new,
            line,
            _picked(old, details) | _picked(was, post_details),
            _picked(new, details) | _picked(now, post_details),
        )


def _beside_changes(before: City, after: City, old: Person, new: Person, line: int | None) -> Iterator[Change]:
    for kind, kinds in ((ABSENCE, values.AWAY_KINDS), (CONCURRENT, values.BESIDE_KINDS)):
        ended = sorted(_post_label(before, post) for post in old.posts - new.posts if post.kind in kinds)
        begun = sorted(_post_label(after, post) for post in new.posts - old.posts if post.kind in kinds)
        if ended or begun:
            yield _change(kind, new, line, {"posts": ended}, {"posts": begun})


def _post_label(city: City, post: Post) -> list[str]:
    return [post.kind, city.label(post.unit), post.title]


def _standing(city: City, person: Person) -> dict[str, object]:
    main = person.main
    if main is None:
        return {}
    return {"department": city.label(main.unit), "title": main.title, "rank": main.rank}


def _picked(thing: object, names: Iterable[str]) -> dict[str, object]:
    return {name: _plain(getattr(thing, name)) for name in names}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _change(
    kind: str, person: Person, line: int | None, before: Mapping[str, object], after: Mapping[str, object]
) -> Change:
    return Change(kind=kind, staff_no=person.staff_no, name=person.name, line=line, before=before, after=after)


def _unit_changes(before: City, after: City) -> Iterator[Change]:
    for code in before.units.keys() | after.units.keys():
        old, new = before.units.get(code), after.units.get(code)
        if old == new:
            continue
        known = new or old
        yield Change(
            kind=REORGANISE,
            name=known.name if known else code,
            before=_unit_facts(before, old),
            after=_unit_facts(after, new),
        )


def _unit_facts(city: City, unit: Unit | None) -> dict[str, object]:
    return {"code": unit.code, "department": city.label(unit.code), "unit_kind": unit.kind} if unit else {}
