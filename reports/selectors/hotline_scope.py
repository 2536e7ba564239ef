"""What a report of the hotline is about, and the evaluation that its sections stand on, asked for once."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Month
from portalkit.regions.models import Region
from scheduling.selectors.evaluation import Evaluation, evaluate


@dataclass(frozen=True)
class HotlineScope:
    """`access` reaches the region's whole subtree; texts are made in the language that is active."""

    access: Access
    month: Month
    region: Region
    today: date

    @cached_property
    def found(self) -> Evaluation:
        """The figures of /hotline/evaluation/."""
        return evaluate(self.access, region=self.region, month=self.month)

    @cached_property
    def before(self) -> Evaluation | None:
        """The month before; None where it cannot be judged, or where this month is not complete."""
        if self.is_partial:
            return None
        found = evaluate(self.access, region=self.region, month=self.month.previous())
        return None if found.is_empty else found

    @property
    def is_partial(self) -> bool:
        """A roster is there, but calls do not reach the month's last day."""
        until = self.found.calls_until
        return not self.found.is_empty and (until is None or until < self.month.last_day)
