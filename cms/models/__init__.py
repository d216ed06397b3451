"""The portal's pages, written by authors and HR: news, stories of results, glossary, initiatives, help."""

from cms.models.articles import ArticlePage
from cms.models.glossary import GlossaryPage, GlossaryTerm
from cms.models.help import HelpIndexPage, HelpPage
from cms.models.home import HomePage
from cms.models.initiatives import InitiativeIndexPage, InitiativePage
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.stories import StoryIndexPage, StoryPage

__all__ = [
    "ArticlePage",
    "GlossaryPage",
    "GlossaryTerm",
    "HelpIndexPage",
    "HelpPage",
    "HomePage",
    "InitiativeIndexPage",
    "InitiativePage",
    "NewsIndexPage",
    "NewsPage",
    "StoryIndexPage",
    "StoryPage",
]
