"""Loads the plan's talent framework from its data file into versioned rows."""

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from curriculum.models import Ability, FrameworkVersion, LevelDescriptor, Programme, TalentGroup, Tier
from lms.people.models import Rank, TitleRank

DATA_FILE = Path(__file__).parent / "fixtures" / "framework.yaml"
RANK_KEYS = {
    "部長級": "director",
    "課長級": "division_head",
    "係長級": "section_chief",
    "主任級": "senior_staff",
    "主事級": "staff",
    "会計年度任用職員": "fiscal_year_staff",
}
# Which kind of department a rank leads; raters follow from it.
HEADS = {"director": "bureau", "division_head": "division", "section_chief": "section"}


def read_data(path: Path = DATA_FILE) -> dict[str, Any]:
    """Return the plan's data as written in the file."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@transaction.atomic
def load_framework(data: dict[str, Any]) -> FrameworkVersion:
    """Store the framework version with all it contains, or return it when its code is already there."""
    version = data["framework_version"]
    existing = FrameworkVersion.objects.filter(code=version["code"]).first()
    if existing:
        return existing
    framework = FrameworkVersion.objects.create(
        code=version["code"],
        name_ja=version["label_ja"],
        valid_from=version["valid_from"],
        valid_to=version["valid_to"],
        target_statement_ja=data["target"]["statement_ja"],
        target_statement_en=data["target"]["statement_en"],
        purpose_notice_ja=data["assessment_design"]["purpose_notice_ja"],
        purpose_notice_en=data["assessment_design"]["purpose_notice_en"],
    )
    ranks = _load_ranks(data)
    groups = _load_groups(framework, data, ranks)
    _load_ladder(groups, data)
    _load_abilities(framework, groups, data)
    _load_programmes(framework, groups, data)
    return framework


def _load_ranks(data: dict[str, Any]) -> dict[str, list[Rank]]:
    """Store ranks and titles, but for those the city has mapped itself; return the ranks of each group's key."""
    rows = {RANK_KEYS[row["rank_ja"]]: row for row in data["rank_map_example"]["map"]}
    new = [
        Rank(key=key, name=row["rank_ja"], order=order, heads=HEADS.get(key, ""))
        for order, (key, row) in enumerate(rows.items())
    ]
    Rank.objects.bulk_create(new, ignore_conflicts=True)
    ranks = Rank.objects.in_bulk(list(rows), field_name="key")
    titles = [TitleRank(title=title, rank=ranks[key]) for key, row in rows.items() for title in row["titles_ja"]]
    TitleRank.objects.bulk_create(titles, ignore_conflicts=True)
    by_group: dict[str, list[Rank]] = {}
    for key, row in rows.items():
        by_group.setdefault(row["group"], []).append(ranks[key])
    return by_group


def _load_groups(
    framework: FrameworkVersion, data: dict[str, Any], ranks: dict[str, list[Rank]]
) -> dict[str, TalentGroup]:
    tiers = Tier.objects.bulk_create(
        Tier(
            framework=framework,
            key=row["key"],
            name_ja=row["ja"],
            name_en=row["en"],
            image_ja=row["image_ja"],
            image_en=row["image_en"],
            order=order,
        )
        for order, row in enumerate(data["tiers"])
    )
    tier_by_key = {tier.key: tier for tier in tiers}
    groups = TalentGroup.objects.bulk_create(
        TalentGroup(
            framework=framework,
            tier=tier_by_key[row["tier"]],
            key=row["key"],
            name_ja=row["ja"],
            name_en=row["en"],
            precedence=row["primary_precedence"],
            headcount_approx=row["headcount_approx"],
            direction_ja=row["direction_ja"],
            direction_en=row["direction_en"],
            takes_wg_members=row["key"] == "leader_wg",
            takes_everyone=row["key"] == "all_staff",
        )
        for row in data["groups"]
    )
    ranked = TalentGroup.ranks.through
    ranked.objects.bulk_create(
        ranked(talentgroup=group, rank=rank)
        for group in groups
        if not group.takes_everyone
        for rank in ranks.get(group.key, [])
    )
    return {group.key: group for group in groups}


def _load_ladder(groups: dict[str, TalentGroup], data: dict[str, Any]) -> None:
    LevelDescriptor.objects.bulk_create(
        LevelDescriptor(group=groups[row["group"]], level=row["level"], text_ja=row["ja"], text_en=row["en"])
        for row in data["descriptors"]
    )


def _load_abilities(framework: FrameworkVersion, groups: dict[str, TalentGroup], data: dict[str, Any]) -> None:
    Ability.objects.bulk_create(
        Ability(
            framework=framework,
            group=groups[row["group"]],
            key=row["key"],
            name_ja=row["ja"],
            name_en=row["en"],
            is_example=row.get("example", False),
            order=order,
        )
        for order, row in enumerate(data["abilities"])
    )


def _load_programmes(framework: FrameworkVersion, groups: dict[str, TalentGroup], data: dict[str, Any]) -> None:
    rows = data["programmes"]
    programmes = Programme.objects.bulk_create(
        Programme(
            framework=framework,
            key=row["key"],
            name_ja=row["ja"],
            name_en=row["en"],
            modality=row["modality"],
            is_hr_policy=row["star"],
            order=order,
        )
        for order, row in enumerate(rows)
    )
    reach = Programme.groups.through
    reach.objects.bulk_create(
        reach(programme=programme, talentgroup=groups[key])
        for programme, row in zip(programmes, rows, strict=True)
        for key in row["groups"]
    )
