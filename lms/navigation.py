"""What the header shows: places by role, who is signed in and where they belong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache as remembered
from functools import lru_cache
from typing import cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from curriculum import permissions
from curriculum.access import EDITORS
from lms.learning.notices.queries import UNREAD_KEPT_FOR, unread_count, unread_key
from lms.lib import clock
from lms.people import access
from lms.people.models import DepartmentPeriod, Posting, Role, User
from lms.templatetags.ui import drawn_icon

PHONE_PLACES = 4
# Pages of HR's whose addresses lie elsewhere.
HR_AREAS = ("learning:support", "operations:retention")
# A new department may take this long to appear beside the name; no access hangs on it.
AFFILIATION_KEPT_FOR = timedelta(minutes=5)


def everybody(user: User, on: date) -> bool:
    return True


def holds(*roles: Role) -> Callable[[User, date], bool]:
    return lambda user, on: access.has_role(user, *roles, on=on)


def edits(user: User, on: date) -> bool:
    return permissions.holds(user, EDITORS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An entry of the header: an area, and whom it is open to."""

    url_name: str
    label: str | Promise
    icon: str
    opens: Callable[[User, date], bool] = everybody
    # Pages that belong to the area although their address lies elsewhere.
    also: tuple[str, ...] = ()

    def depth(self, path: str) -> int:
        """Return the length of the area's longest address that holds a page; nothing for a page elsewhere."""
        own, *others = (address(name) for name in (self.url_name, *self.also))
        areas = [area for area in (own, *others) if len(area) > 1 and path.startswith(area)]
        return max(map(len, areas), default=int(path == own))


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """A place as this person meets it on this page."""

    url: str
    label: str
    current: bool
    icon: str = ""

    @property
    def face(self) -> SafeString:
        return face(self.icon, self.label)


PLACES = (
    Place(url_name="home", label=_("Home"), icon="home"),
    Place(url_name="learning:home", label=_("Learn"), icon="learn"),
    Place(url_name="assessments:home", label=_("Assessment"), icon="assess"),
    Place(url_name="learning:projects", label=_("Projects"), icon="projects"),
    Place(url_name="assessments:team", label=_("Team"), icon="team", opens=access.is_supervisor),
    Place(url_name="reports:hr", label=_("HR"), icon="hr", opens=holds(Role.HR), also=HR_AREAS),
    Place(
        url_name="reports:levels",
        label=_("Reports"),
        icon="reports",
        opens=holds(Role.HR, Role.COMMITTEE),
    ),
    Place(url_name="people:audit", label=_("Audit"), icon="audit", opens=holds(Role.AUDITOR)),
    Place(url_name="operations:home", label=_("Operations"), icon="clock", opens=holds(Role.ADMINISTRATOR)),
    Place(url_name="wagtailadmin_home", label=_("Editing"), icon="admin", opens=edits),
)

# Sections of the portal, at the foot of every page; their addresses are fixed.
SECTIONS = (
    ("/news/", _("News")),
    ("/stories/", _("Stories of results")),
    ("/initiatives/", _("Priority initiatives")),
    ("/glossary/", _("Glossary")),
    ("/help/", _("Help")),
)
# Where the search box of the header leads: the first of these that exists.
SEARCH_PLACES = ("search", "learning:catalogue", "learning:home")


def navigation(request: HttpRequest) -> dict[str, object]:
    """Give every page its header; nothing is asked of the database until the header is drawn."""
    signed_in_as = getattr(request, "user", AnonymousUser())
    nav = lazy(lambda: items_for(signed_in_as, on=clock.today(), path=request.path))
    return {
        "nav": nav,
        "nav_row": lazy(lambda: drawn("nav_row", places=tuple(nav))),
        "phone_bar": lazy(lambda: phone_bar(tuple(nav))),
        "sections": lazy(lambda: drawn("sections", places=sections_for(signed_in_as, path=request.path))),
        "affiliation": lazy(lambda: affiliation(signed_in_as, on=clock.today())),
        "unread_notices": lazy(lambda: unread_notices(signed_in_as)),
        "site_search_url": lazy(lambda: first_address(SEARCH_PLACES)),
        "demo": settings.DEMO,
        "idle_minutes": settings.SESSION_IDLE_MINUTES,
        "languages": settings.LANGUAGES,
    }


