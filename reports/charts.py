"""Charts, drawn once for screen and paper: good in grey, every segment with its own hatch and label."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import zip_longest
from typing import Literal, Protocol

import matplotlib as mpl
from django.conf import settings
from django.utils.translation import gettext as _
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from reports.cohorts import Cohort
from reports.cube import LEVELS
from reports.figures import GroupFigures
from reports.release import Release
from reports.suppression import MARK
from reports.words import group_name, level_name

INK = "#1a1a1a"
GREY = "#626264"
WIDTH_INCHES = 9.6
ROW_INCHES = 0.72
LEGEND_INCHES = 1.05
NARROWEST_LABEL = 4.5
PANELS_ABREAST = 3
PANEL_INCHES = (3.4, 1.15)
PANEL_NARROWEST_LABEL = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One part of a bar: `people` of the group, filled so that it can be told apart without colour."""

    label: str
    people: int
    fill: str
    ink: str = INK
    hatch: str = ""
    is_withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar of segments that add up to n."""

    label: str
    n: int
    segments: tuple[Segment, ...]


# From light to dark as levels rise; people without a level are hatched, so that no level's grey is theirs.
FILLS = {0: "#ffffff", 1: "#e8f1fe", 2: "#c5d7fb", 3: "#7096f8", 4: "#3460fb", 5: "#0017c1"}
WHITE_INK_FROM = 4


@cache
def font_family() -> str:
    """Register BIZ UDPGothic for charts and return its family name."""
    path = settings.FONTS_ROOT / "biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf"
    font_manager.fontManager.addfont(str(path))
    return font_manager.FontProperties(fname=str(path)).get_name()


def levels_chart(release: Release, *, image_format: Literal["svg", "png"] = "svg") -> bytes:
    """Return 100 % stacked bars, one a group, with people not assessed hatched apart (DOMAIN.md 4.5).

    SVG is for screens; PNG for paper and spreadsheets, whose tools know no hatch patterns.
    """
    bars = [
        Bar(label=group_name(group), n=group.in_scope, segments=tuple(segments(group, release)))
        for group in release.figures.groups
        if group.in_scope and release.shows(group.key, "in_scope")
    ]
    return _bars_chart(bars, image_format)


def cohort_chart(cut: Cohort) -> bytes:
    """Return four bars as SVG: everyone in scope in the base cycle and now, the people followed then and now."""
    counts = cut.figures.counts
    bars = [
        _levels_bar(_("In scope: base"), cut.base_levels, counts["base_not_assessed"]),
        _levels_bar(_("In scope: now"), cut.figures.levels, counts["not_assessed"]),
        _levels_bar(_("Followed: then"), cut.followed_then, 0),
        _levels_bar(_("Followed: now"), cut.followed_now, 0),
    ]
    return _bars_chart([bar for bar in bars if bar.n], "svg")


class Standing(Protocol):
    """People in one cycle by level, and those without one."""

    @property
    def levels(self) -> Mapping[int, int]: ...
    @property
    def not_assessed(self) -> int: ...


class Panel(Protocol):
    """One of many small charts: a name, the base cycle and the current one."""

    @property
    def name(self) -> str: ...
    @property
    def base(self) -> Standing: ...
    @property
    def now(self) -> Standing: ...


def multiples_chart(panels: Sequence[Panel], *, image_format: Literal["svg", "png"] = "svg") -> bytes:
    """Return one small chart a panel, all on one scale: the base cycle above the current one, each with its n."""
    lines = max(1, -(-len(panels) // PANELS_ABREAST))
    with mpl.rc_context({"svg.fonttype": "path", "font.family": font_family(), "hatch.linewidth": 0.6}):
        figure = Figure(figsize=(PANEL_INCHES[0] * PANELS_ABREAST, PANEL_INCHES[1] * lines + 0.7), layout="constrained")
        grid = figure.subplots(lines, PANELS_ABREAST, squeeze=False)
        for axes, panel in zip_longest(grid.flat, panels):
            if panel is None:
                axes.set_axis_off()
            else:
                _draw_panel(axes, panel)
        handles, labels = grid.flat[0].get_legend_handles_labels()
        if handles:
            figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False, fontsize=9)
        return _image(figure, image_format)


def _draw_panel(axes: Axes, panel: Panel) -> None:
    bars = [
        _levels_bar(label, side.levels, side.not_assessed)
        for label, side in ((_("Then"), panel.base), (_("Now"), panel.now))
    ]
    shown = [bar for bar in bars if bar.n]
    for row, bar in enumerate(shown):
        _draw_bar(axes, row, bar, narrowest=PANEL_NARROWEST_LABEL)
    axes.set_title(panel.name, fontsize=10, loc="left", color=INK)
    axes.set_yticks(range(len(shown)), [f"{bar.label} n={bar.n:,}" for bar in shown], fontsize=8)
    axes.set_ylim(1.5, -0.5)
    axes.set_xlim(0, 100)
    axes.set_xticks(range(0, 101, 50), [f"{tick}%" for tick in range(0, 101, 50)], fontsize=7, color=INK)
    axes.tick_params(length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GREY)


def _bars_chart(bars: Sequence[Bar], image_format: Literal["svg", "png"]) -> bytes:
    # Letters become outlines, so that the picture looks the same wherever it is shown.
    with mpl.rc_context({"svg.fonttype": "path", "font.family": font_family(), "hatch.linewidth": 0.6}):
        figure = Figure(figsize=(WIDTH_INCHES, ROW_INCHES * len(bars) + LEGEND_INCHES))
        axes = figure.add_subplot()
        for row, bar in enumerate(bars):
            _draw_bar(axes, row, bar)
        _dress(axes, bars)
        return _image(figure, image_format)


def _levels_bar(label: str, levels: Mapping[int, int], not_assessed: int) -> Bar:
    parts = tuple(_level_segment(level, levels[level]) for level in LEVELS)
    missing = _missing_segment(not_assessed)
    return Bar(label=label, n=sum(levels.values()) + not_assessed, segments=(*parts, missing))


def _level_segment(level: int, people: int) -> Segment:
    return Segment(
        label=level_name(level),
        people=people,
        fill=FILLS[level],
        ink="#ffffff" if level >= WHITE_INK_FROM else INK,
        hatch="...." if level == 0 else "",
    )


def _missing_segment(people: int) -> Segment:
    return Segment(label=_("Not assessed"), people=people, fill="#f2f2f2", hatch="////")


def segments(group: GroupFigures, release: Release) -> Iterator[Segment]:
    """Yield a group's bar from left to right; what is withheld stands together, after the levels, under one mark."""
    left = group.in_scope
    for level in LEVELS:
        shown = group.levels[level] if release.shows(group.key, f"level_{level}") else 0
        left -= shown
        yield _level_segment(level, shown)
    missing = group.not_assessed if release.shows(group.key, "not_assessed") else 0
    label = _("%(mark)s Withheld") % {"mark": MARK}
    yield Segment(label=label, people=left - missing, fill="#ffffff", hatch="xxxx", is_withheld=True)
    yield _missing_segment(missing)


