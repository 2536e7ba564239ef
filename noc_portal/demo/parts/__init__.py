"""What the demo shows beyond imported files, a module for each group of pages: work that people and jobs of the room did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from . import (
    analyses,
    benefit,
    contest,
    halls,
    hotline_attendance,
    hotline_data,
    hotline_forecasts,
    hotline_rosters,
    inspection,
    repeats,
    reports,
    screens,
    supervision,
    warning,
)


class Load(Protocol):
    """Fills one group of pages through the services that people use. The tickets are there already."""

    def __call__(self, *, now: datetime) -> None: ...


@dataclass(frozen=True)
class Part:
    title: str
    load: Load


PARTS: tuple[Part, ...] = (
    Part("repeats and invalid tickets", repeats.load),
    Part("inspection", inspection.load),
    Part("special topics, failed steps", analyses.load),
    Part("early warning", warning.load),
    Part("supervision", supervision.load),
    Part("finding-faults contest", contest.load),
    Part("benefit estimates", benefit.load),
    Part("hotline: queues, calls, agents", hotline_data.load),
    Part("hotline: forecasts", hotline_forecasts.load),
    Part("hotline: rosters", hotline_rosters.load),
    Part("hotline: attendance", hotline_attendance.load),
    Part("halls, cameras, footage", halls.load),
    Part("screens of halls", screens.load),
    Part("reports", reports.load),
)
