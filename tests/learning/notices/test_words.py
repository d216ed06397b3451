"""What a notice is called."""

import pytest

from lms.learning.notices.models import Notice
from lms.learning.notices.words import headline


@pytest.mark.parametrize("kind", Notice.Kind)
def test_every_kind_of_notice_has_a_headline(kind: Notice.Kind) -> None:
    assert headline(Notice(kind=kind))


def test_kinds_are_told_apart() -> None:
    assert len({headline(Notice(kind=kind)) for kind in Notice.Kind}) == len(Notice.Kind)
