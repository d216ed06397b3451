"""Fills the portal: news for different readers, and stories of results."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from cms.models import NewsIndexPage, NewsPage, StoryIndexPage, StoryPage

PORTAL_FILE = Path(__file__).parent / "fixtures" / "portal.yaml"


def write_portal(*, today: date) -> None:
    """Publish what the file holds; its days are counted back from today."""
    words = yaml.safe_load(PORTAL_FILE.read_text(encoding="utf-8"))
    news_list, stories = NewsIndexPage.objects.get(), StoryIndexPage.objects.get()
    for row in words["news"]:
        news_list.add_child(instance=NewsPage(**_news(row, today)))
    for row in words["stories"]:
        stories.add_child(instance=StoryPage(**_article(row), told_on=today - timedelta(days=row["days_ago"])))


def _news(row: dict[str, Any], today: date) -> dict[str, Any]:
    published_on = today - timedelta(days=row["days_ago"])
    until = published_on + timedelta(days=row["shown_days"]) if "shown_days" in row else None
    return _article(row) | {"published_on": published_on, "shown_from": published_on, "shown_until": until}


def _article(row: dict[str, Any]) -> dict[str, Any]:
    """Return the page's fields: all of the row but its days, the texts as one block each."""
    own = {name: value for name, value in row.items() if name not in ("days_ago", "shown_days", "text", "text_en")}
    return own | {"body": _body(row["text"]), "body_en": _body(row["text_en"])}


def _body(text: str) -> list[dict[str, str]]:
    return [{"type": "text", "value": text}]
