"""What every page must pass: axe-core's rules, and no scrolling sideways."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.site import ROOT

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = [*WCAG, "best-practice"]

# Colours on their way between two states have contrasts of neither; what moves for ever has no rest to wait for.
AT_REST = """() => Promise.allSettled(
  document.getAnimations().filter(each => each.effect.getComputedTiming().endTime < Infinity).map(each => each.finished)
)"""

# What passes is many times what fails: axe need not write it out, nor the browser send it.
RUN = """async ([rules, exclude]) => {
  const options = {runOnly: rules, iframes: false, resultTypes: ["violations"]};
  return (await axe.run({exclude}, options)).violations;
}"""


def assert_accessible(page: Page, *, rules: list[str] = RULES, without: tuple[str, ...] = ()) -> None:
    """Ask axe about the page `without` some of its parts; frames belong to the packages they play."""
    page.evaluate(AT_REST)
    # Evaluated from outside, the script is no matter of the page's content security policy.
    page.evaluate(AXE)
    violations: list[dict[str, Any]] = page.evaluate(RUN, [rules, list(without)])
    found = [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in violations]
    assert not found, f"{page.url}: {found}"


def assert_fits(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth")
    room = page.evaluate("window.innerWidth")
    assert width <= room, f"{page.url} is {width} px wide in {room} px"
