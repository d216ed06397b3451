from uuid import uuid4

import pytest

from curriculum.kinds import ModuleKind
from lms.learning.record.outline import Outline, OutlineModule
from lms.learning.record.states import ProgressState

STATES = {
    "-": ProgressState.NOT_STARTED,
    "~": ProgressState.IN_PROGRESS,
    "x": ProgressState.FAILED,
    "o": ProgressState.COMPLETED,
}


def outline(shape: str, *, current: int | None = None) -> Outline:
    """Build a course from signs: state, and `?` behind a voluntary module; each takes 5 minutes."""
    signs = shape.split()
    modules = [
        OutlineModule(
            pk=number,
            uuid=uuid4(),
            title=f"単元{number}",
            kind=ModuleKind.LESSON,
            minutes=5,
            is_required=not sign.endswith("?"),
            state=STATES[sign[0]],
        )
        for number, sign in enumerate(signs, start=1)
    ]
    return Outline(modules=modules, current_pk=current)


@pytest.mark.parametrize(
    ("shape", "current", "resumes"),
    [
        ("- - -", None, 1),
        ("o - -", None, 2),
        # The module opened last, wherever it is.
        ("- - ~", 3, 3),
        # A finished one leads on to the next, then round to what was left out.
        ("~ o -", 2, 3),
        ("~ o o", 3, 1),
        # A failed quiz is to be done again.
        ("o x -", 2, 2),
        # Required before voluntary.
        ("o -? -", 1, 3),
        ("o -? o", 1, 2),
        ("o o o", 3, None),
        ("", None, None),
    ],
)
def test_resume_leads_to_what_is_next(shape: str, current: int | None, resumes: int | None) -> None:
    found = outline(shape, current=current).resume
    assert (found.pk if found else None) == resumes


@pytest.mark.parametrize(("shape", "behind", "following"), [("- - -", 1, 2), ("- - o", 3, 1), ("- o o", 1, None)])
def test_after_a_module_comes_another(shape: str, behind: int, following: int | None) -> None:
    course = outline(shape)
    found = course.after(course.module(behind))
    assert (found.pk if found else None) == following


@pytest.mark.parametrize(
    ("shape", "minutes", "done"),
    [("- - -", 15, 0), ("o ~ -", 10, 1), ("o -? -", 5, 1), ("o o", 0, 2), ("-? -?", 10, 0)],
)
def test_minutes_left_count_what_completes_the_course(shape: str, minutes: int, done: int) -> None:
    course = outline(shape)
    assert (course.minutes_left, course.done) == (minutes, done)


def test_modules_are_numbered_from_one() -> None:
    assert outline("- - -").place_of(3) == 3
