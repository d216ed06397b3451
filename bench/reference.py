"""What a well-tuned Moodle 4.5 with PostgreSQL spends on such a machine, in CPU time, and how we mean to compare.

The figures are information from outside: only the ratio to the empty page is measured in the same run.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """CPU milliseconds of the same work elsewhere, and how many times cheaper we mean to be."""

    cpu_ms: float
    times: int

    @property
    def target_ms(self) -> float:
        return self.cpu_ms / self.times


REFERENCES = {
    "scorm_commit": Reference(16, times=6),
    "player_launch": Reference(59, times=8),
    "course_file": Reference(18, times=8),
    "learner_home": Reference(93, times=8),
    "course_page": Reference(82, times=8),
    "roster_load": Reference(20_000, times=8),
}
