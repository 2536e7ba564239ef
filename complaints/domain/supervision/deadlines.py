"""Which limit a rule book sets for a watch of a ticket."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from .stopwatch import Watch

FOREVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Deadline:
    """`minutes` of the working calendar `calendar`, from a day (inclusive) to a day (exclusive, None: for good).

    An empty condition holds for every ticket; `region_path` holds for the subtree.
    """

    pk: int
    watch: Watch
    minutes: int
    calendar: str
    urgency: str = ""
    service_class: str = ""
    department: str = ""
    region_path: str = ""
    valid_from: date = date.min
    valid_to: date | None = None

    @property
    def seconds(self) -> int:
        return self.minutes * 60

    @property
    def rank(self) -> tuple[int, int, bool, bool, bool, date, int]:
        """The more a rule says, the sooner it holds; among equals the deeper region, then urgency, department, class, the newer rule."""
        stated = sum(map(bool, (self.urgency, self.service_class, self.department, self.region_path)))
        depth = self.region_path.count("/")
        return stated, depth, bool(self.urgency), bool(self.department), bool(self.service_class), self.valid_from, self.pk


@dataclass(frozen=True)
class Matter:
    """What rules ask of a ticket. `day` is when the watch started: a new rule does not change what ran before it."""

    urgency: str
    service_class: str
    department: str
    region_path: str
    day: date


@dataclass
class DeadlineBook:
    """Rules in order of rank; answers are remembered, since many tickets ask the same."""

    rules: Iterable[Deadline]
    _ordered: dict[Watch, Sequence[Deadline]] = field(init=False)
    _known: dict[tuple[Watch, Matter], Deadline | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        ranked = sorted(self.rules, key=lambda rule: rule.rank, reverse=True)
        self._ordered = {watch: [rule for rule in ranked if rule.watch == watch] for watch in Watch}

    def find(self, watch: Watch, matter: Matter) -> Deadline | None:
        """The rule that says most about the ticket, None where no rule does."""
        key = (watch, matter)
        if key not in self._known:
            self._known[key] = next((rule for rule in self._ordered[watch] if _holds(rule, matter)), None)
        return self._known[key]


def _holds(rule: Deadline, matter: Matter) -> bool:
    return (
        rule.valid_from <= matter.day < (rule.valid_to or FOREVER)
        and rule.urgency in ("", matter.urgency)
        and rule.service_class in ("", matter.service_class)
        and rule.department in ("", matter.department)
        and matter.region_path.startswith(rule.region_path)
    )
