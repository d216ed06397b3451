"""Two charts, good in grey: completion in a course of time, and a person's own levels."""

from collections.abc import Sequence
from io import BytesIO

import matplotlib as mpl
from django.utils.translation import gettext as _
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from reports.charts import GREY, INK, WIDTH_INCHES, font_family
from reports.learning.figures import Point
from reports.learning.queries import OwnLevel
from reports.words import level_name

HEIGHT_INCHES = 3.2
# Name, fill, hatch: dark for what is done, hatched for what is late, white for what is not due.
PARTS = (("completed", "#264af4", ""), ("overdue", "#ffffff", "////"), ("open", "#e8f1fe", ""))
TOP_LEVEL = 5


def completion_chart(points: Sequence[Point]) -> bytes:
    """Return stacked bars, one a month's end: enrolments completed, overdue and not yet due."""
    labels = {"completed": _("Completed"), "overdue": _("Overdue"), "open": _("Not due yet")}
    with mpl.rc_context({"svg.fonttype": "path", "font.family": font_family(), "hatch.linewidth": 0.7}):
        figure = Figure(figsize=(WIDTH_INCHES, HEIGHT_INCHES))
        axes = figure.add_subplot()
        below = [0] * len(points)
        for name, fill, hatch in PARTS:
            heights = [getattr(point.progress, name) for point in points]
            axes.bar(
                range(len(points)),
                heights,
                bottom=below,
                width=0.7,
                color=fill,
                edgecolor=GREY,
                linewidth=0.7,
                hatch=hatch,
                label=labels[name],
            )
            below = [base + height for base, height in zip(below, heights, strict=True)]
        axes.set_xticks(range(len(points)), [f"{point.on:%Y}\n{point.on.month}/{point.on.day}" for point in points])
        axes.yaxis.set_major_formatter(mpl.ticker.StrMethodFormatter("{x:,.0f}"))
        axes.legend(loc="upper left", bbox_to_anchor=(0, 1.16), ncols=3, frameon=False, fontsize=9.5)
        axes.tick_params(labelsize=9, length=0, colors=INK)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.set_axisbelow(True)
        axes.grid(axis="y", color="#d8d8db", linewidth=0.6)
        return _svg(figure)


def own_levels_chart(levels: Sequence[OwnLevel]) -> bytes:
    """Return a person's levels over the cycles; a change of group breaks the line, for the ladder is another."""
    with mpl.rc_context({"svg.fonttype": "path", "font.family": font_family()}):
        figure = Figure(figsize=(WIDTH_INCHES * 0.75, HEIGHT_INCHES))
        axes = figure.add_subplot()
        for run in runs(levels):
            places = [levels.index(each) for each in run]
            axes.plot(places, [each.level for each in run], color="#264af4", marker="o", markersize=9, linewidth=2)
            axes.annotate(run[0].group, (places[0], run[0].level), (0, 12), textcoords="offset points", fontsize=9)
        axes.set_ylim(-0.4, TOP_LEVEL + 0.6)
        axes.set_xlim(-0.5, max(len(levels) - 0.5, 0.5))
        axes.set_yticks(range(TOP_LEVEL + 1), [level_name(level) for level in range(TOP_LEVEL + 1)], fontsize=9)
        axes.set_xticks(range(len(levels)), [f"{each.cycle}\n{each.on:%Y-%m-%d}" for each in levels], fontsize=9)
        axes.tick_params(length=0, colors=INK)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.set_axisbelow(True)
        axes.grid(axis="y", color="#d8d8db", linewidth=0.6)
        return _svg(figure)


def runs(levels: Sequence[OwnLevel]) -> list[list[OwnLevel]]:
    """Return the levels cut where the group changed: a level is never carried across a promotion."""
    cut: list[list[OwnLevel]] = []
    for level in levels:
        if cut and cut[-1][-1].group == level.group:
            cut[-1].append(level)
        else:
            cut.append([level])
    return cut


def _svg(figure: Figure) -> bytes:
    """Render a figure; the same figure gives the same bytes."""
    buffer = BytesIO()
    FigureCanvasSVG(figure)
    with mpl.rc_context({"svg.hashsalt": "dx-talent"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None}, bbox_inches="tight", transparent=True)
    return buffer.getvalue()
