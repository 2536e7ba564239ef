"""Which days are worked: Monday to Friday, but for the days that a notice names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

WEEKEND = 5


@dataclass(frozen=True)
class Workdays:
    """`special` maps a day to whether it is worked: False for a holiday, True for a make-up workday."""

    special: Mapping[date, bool] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        return self.special.get(day, day.weekday() < WEEKEND)
