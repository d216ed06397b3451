"""A course as one learner meets it: its modules in order, how far each is, where to go on. Pure rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from curriculum.kinds import ModuleKind
from lms.learning.record.states import ProgressState


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineModule:
    """One module with this learner's state."""

    pk: int
    uuid: UUID
    title: str
    kind: ModuleKind
    minutes: int
    is_required: bool
    state: ProgressState
    score: Decimal | None = None

    @property
    def is_done(self) -> bool:
        return self.state is ProgressState.COMPLETED


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The modules of one enrolment's course; `current_pk` is the one the learner opened last."""

    modules: Sequence[OutlineModule]
    current_pk: int | None = None

    @property
    def total(self) -> int:
        return len(self.modules)

    @property
    def done(self) -> int:
        return sum(module.is_done for module in self.modules)

    @property
    def minutes_left(self) -> int:
        """Minutes of the modules still to do that count towards completing the course."""
        return sum(module.minutes for module in self._deciding if not module.is_done)

    @property
    def resume(self) -> OutlineModule | None:
        """Where 続きから leads: the module opened last while it is unfinished, else the next one to do."""
        current = next((module for module in self.modules if module.pk == self.current_pk), None)
        if current and not current.is_done:
            return current
        return self.after(current)

    def after(self, module: OutlineModule | None) -> OutlineModule | None:
        """The next module to do: the first unfinished one behind this one, then from the start.

        Required modules come before voluntary ones; with everything done there is none, and an empty course has none.
        """
        position = self.modules.index(module) if module else -1
        turned = [*self.modules[position + 1 :], *self.modules[: position + 1]]
        ahead = [other for other in turned if not other.is_done and other is not module]
        return next((other for other in ahead if other.is_required), ahead[0] if ahead else None)

    def place_of(self, pk: int) -> int:
        """Return the module's number within the course, from 1."""
        return next(number for number, module in enumerate(self.modules, start=1) if module.pk == pk)

    def module(self, pk: int) -> OutlineModule:
        return self.modules[self.place_of(pk) - 1]

    @property
    def _deciding(self) -> list[OutlineModule]:
        return [module for module in self.modules if module.is_required] or list(self.modules)
