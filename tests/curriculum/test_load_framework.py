"""What a new installation begins with."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from curriculum.models import FrameworkVersion, TalentGroup
from lms.people.models import Rank, TitleRank

pytestmark = pytest.mark.django_db


def test_new_installation_has_groups_and_ranks_to_read_a_roster_with():
    out = StringIO()
    call_command("load_framework", stdout=out)
    assert str(TalentGroup.objects.count()) in out.getvalue()
    assert Rank.objects.filter(key="division_head").exists()
    assert TitleRank.objects.filter(title="課長", rank__key="division_head").exists()


def test_second_call_changes_nothing():
    call_command("load_framework", stdout=StringIO())
    Rank.objects.filter(key="division_head").update(name="課長相当")
    call_command("load_framework", stdout=StringIO())
    assert FrameworkVersion.objects.count() == 1
    assert Rank.objects.get(key="division_head").name == "課長相当"


def test_file_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(CommandError, match=r"plan\.yaml"):
        call_command("load_framework", str(tmp_path / "plan.yaml"))
