"""Which roll-ups an answer adds up: filters on the dimensions, and the smallest table that knows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Sum

from portalkit.periods.domain.calendar import Month

from ..domain.taxonomy import Cause, ServiceClass
from ..models import MonthlyCauseRollup, MonthlyClassRollup, MonthlyRollup
from ..models.labels import CAUSE_LABELS, CLASS_LABELS, SIDE_LABELS, SYSTEM_LABELS, TYPE_LABELS, Label
from .ground import Ground

CAUSES: frozenset[str] = frozenset(str(cause) for cause in Cause)
"""The codes that a complaint's cause can have, not stated and unmapped included."""


class By(StrEnum):
    """What the figures are divided by. CLASS always brings the total along."""

    TOTAL = "total"
    CLASS = "class"
    REGION = "region"
    CAUSE = "cause"
    TYPE = "type"
    SIDE = "side"
    CHANNEL = "channel"
    SYSTEM = "system"


COLUMN_OF: Mapping[By, str] = {
    By.CLASS: "service_class",
    By.REGION: "region_id",
    By.CAUSE: "cause",
    By.TYPE: "complaint_type",
    By.SIDE: "cause_side",
    By.CHANNEL: "channel",
    By.SYSTEM: "system",
}
LABELS_OF: Mapping[By, Mapping[str, Label]] = {
    By.CLASS: CLASS_LABELS,
    By.CAUSE: CAUSE_LABELS,
    By.TYPE: TYPE_LABELS,
    By.SIDE: SIDE_LABELS,
    By.SYSTEM: SYSTEM_LABELS,
}


_LEAN: tuple[tuple[Any, set[str]], ...] = (
    (MonthlyClassRollup, {"service_class"}),
    (MonthlyCauseRollup, {"cause", "cause_side"}),
)


@dataclass(frozen=True)
class Slice:
    """Only complaints of these codes; empty means all. `service_class="total"` is all classes too."""

    service_class: str = ""
    complaint_type: str = ""
    cause: str = ""
    cause_side: str = ""
    channel: str = ""
    system: str = ""

    @property
    def conditions(self) -> dict[str, str]:
        found = {name: value for name, value in asdict(self).items() if value}
        if found.get("service_class") == ServiceClass.TOTAL:
            del found["service_class"]
        return found

    @property
    def denominator(self) -> str:
        """Whose subscribers divide these complaints: the class's where there is one, else all."""
        return self.service_class or ServiceClass.TOTAL

    @property
    def is_class_only(self) -> bool:
        return set(self.conditions) <= {"service_class"}


EVERYTHING = Slice()


def monthly_counts(ground: Ground, *, first: Month, last: Month, by: By, only: Slice) -> dict[tuple[Month, Any], int]:
    """Complaints by month and the value of the dimension (`None` for TOTAL). One query."""
    column = COLUMN_OF.get(by)
    groups = ["month", *([column] if column else [])]
    found = _sums(ground, groups, first=first, last=last, only=only)
    return {(Month(month.year, month.month), value[0] if value else None): counted for month, *value, counted in found}


def counts(ground: Ground, *, first: Month, last: Month, columns: tuple[str, ...], only: Slice = EVERYTHING) -> dict[tuple[Any, ...], int]:
    """Complaints of the whole span by several dimensions. One query."""
    return {tuple(key): counted for *key, counted in _sums(ground, columns, first=first, last=last, only=only)}


def label_of(by: By, key: str) -> Label:
    """The label of a code; the code itself where it has none (channels)."""
    return LABELS_OF.get(by, {}).get(key, key)


def _sums(ground: Ground, columns: Sequence[str], *, first: Month, last: Month, only: Slice) -> Iterable[tuple[Any, ...]]:
    """The columns and the complaints."""
    table = _smallest({*columns, *only.conditions})
    rows = ground.during(table.objects.all(), first=first, last=last).filter(**only.conditions)
    found: Iterable[tuple[Any, ...]] = rows.order_by().values_list(*columns).annotate(counted=Sum("complaints"))
    return found


def _smallest(dimensions: set[str]) -> Any:
    """The smallest table that knows these dimensions, month and region apart."""
    wanted = dimensions - {"month", "region_id"}
    return next((model for model, knows in _LEAN if wanted <= knows), MonthlyRollup)
