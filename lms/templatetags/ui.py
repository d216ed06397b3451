"""Presentation: icons, form fields, containers with a skeleton, dates and amounts in words.

Every template has these tags without loading them; docs/design-system.md shows each in use.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput
from django.http import HttpRequest
from django.template.base import NodeList, Parser, Token, VariableNode
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.template.loader_tags import BlockNode
from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy

from lms.lib import clock
from lms.lib.calendar import WEEKDAYS, wareki
from lms.lib.text import has_japanese

register = template.Library()

# The words of the state badge; the shape is the icon "state-<key>".
STATES = {
    "not_started": pgettext_lazy("state", "Not started"),
    "in_progress": pgettext_lazy("state", "In progress"),
    "completed": pgettext_lazy("state", "Completed"),
    "failed": pgettext_lazy("state", "Not passed"),
    "overdue": pgettext_lazy("state", "Overdue"),
    "due_soon": pgettext_lazy("state", "Due soon"),
    "waiting": pgettext_lazy("state", "Waiting for confirmation"),
    "draft": pgettext_lazy("state", "Draft"),
    "returned": pgettext_lazy("state", "Returned"),
    "exempt": pgettext_lazy("state", "Exempt"),
}

# Where a course has a word of its own.
COURSE_STATES = {"completed": pgettext_lazy("course state", "Completed")}

# Django message levels, and the words an author may use, by the kind of notice that shows them.
NOTICE_WORDS = {
    "info": pgettext_lazy("notice", "Notice"),
    "success": pgettext_lazy("notice", "Done"),
    "warning": pgettext_lazy("notice", "Attention"),
    "error": pgettext_lazy("notice", "Error"),
}
NOTICE_ICONS = {"info": "info", "success": "success", "warning": "warning", "error": "error"}

LEVEL_NAMES = {
    1: pgettext_lazy("level", "Awareness"),
    2: pgettext_lazy("level", "Desire"),
    3: pgettext_lazy("level", "Knowledge"),
    4: pgettext_lazy("level", "Ability"),
    5: pgettext_lazy("level", "Reinforcement"),
}


# What is the same on every page

CHANGING = (VariableNode, BlockNode, CsrfTokenNode)


@register.tag
def constant(parser: Parser, token: Token) -> "ConstantNode":
    """Draw what stands between `constant` and `endconstant` once for each language.

    Nothing of the page reaches it: it holds words, icons and addresses without arguments.
    """
    nodes = parser.parse(("endconstant",))
    parser.delete_first_token()
    if changing := [node for kind in CHANGING for node in nodes.get_nodes_by_type(kind)]:
        raise template.TemplateSyntaxError(f"{changing[0]!r} changes from page to page: it cannot be constant.")
    return ConstantNode(nodes)


class ConstantNode(template.Node):
    """A part of a page that depends on the language alone."""

    def __init__(self, nodes: NodeList) -> None:
        self.nodes = nodes
        self.drawn: dict[str | None, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        language = get_language()
        if language not in self.drawn:
            nothing = template.Context()
            nothing.template = context.template
            self.drawn[language] = self.nodes.render(nothing)
        return self.drawn[language]


# Icons


@register.simple_tag
def icon(name: str, label: object = "", css: str = "") -> SafeString:
    """Draw an icon from the sprite; without a label it is decoration and hidden from screen readers."""
    return drawn_icon(name, str(label), css)


# A page draws dozens, all alike.
@lru_cache(maxsize=1024)
def drawn_icon(name: str, label: str, css: str) -> SafeString:
    classes = f"icon {css}".strip()
    role = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{}" width="24" height="24" {} focusable="false"><use href="{}#{}"/></svg>',
        classes,
        role,
        static("lms/icons.svg"),
        name,
    )


# Forms


@register.simple_tag
def field(bound: BoundField, *, label: object = "", help: object = "", layout: str = "", css: str = "") -> SafeString:
    """Lay out one form field: label, help, error, input.

    `help` replaces the form's own help, False leaves it out; `layout` is "", "choices" or "levels".
    """
    if help is False or help:
        # Django points aria-describedby at the help of the bound field, so ours goes where it looks.
        bound.help_text = str(help or "")
    context = {
        "field": bound,
        "label": label or bound.label,
        "layout": layout,
        "css": css,
        "is_check": isinstance(bound.field.widget, CheckboxInput),
        # Placeholders vanish when they are needed and repeat the label: none.
        "input": bound.as_widget(attrs={"placeholder": False}),
    }
    return mark_safe(render_to_string("components/field.html", context))  # noqa: S308 — a template made it


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """Lay out every visible field of a form, then its hidden ones."""
    visible = format_html_join("\n", "{}", ((field(bound),) for bound in form.visible_fields()))
    return visible + mark_safe("".join(str(bound) for bound in form.hidden_fields()))  # noqa: S308


@register.simple_tag
def error_summary(*forms: BaseForm | None) -> SafeString:
    """List what is wrong in one or more forms, each line a link to its field; nothing when all is well."""
    errors = [line for form in forms if form is not None and form.is_bound for line in error_lines(form)]
    if not errors:
        return SafeString()
    return mark_safe(render_to_string("components/error_summary.html", {"errors": errors}))  # noqa: S308


def error_lines(form: BaseForm) -> Iterable[dict[str, str]]:
    for message in form.non_field_errors():
        yield {"target": "", "label": "", "message": str(message)}
    for bound in form:
        for message in bound.errors:
            target = bound.auto_id if bound.use_fieldset else bound.id_for_label
            yield {"target": target, "label": str(bound.label), "message": str(message)}


# Containers


@register.simple_block_tag
def card(content: str, *, title: str = "", lead: bool = False, level: int = 2, id: str = "") -> str:
    """Frame one thing; `lead` is the large card a page opens with."""
    return contained("card", content, title=title, lead=lead, level=level, id=id)


@register.simple_block_tag
def notice(content: str, *, kind: str = "info", title: object = "") -> str:
    """Say something that stays on the page: info, success, warning or error."""
    return contained("notice", content, title=title, **notice_look(kind))


def notice_look(kind: str) -> dict[str, Any]:
    known = kind if kind in NOTICE_ICONS else "info"
    return {"kind": known, "icon_name": NOTICE_ICONS[known], "word": NOTICE_WORDS[known]}


@register.simple_block_tag
def disclosure(content: str, *, summary: str, open: bool = False, id: str = "") -> str:
    """Fold away what most people do not need."""
    return contained("disclosure", content, summary=summary, open=open, id=id)


@register.simple_block_tag
def dialog(content: str, *, id: str, title: str) -> str:
    """A native dialog, opened by data-dialog-open="<id>" on a button."""
    return contained("dialog", content, id=id, title=title)


@register.simple_block_tag
def empty(content: str, *, title: str) -> str:
    """Say that there is nothing, and what to do instead."""
    return contained("empty", content, title=title)


@register.simple_block_tag
def breadcrumbs(content: str) -> str:
    """Show the way back; home comes first by itself. Fill with {% crumb %}, the page itself last."""
    return contained("breadcrumbs", content)


@register.simple_tag
def crumb(label: object, view_name: str = "", *args: object) -> SafeString:
    """One step of the way: a link, or without a view name the page itself."""
    if not view_name:
        return format_html('<li><span aria-current="page">{}</span></li>', label)
    url = view_name if view_name.startswith("/") else reverse(view_name, args=args)
    return format_html('<li><a href="{}">{}</a></li>', url, label)


def contained(component: str, content: str, **context: Any) -> str:
    return render_to_string(f"components/{component}.html", {"content": content, **context})


# States, levels, bars


@register.simple_tag
def state(key: str, label: object = "") -> SafeString:
    """Show a state in words and shape, never by colour alone."""
    return format_html(
        '<span class="state state-{}">{}<span>{}</span></span>',
        key,
        icon(f"state-{key}"),
        label or STATES.get(key, key),
    )


@register.simple_tag
def course_state(key: str) -> SafeString:
    """Show how far somebody is with a course: a course is completed (修了), its modules are done (完了)."""
    return state(key, COURSE_STATES.get(key, ""))


@register.filter
def level_name(level: int | None) -> str:
    """Return 知識 for 3."""
    return str(LEVEL_NAMES.get(level or 0, ""))


@register.inclusion_tag("components/levels.html")
def levels(
    name: str, *, value: object = None, legend: str = "", none_value: str = "none", disabled: bool = False
) -> dict[str, object]:
    """Radio buttons 1 to 5 and "no grounds to judge", for one person in a table or one question."""
    return {
        "name": name,
        "value": "" if value is None else str(value),
        "legend": legend,
        "none_value": none_value,
        "disabled": disabled,
        "choices": [(str(number), word) for number, word in LEVEL_NAMES.items()],
    }


@register.inclusion_tag("components/bar_row.html")
def bar_row(
    label: object, *, done: int, late: int, open: int, url: str = "", summary: bool = False
) -> dict[str, object]:
    """One row of the tree of departments: a bar of done, late and not yet due, with the counts in words."""
    total = done + late + open
    widths = [round(100 * part / total, 2) if total else 0.0 for part in (done, late, open)]
    return {
        "label": label,
        "url": url,
        "summary": summary,
        "total": total,
        "parts": {"done": done, "late": late, "open": open},
        "done_width": f"{widths[0]}%",
        "late_width": f"{widths[1]}%",
        "late_start": f"{widths[0]}%",
        "open_start": f"{round(widths[0] + widths[1], 2)}%",
        "open_width": f"{widths[2]}%",
    }


@register.inclusion_tag("components/progress.html")
def progress(value: float, maximum: float = 100, *, label: object = "", text: object = "") -> dict[str, object]:
    """A native progress bar with its figure beside it."""
    percent = round(100 * value / maximum) if maximum else 0
    return {"value": str(value), "maximum": str(maximum or 1), "label": label, "text": text, "percent": percent}


# Lists: pages and sorting keep the filters that stand in the address


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Mapping[str, Any], page: Page[Any], *, unit: object = "") -> dict[str, object]:
    """Links to the other pages of a list and which rows are shown."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    total = gettext("%(count)s %(unit)s") % {"count": f"{page.paginator.count:,}", "unit": unit or gettext("items")}
    return {"request": context["request"], "page": page, "numbers": list(numbers), "total": total}