def lazy[T](make: Callable[[], T]) -> T:
    return cast(T, SimpleLazyObject(make))  # it stands in for what it makes


def items_for(user: User | AnonymousUser, *, on: date, path: str) -> list[NavItem]:
    """Return the places open to a person; the deepest one that holds the path is current."""
    if not isinstance(user, User) or not user.is_authenticated:
        return []
    places = [(place, url) for place, url in addressed(PLACES) if place.opens(user, on)]
    depths = [place.depth(path) for place, _url in places]
    deepest = max(depths, default=0)
    return [
        NavItem(url=url, label=str(place.label), icon=place.icon, current=0 < depth == deepest)
        for (place, url), depth in zip(places, depths, strict=True)
    ]


@remembered
def face(icon: str, label: str) -> SafeString:
    """Return the icon and the words of a place."""
    return format_html("{}{}", drawn_icon(icon, "", ""), label)


def addressed(places: tuple[Place, ...]) -> Iterator[tuple[Place, str]]:
    """Pair each place with its address, leaving out areas this installation does not have."""
    for place in places:
        if url := address(place.url_name):
            yield place, url


def address(url_name: str) -> str:
    """Return an area's address; nothing when this installation does not have it."""
    return _address(url_name, get_urlconf())


# Every page draws a dozen of them, the same ones each time.
@remembered
def _address(url_name: str, urlconf: str | None) -> str:
    try:
        return reverse(url_name, urlconf)
    except NoReverseMatch:
        return ""


def first_address(url_names: tuple[str, ...]) -> str:
    return next((url for name in url_names if (url := address(name))), "")


def sections_for(user: User | AnonymousUser, *, path: str) -> tuple[NavItem, ...]:
    """Return the sections of the portal for who is signed in."""
    sections = SECTIONS if user.is_authenticated else ()
    return tuple(NavItem(url=url, label=str(label), current=url == path) for url, label in sections)


def phone_bar(nav: tuple[NavItem, ...]) -> SafeString:
    """Draw at most four places; when there are more, three and a menu with the rest."""
    if len(nav) <= PHONE_PLACES:
        return drawn("phone_bar", places=nav)
    return drawn("phone_bar", places=nav[: PHONE_PLACES - 1], more=nav[PHONE_PLACES - 1 :])


def drawn(part: str, **rows: tuple[NavItem, ...]) -> SafeString:
    """Draw a part of the frame, which is the same for everybody to whom the same places are open on the same page."""
    return _drawn(part, tuple(rows.items()), get_language())


@lru_cache(maxsize=1024)
def _drawn(part: str, rows: tuple[tuple[str, tuple[NavItem, ...]], ...], language: str | None) -> SafeString:
    return render_to_string(f"components/{part}.html", dict(rows))


def affiliation(user: User | AnonymousUser, *, on: date) -> str:
    """Return where a person belongs, as it stands beside the name in the header."""
    if not isinstance(user, User) or not user.is_authenticated:
        return ""
    key = f"affiliation:{user.pk}:{on}"
    seconds = AFFILIATION_KEPT_FOR.total_seconds()
    return str(cache.get_or_set(key, lambda: department_name(user, on=on), seconds))


def unread_notices(user: User | AnonymousUser) -> int:
    """Return how many notices wait to be read; a new one may take a minute to be counted."""
    if not isinstance(user, User) or not user.is_authenticated:
        return 0
    return int(cache.get_or_set(unread_key(user), lambda: unread_count(user), UNREAD_KEPT_FOR) or 0)


def department_name(user: User, *, on: date) -> str:
    """Return the name of the department of the person's main post on a date, or nothing."""
    posts = Posting.objects.filter(person=user, kind=Posting.Kind.MAIN).on(on)
    name = (
        DepartmentPeriod.objects.filter(department__in=posts.values("department"))
        .on(on)
        .order_by("department_id")
        .values_list("name", flat=True)
        .first()
    )
    return name or ""
