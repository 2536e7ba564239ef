"""What pages, commands and reports read of supervision. `now` is the moment of looking, from the edge.

board(access, *, now, region=None, narrow=…) -> Board              running watches by department, what falls due next
open_watches(access, *, now, region=None) -> QuerySet[OpenWatch]   the rows behind it
ticket_watches(ticket, *, now) -> TicketWatches                    the three of one ticket
notices(access, *, now), notice_page(access, *, pk), notices_of_ticket(access, ticket)
legacy_cases(access, *, now), legacy_page(access, *, pk, now), cases_of_ticket(access, ticket, *, now)
supervision_summary(access, *, period, region=None) -> SupervisionSummary
freshness() -> Freshness                                           version key and age of what is shown
"""

from .board import Board, DepartmentLine, NoticeCounts, Tally, board
from .legacy import LegacyPage, cases_of_ticket, legacy_cases, legacy_page
from .notices import NoticePage, notice_page, notices, notices_of_ticket
from .summary import DepartmentFigures, LegacyFigures, NoticeFigures, SupervisionSummary, WatchFigures, supervision_summary
from .watches import Freshness, TicketWatches, freshness, open_watches, ticket_watches

__all__ = [
    "Board",
    "DepartmentFigures",
    "DepartmentLine",
    "Freshness",
    "LegacyFigures",
    "LegacyPage",
    "NoticeCounts",
    "NoticeFigures",
    "NoticePage",
    "SupervisionSummary",
    "Tally",
    "TicketWatches",
    "WatchFigures",
    "board",
    "cases_of_ticket",
    "freshness",
    "legacy_cases",
    "legacy_page",
    "notice_page",
    "notices",
    "notices_of_ticket",
    "open_watches",
    "supervision_summary",
    "ticket_watches",
]