@register.inclusion_tag("components/sort_link.html", takes_context=True)
def sort_link(context: Mapping[str, Any], key: str, label: object) -> dict[str, object]:
    """A column heading that sorts: ?sort=key, then ?sort=-key."""
    request: HttpRequest = context["request"]
    now = request.GET.get("sort", "")
    return {
        "request": request,
        "label": label,
        "target": f"-{key}" if now == key else key,
        "direction": {key: "ascending", f"-{key}": "descending"}.get(now, ""),
    }


@register.simple_tag(takes_context=True)
def aria_sort(context: Mapping[str, Any], key: str) -> SafeString:
    """The attribute of the sorted column's th."""
    now = context["request"].GET.get("sort", "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(now)
    return format_html(' aria-sort="{}"', direction) if direction else SafeString()


# Dates and amounts in words


def is_japanese() -> bool:
    return (get_language() or "ja").startswith("ja")


def as_day(value: date | datetime) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value


@register.filter(expects_localtime=True)
def day(value: date | datetime | None) -> str:
    """Return a date to read: 令和8年11月23日(月) or Mon 23 Nov 2026."""
    if value is None:
        return ""
    on = as_day(value)
    return wareki(on) if is_japanese() else formats.date_format(on, "D j M Y")


@register.filter(expects_localtime=True)
def short_day(value: date | datetime | None) -> str:
    """Return a date without its year: 11月26日(木) or Thu 26 Nov."""
    if value is None:
        return ""
    on = as_day(value)
    if is_japanese():
        return f"{on.month}月{on.day}日({WEEKDAYS[on.weekday()]})"
    return formats.date_format(on, "D j M")


@register.filter(expects_localtime=True)
def clock_time(value: datetime | None) -> str:
    """Return 10:32."""
    return f"{value:%H:%M}" if value else ""


@register.filter(expects_localtime=True)
def moment(value: datetime | None) -> str:
    """Return a day with the time: 令和8年11月23日(月) 10:32."""
    return f"{day(value)} {clock_time(value)}" if value else ""


@register.filter(expects_localtime=True)
def due(value: date | datetime | None, today: date | None = None) -> str:
    """Return when something is due in words: あと3日・11月26日(木)."""
    if value is None:
        return gettext("No due date")
    on = as_day(value)
    return gettext("%(distance)s, %(day)s") % {
        "distance": distance((on - (today or clock.today())).days),
        "day": short_day(on),
    }


def distance(days: int) -> str:
    if days < 0:
        return ngettext("%(days)d day over", "%(days)d days over", -days) % {"days": -days}
    if days == 0:
        return gettext("Due today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


@register.filter
def due_state(value: date | datetime | None, today: date | None = None) -> str:
    """Return the state badge a due date deserves: overdue, due_soon within a week, or nothing."""
    if value is None:
        return ""
    days = (as_day(value) - (today or clock.today())).days
    if days < 0:
        return "overdue"
    return "due_soon" if days <= 7 else ""


@register.filter
def minutes(value: int | None) -> str:
    """Return an amount of time: 15分, 1時間20分."""
    if value is None:
        return ""
    hours, rest = divmod(int(value), 60)
    if not hours:
        return gettext("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return gettext("%(hours)d h") % {"hours": hours}
    return gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.filter
def grouped(value: object) -> object:
    """Return a whole number with its thousands apart: 2,500; words as they are."""
    return f"{value:,}" if isinstance(value, int) else value


@register.filter
def lang(value: object) -> SafeString:
    """Return the attribute of what a page in another language shows in Japanese: `<p{{ words|lang }}>`."""
    is_foreign = not is_japanese() and has_japanese(str(value))
    return mark_safe(' lang="ja"' if is_foreign else "")  # noqa: S308 - ours alone


@register.filter
def people(value: int | None) -> str:
    """Return a number of people: 2,500人."""
    if value is None:
        return ""
    shown = f"{value:,}"
    return ngettext("%(count)s person", "%(count)s people", value) % {"count": shown}
