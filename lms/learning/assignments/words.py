"""Rules, verdicts and reasons in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from curriculum.models import TalentGroup
from lms.learning.assignments.audience import SUPERVISOR, WG_LEADER, Audience, Criterion, Match
from lms.learning.assignments.models import CRITERIA
from lms.learning.assignments.planning import Verdict
from lms.people.models import Posting, Rank, Role, WorkingGroup
from lms.people.queries import department_tree
from lms.templatetags.ui import day

REFUSALS: dict[str, str | Promise] = {
    "not_draft": _("This rule is active or ended already."),
    "not_active": _("This rule is not active, so there is nothing to end."),
    "nobody": _("The rule says for whom it is in no field. Choose at least one, or “everyone”."),
    "no_course": _("The rule names neither a programme nor a course. Choose at least one."),
    "due_past": _("The due date has passed. Edit the rule and choose a later one."),
    "exempt_already": _("This person is already exempted from the course."),
}
VERDICTS: dict[Verdict, str | Promise] = {
    Verdict.ASSIGN: pgettext_lazy("verdict", "Would get it"),
    Verdict.REOPEN: pgettext_lazy("verdict", "Would get it again"),
    Verdict.MOVE: pgettext_lazy("verdict", "Due date moves"),
    Verdict.END: pgettext_lazy("verdict", "Would be taken back"),
    Verdict.KEEP: pgettext_lazy("verdict", "Have it already"),
    Verdict.COMPLETED: pgettext_lazy("verdict", "Have completed it"),
    Verdict.EXEMPT: pgettext_lazy("verdict", "Exempted"),
    Verdict.AWAY: pgettext_lazy("verdict", "Away (leave or secondment)"),
}
EXTRA_ROLES = ((SUPERVISOR, _("raters (everybody who rates somebody)")), (WG_LEADER, _("working-group leaders")))
ROLE_CHOICES = (*EXTRA_ROLES, *((role.value, role.label) for role in Role))


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names behind the values of criteria, asked once a page."""

    by_criterion: Mapping[Criterion, Mapping[int | str, str]]

    def of(self, match: Match) -> str:
        if match.criterion is Criterion.JOINED:
            return day(date.fromisoformat(str(match.value)))
        return str(self.by_criterion.get(match.criterion, {}).get(match.value, match.value))


def names_on(on: date) -> Names:
    tree = department_tree(on)
    return Names(
        by_criterion={
            Criterion.GROUP: {group.pk: group.name for group in TalentGroup.objects.all()},
            Criterion.RANK: dict(Rank.objects.values_list("pk", "name")),
            Criterion.DEPARTMENT: {node.id: node.path for node in tree.walk()},
            Criterion.WORKING_GROUP: dict(WorkingGroup.objects.values_list("pk", "name")),
            Criterion.ROLE: {key: str(label) for key, label in ROLE_CHOICES},
            Criterion.EMPLOYMENT: {key: str(label) for key, label in Posting.Employment.choices},
        }
    )


def why_in_words(matches: Iterable[Match], names: Names) -> str:
    """Return what made a rule reach somebody: 分類: 係長級 · 所属: 福祉部."""
    labels = dict(CRITERIA)
    parts = []
    for match in matches:
        label = str(labels[match.criterion])
        parts.append(label if match.criterion is Criterion.EVERYONE else f"{label}: {names.of(match)}")
    return " · ".join(parts)


def audience_in_words(audience: Audience, names: Names) -> list[tuple[str, str]]:
    """Return a rule's criteria as (kind, values), in the order the form asks them."""
    labels = dict(CRITERIA)
    asks_nothing = audience.joined_from is None and not any(values for _criterion, values in audience.sets())
    if asks_nothing and audience.takes_everyone:
        return [(str(labels[Criterion.EVERYONE]), "")]
    lines = [
        (str(labels[criterion]), "、".join(sorted(names.of(Match(criterion, value)) for value in values)))
        for criterion, values in audience.sets()
        if values
    ]
    if audience.joined_from:
        lines.append((str(labels[Criterion.JOINED]), f"{day(audience.joined_from)}–"))
    return lines