def _draw_bar(axes: Axes, row: int, bar: Bar, *, narrowest: float = NARROWEST_LABEL) -> None:
    left = 0.0
    for segment in bar.segments:
        width = 100 * segment.people / bar.n
        axes.barh(
            row,
            width,
            left=left,
            height=0.62,
            color=segment.fill,
            edgecolor=GREY,
            linewidth=0.8,
            hatch=segment.hatch,
            label=segment.label if row == 0 else None,
        )
        if width >= narrowest:
            axes.text(
                left + width / 2,
                row,
                MARK if segment.is_withheld else f"{segment.people:,}",
                ha="center",
                va="center",
                fontsize=10,
                color=segment.ink,
                bbox={"facecolor": segment.fill, "edgecolor": "none", "pad": 1.2},
            )
        left += width


def _dress(axes: Axes, bars: Sequence[Bar]) -> None:
    axes.set_yticks(range(len(bars)), [f"{bar.label}\nn={bar.n:,}" for bar in bars], fontsize=10)
    axes.set_xlim(0, 100)
    axes.set_xticks(range(0, 101, 20), [f"{tick}%" for tick in range(0, 101, 20)], fontsize=9, color=INK)
    axes.invert_yaxis()
    axes.tick_params(length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GREY)
    axes.set_axisbelow(True)
    axes.grid(axis="x", color="#d8d8db", linewidth=0.6)
    if not bars:  # every group is too small to print: the table says so
        return
    axes.legend(
        loc="upper center", bbox_to_anchor=(0.42, -0.12), ncols=5, frameon=False, fontsize=9.5, handlelength=2.2
    )


def _image(figure: Figure, image_format: Literal["svg", "png"]) -> bytes:
    """Render a figure; the same figure gives the same bytes."""
    buffer = BytesIO()
    if image_format == "svg":
        FigureCanvasSVG(figure)
        with mpl.rc_context({"svg.hashsalt": "dx-talent"}):
            figure.savefig(buffer, format="svg", metadata={"Date": None}, bbox_inches="tight", transparent=True)
    else:
        FigureCanvasAgg(figure)
        figure.savefig(buffer, format="png", dpi=220, bbox_inches="tight", facecolor="#ffffff")
    return buffer.getvalue()
