"""What the player and its shell show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet, Subquery
from django.templatetags.static import static
from django.urls import reverse

from curriculum.models import Module, PackageItem, PackageVersion
from lms.learning.record.models import Enrolment
from lms.learning.record.outcomes import Settled
from lms.learning.record.states import Completion, ProgressState, Success
from lms.learning.scorm import cmi, courses, sharing, tokens
from lms.learning.scorm.cmi import LaunchFacts, Standard
from lms.learning.scorm.models import Attempt, CmiState, PackageMove, ScormSession
from lms.learning.scorm.requirements import Requirements, duration_limit
from lms.learning.scorm.sequencing import reports
from lms.learning.scorm.sequencing.activities import Tree
from lms.learning.scorm.sequencing.outlook import Outlook
from lms.learning.scorm.services import walking
from lms.learning.scorm.states import AttemptState, Mode
from lms.lib.prepared import prepared
from lms.people.models import User

PING = timedelta(seconds=30)  # how often an open player says that it is there
CONTENT_URLS = "lms.content_urls"
# What the player reads of an attempt; a version's import report may be long.
ATTEMPT_FIELDS = (
    *("uuid", "number", "state", "completion", "success", "score", "enrolment", "module"),
    *("package_version__uuid", "package_version__standard", "package_version__sha256"),
)
LIBRARIES = {
    Standard.SCORM12: "vendor/scorm-again/scorm12.min.js",
    Standard.SCORM2004: "vendor/scorm-again/scorm2004.min.js",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TocItem:
    """One line of a package's table of contents; a cluster cannot be launched."""

    item: PackageItem
    depth: int
    state: ProgressState
    is_current: bool = False
    may_choose: bool = False

    @property
    def is_launchable(self) -> bool:
        return bool(self.item.launch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """The buttons around an item: which the package wants shown (adlnav:hideLMSUI), and which lead somewhere now."""

    shows_previous: bool = False
    shows_continue: bool = False
    shows_end: bool = False
    shows_save: bool = True
    may_go_back: bool = False
    may_continue: bool = False
    ends_by_continuing: bool = False


@dataclass(frozen=True, kw_only=True)
class Package:
    """What a module plays for this enrolment, and how far each of its items is.

    `is_new`: its learner was moved to this version since the last launch, and begins it from the start.
    """

    version: PackageVersion
    attempt: Attempt | None
    items: Sequence[PackageItem]
    tree: Tree | None = None
    is_new: bool = False

    @cached_property
    def states(self) -> Mapping[int, CmiState]:
        """Return the items' states in the open attempt, read when first asked for: most packages have one item."""
        if self.attempt is None:
            return {}
        states = CmiState.objects.filter(attempt=self.attempt).defer("data")
        return {state.item_id: state for state in states}

    @property
    def launchable(self) -> list[PackageItem]:
        return [item for item in self.items if item.launch]

    @property
    def is_single(self) -> bool:
        return len(self.launchable) == 1

    def state_of(self, item: PackageItem) -> ProgressState:
        """Return how far an item is; one that was played and said nothing of it has begun all the same."""
        state = self.states.get(item.pk)
        found = progress_of(state) if state else ProgressState.NOT_STARTED
        has_begun = state is not None and state.last_at is not None
        return ProgressState.IN_PROGRESS if has_begun and found is ProgressState.NOT_STARTED else found

    def by_identifier(self, identifier: str) -> PackageItem | None:
        """Return a visible item a learner may choose."""
        return next((item for item in self.choosable if item.identifier == identifier), None)

    @property
    def choosable(self) -> list[PackageItem]:
        hidden = {item.pk for item in self.items if not item.is_visible}
        return [item for item in self.launchable if item.pk not in hidden] or self.launchable

    @property
    def place(self) -> PackageItem:
        """Return where 続きから leads: the item played last unless it is done, else the first that is not."""
        if len(self.choosable) == 1:
            return self.choosable[0]
        played = [self.states[item.pk] for item in self.choosable if item.pk in self.states]
        last = max(played, key=lambda state: (state.last_at is not None, state.last_at), default=None)
        open_items = [item for item in self.choosable if self.state_of(item) is not ProgressState.COMPLETED]
        by_pk = {item.pk: item for item in self.choosable}
        if last and (by_pk[last.item_id] in open_items or not open_items):
            return by_pk[last.item_id]
        return (open_items or self.choosable)[0]

    def next_after(self, item: PackageItem) -> PackageItem | None:
        later = [other for other in self.choosable if other.order > item.order]
        return later[0] if later else None

    def previous_before(self, item: PackageItem) -> PackageItem | None:
        earlier = [other for other in self.choosable if other.order < item.order]
        return earlier[-1] if earlier else None

    def toc(self, current: PackageItem | None, ahead: Outlook | None = None) -> Iterator[TocItem]:
        """Yield the visible items as a tree in reading order; what stands below a hidden one is hidden too.

        With an outlook, sequencing says what is hidden and what may be chosen; else whatever can be opened may.
        """
        depths: dict[int | None, int] = {None: -1}
        for item in self.items:
            is_hidden = ahead is not None and item.identifier in ahead.hidden
            is_current = current is not None and item.pk == current.pk
            if item.is_visible and item.parent_id in depths and not (is_hidden and not is_current):
                depths[item.pk] = depth = depths[item.parent_id] + 1
                yield TocItem(
                    item=item,
                    depth=min(depth, 4),
                    state=self.state_of(item),
                    is_current=is_current,
                    may_choose=bool(item.launch) if ahead is None else item.identifier in ahead.choices,
                )

    def controls(self, item: PackageItem, ahead: Outlook | None) -> Controls:
        """Return the buttons for an item that is played."""
        if self.tree is None or ahead is None:
            before, after = self.previous_before(item), self.next_after(item)
            return Controls(
                shows_previous=not self.is_single,
                shows_continue=not self.is_single,
                may_go_back=before is not None,
                may_continue=after is not None,
            )
        activity = self.tree.by_id[item.identifier]
        parent = self.tree.parent(activity) or self.tree.root
        hidden, flows = activity.hidden_controls, parent.controls.flow and not self.is_single
        return Controls(
            shows_previous=flows and "previous" not in hidden and not parent.controls.forward_only,
            shows_continue=flows and "continue" not in hidden,
            shows_end="exitAll" not in hidden and not self.is_single,
            shows_save="suspendAll" not in hidden,
            may_go_back=ahead.may_go_back,
            may_continue=ahead.may_continue,
            ends_by_continuing=ahead.ends_by_continuing,
        )


def progress_of(kept: CmiState | Attempt) -> ProgressState:
    """Return the state in the words a learner reads."""
    settled = Settled(completion=Completion(kept.completion), success=Success(kept.success), score=kept.score)
    return settled.state


def package_of(enrolment: Enrolment, module: Module) -> Package:
    """Return what the module plays: the open attempt's package version, or the module's own for a new one."""
    attempt = _open_attempt.first(enrolment.pk, module.pk)
    is_new = attempt is not None and attempt.moved_to not in {None, attempt.package_version_id}
    if attempt and not is_new:
        version = attempt.package_version
    else:
        # An attempt on a version that its learner was moved from is over; the next launch closes it.
        attempt = None
        versions = PackageVersion.objects.defer("report")
        version = versions.filter(pk__in=_moved_to(enrolment.pk, module.pk)).first() or versions.get(
            scorm_modules__module=module
        )
    return Package(
        version=version,
        attempt=attempt,
        items=items_of(version.uuid),
        tree=courses.tree_of_version(version.uuid),
        is_new=is_new,
    )


@prepared
def _open_attempt(enrolment: int, module: int) -> QuerySet[Any]:
    attempts = Attempt.objects.filter(enrolment=enrolment, module=module, state=AttemptState.OPEN)
    read = attempts.select_related("package_version").only(*ATTEMPT_FIELDS)
    return read.annotate(moved_to=Subquery(_moved_to(enrolment, module)))


def _moved_to(enrolment: int, module: int) -> QuerySet[PackageMove, Any]:
    return PackageMove.objects.filter(enrolment=enrolment, module=module).values("version")


@lru_cache(maxsize=512)
def items_of(version: UUID) -> Sequence[PackageItem]:
    """Return a package version's items in reading order; remembered, since a version never changes."""
    items = PackageItem.objects.filter(version__uuid=version).select_related("version").defer("version__report")
    return tuple(items.order_by("order"))


# The shell

SHELL_FIELDS = (
    *("uuid", "state", "last_sequence", "standard", "requirements", "data", "mode", "entry", "total_time"),
    *("learner__name", "learner__family_name", "learner__given_name"),
    *("attempt__uuid", "attempt__enrolment", "attempt__package_version__uuid", "attempt__package_version__sha256"),
    "cmi__item",
)


def shell_state(uuid: UUID, token: str, *, at: datetime) -> dict[str, Any]:
    """Return all that the shell needs to play a session, ready for JSON; raise tokens.Refused when there is none."""
    session = _shown.first(uuid)
    if session is None:
        raise tokens.Refused
    version = session.attempt.package_version
    standard = Standard(session.standard)
    item = next(item for item in items_of(version.uuid) if item.pk == session.cmi.item_id)
    prefix = tokens.files_prefix(version.sha256, session.attempt.uuid, at=at)
    return {
        "session": session.uuid.hex,
        "place": f"{session.attempt.uuid.hex}.{item.pk}",
        "state": session.state,
        "sequence": session.last_sequence,
        "standard": standard,
        "library": static(LIBRARIES[standard]),
        "preload": preload(session, item),
        "stores": stores(session, session.attempt),
        "isSco": item.is_sco,
        "title": item.title,
        "launch": launch_url(prefix, item.launch),
        "base": reverse("shell", CONTENT_URLS, args=[token]),
        "lms": settings.LMS_ORIGIN,
        "pingSeconds": int(PING.total_seconds()),
        "navigation": walking.navigation_of(session) if _is_sequenced(session) else None,
    }


@prepared
def _shown(uuid: UUID) -> QuerySet[ScormSession]:
    sessions = ScormSession.objects.filter(uuid=uuid).select_related("learner", "attempt__package_version", "cmi")
    return sessions.only(*SHELL_FIELDS)


def _is_sequenced(session: ScormSession) -> bool:
    return Requirements.from_json(session.requirements).is_sequenced


def preload(session: ScormSession, item: PackageItem) -> list[tuple[str, str]]:
    facts = LaunchFacts(
        learner_id=session.learner_id.hex,
        learner_name=learner_name(session.learner),
        mode=Mode(session.mode),
        entry=session.entry,
        total_time=Decimal(session.total_time),
        launch_data=item.data_from_lms,
        max_time_allowed=item.max_time_allowed or duration_limit(item.sequencing),
        time_limit_action=item.time_limit_action,
    )
    rules = Requirements.from_json(session.requirements)
    values = cmi.loads(session.data)
    if rules.is_sequenced:
        values = _with_objectives(session, item, values)
    return cmi.preload(Standard(session.standard), facts, rules, values)


def stores(session: ScormSession, attempt: Attempt | None) -> list[dict[str, Any]]:
    """Return the shared data of an item as the run-time takes it: adl.data in the order of the manifest.

    Who looks around begins with nothing.
    """
    wanted = Requirements.from_json(session.requirements).stores
    texts = {} if session.mode == Mode.BROWSE else sharing.load(session.learner_id, attempt, wanted)
    return [
        {"targetID": store.target, "readSharedData": store.read, "writeSharedData": store.write}
        | ({"store": texts[store.target]} if store.target in texts else {})
        for store in wanted
    ]


def _with_objectives(session: ScormSession, item: PackageItem, values: cmi.Values) -> cmi.Values:
    tree = courses.tree_of_version(item.version.uuid)
    activity = tree.by_id.get(item.identifier) if tree else None
    if tree is None or activity is None:
        return values
    return reports.with_objectives(courses.load(session.attempt, tree), activity, values)


def learner_name(learner: User) -> str:
    """Return the name as the standard wants it, "Last, First"; a name of one piece stays whole."""
    if learner.family_name and learner.given_name:
        return f"{learner.family_name}, {learner.given_name}"
    return learner.name


def launch_url(prefix: str, launch: str) -> str:
    """Return the address of an item: the package's file below the signed prefix, with its own query and fragment."""
    end = min((place for sign in "?#" if (place := launch.find(sign)) >= 0), default=len(launch))
    path, rest = launch[:end], launch[end:]
    return reverse("package_file", CONTENT_URLS, args=[prefix, "-"])[:-1] + quote(unquote(path)) + rest
