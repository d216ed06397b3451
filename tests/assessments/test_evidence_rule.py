from datetime import date

import pytest

from assessments.evidence import EvidenceProblem, completion_problem, note_problem

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("is_completed", "supports_to", "level", "problem"),
    [
        (True, 3, 3, None),
        (True, 1, 3, None),
        (True, None, 3, None),
        # A course shows knowledge at most; a project that leads to level 4 shows level 4.
        (True, 3, 4, EvidenceProblem.LEVEL_TOO_HIGH),
        (True, None, 4, EvidenceProblem.LEVEL_TOO_HIGH),
        (True, 4, 4, None),
        (True, 4, 5, EvidenceProblem.LEVEL_TOO_HIGH),
        (True, 5, 5, None),
        (False, 4, 4, EvidenceProblem.NOT_COMPLETED),
    ],
)
def test_completed_learning_as_evidence(is_completed, supports_to, level, problem) -> None:
    assert completion_problem(is_completed=is_completed, supports_to=supports_to, level=level) == problem


@pytest.mark.parametrize(
    ("note", "happened_on", "problem"),
    [
        ("窓口の様式を直した", date(2026, 11, 24), None),
        ("窓口の様式を直した", date(2025, 1, 6), None),
        ("  ", date(2026, 11, 1), EvidenceProblem.NO_NOTE),
        ("窓口の様式を直した", None, EvidenceProblem.NO_DATE),
        ("窓口の様式を直した", date(2026, 11, 25), EvidenceProblem.IN_FUTURE),
    ],
)
def test_note_as_evidence(note, happened_on, problem) -> None:
    assert note_problem(note, happened_on, today=TODAY) == problem
