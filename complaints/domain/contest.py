"""The finding-faults contest: the way of an entry, the points that it earns, and who stands where in a month.

docs/algorithms/contest.md gives the formula and the reasons.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class State(StrEnum):
    ENTERED = "entered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ASSIGNED = "assigned"
    SOLVED = "solved"
    NOT_SOLVABLE = "not_solvable"


class Step(StrEnum):
    """What a judge does with an entry."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    ASSIGN = "assign"
    SOLVE = "solve"
    GIVE_UP = "give_up"
    REOPEN = "reopen"


class Severity(StrEnum):
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class Category(StrEnum):
    COVERAGE = "coverage"
    CAPACITY = "capacity"
    EQUIPMENT = "equipment"
    PROCESS = "process"
    SERVICE = "service"
    SAFETY = "safety"
    OTHER = "other"


class StepNotPossible(Exception):
    """The entry's state does not let this step through."""


_WAYS: Mapping[tuple[State, Step], State] = {
    (State.ENTERED, Step.ACCEPT): State.ACCEPTED,
    (State.ENTERED, Step.REFUSE): State.REFUSED,
    (State.ACCEPTED, Step.ASSIGN): State.ASSIGNED,
    (State.ASSIGNED, Step.ASSIGN): State.ASSIGNED,
    (State.ASSIGNED, Step.SOLVE): State.SOLVED,
    (State.ASSIGNED, Step.GIVE_UP): State.NOT_SOLVABLE,
    (State.REFUSED, Step.REOPEN): State.ENTERED,
    (State.SOLVED, Step.REOPEN): State.ASSIGNED,
    (State.NOT_SOLVABLE, Step.REOPEN): State.ASSIGNED,
}
NEEDS_REASON = frozenset({Step.REFUSE, Step.REOPEN})
NEEDS_OUTCOME = frozenset({Step.SOLVE, Step.GIVE_UP})
ENDED = frozenset({State.REFUSED, State.SOLVED, State.NOT_SOLVABLE})
ACCEPTED = frozenset({State.ACCEPTED, State.ASSIGNED, State.SOLVED, State.NOT_SOLVABLE})


def after(state: State, step: Step) -> State:
    """The state that a step leads to. Raises StepNotPossible."""
    try:
        return _WAYS[state, step]
    except KeyError:
        raise StepNotPossible(f"{step} from {state}") from None


def steps_from(state: State) -> tuple[Step, ...]:
    """The steps that are open to an entry, in the order of `Step`."""
    return tuple(step for step in Step if (state, step) in _WAYS)


def place_key(place: str) -> str:
    """The place as two people would write it alike: half-width, lower case, letters and digits only."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", place).casefold() if sign.isalnum())


@dataclass(frozen=True)
class Formula:
    """Points of an entry: for being found, more for being accepted, more for being solved, all times the weight of its severity."""

    found: Decimal
    accepted: Decimal
    solved: Decimal
    weights: Mapping[Severity, Decimal]

    def points(self, *, state: State, severity: Severity) -> Decimal:
        """0 for a refused entry."""
        if state is State.REFUSED:
            return Decimal(0)
        earned = self.found + (self.accepted if state in ACCEPTED else 0) + (self.solved if state is State.SOLVED else 0)
        return earned * self.weights[severity]


DEFAULT_FORMULA = Formula(
    found=Decimal(1),
    accepted=Decimal(2),
    solved=Decimal(3),
    weights={Severity.MINOR: Decimal(1), Severity.MAJOR: Decimal("1.5"), Severity.CRITICAL: Decimal(2)},
)


def formula_on(history: Sequence[tuple[date, Formula]], day: date) -> Formula:
    """The formula that holds on a day: the latest that has begun, the built-in one before the first."""
    begun = [(first, formula) for first, formula in history if first <= day]
    return max(begun, key=lambda pair: pair[0])[1] if begun else DEFAULT_FORMULA


@dataclass(frozen=True)
class Found:
    """What the ranking needs of an entry. `finder` and `department` name who found it."""

    on: date
    state: State
    severity: Severity
    finder: str
    department: str


@dataclass(frozen=True)
class Tally:
    """`found` leaves out what was refused; `solved` ≤ `accepted` ≤ `found`. `share` is solved ÷ found, None without any."""

    found: int
    accepted: int
    solved: int
    refused: int
    points: Decimal

    @property
    def share(self) -> float | None:
        return self.solved / self.found if self.found else None


@dataclass(frozen=True)
class Standing:
    """A place in the ranking, from 1; equal points share it and the next place is left free. `name` is empty for a department."""

    place: int
    name: str
    department: str
    tally: Tally


def tally(entries: Iterable[Found], *, formula: Callable[[date], Formula]) -> Tally:
    """Entries counted, each by the formula of the day on which it was found."""
    every = list(entries)
    return Tally(
        found=sum(entry.state is not State.REFUSED for entry in every),
        accepted=sum(entry.state in ACCEPTED for entry in every),
        solved=sum(entry.state is State.SOLVED for entry in every),
        refused=sum(entry.state is State.REFUSED for entry in every),
        points=sum((formula(entry.on).points(state=entry.state, severity=entry.severity) for entry in every), start=Decimal(0)),
    )


def ranking(
    entries: Iterable[Found], *, who: Callable[[Found], tuple[str, str]], formula: Callable[[date], Formula]
) -> tuple[Standing, ...]:
    """Who found something, most points first. `who` gives name and department; people with nothing but refused entries stand nowhere."""
    groups: dict[tuple[str, str], list[Found]] = {}
    for entry in entries:
        groups.setdefault(who(entry), []).append(entry)
    tallies = {key: tally(group, formula=formula) for key, group in groups.items()}
    ordered = sorted(
        ((key, one) for key, one in tallies.items() if one.found),
        key=lambda pair: (-pair[1].points, -pair[1].solved, -pair[1].found, pair[0]),
    )
    return tuple(
        Standing(place=1 + sum(other.points > one.points for _, other in ordered), name=name, department=department, tally=one)
        for (name, department), one in ordered
    )


def people(entry: Found) -> tuple[str, str]:
    return entry.finder, entry.department


def departments(entry: Found) -> tuple[str, str]:
    return "", entry.department
