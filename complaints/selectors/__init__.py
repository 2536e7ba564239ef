"""What pages, commands and the API read. Every selector takes the caller's `access`; figures come from roll-ups.

    access                                   portalkit.access.selectors.Access, from the request or `system_access`
    month, first, last                       portalkit.periods.domain.calendar.Month
    today                                    the day in Shanghai, from the edge: a month that is not over is partial
    region                                   a Region, or None for everything that the caller may see
    only                                     Slice(service_class="voice", cause="cutover", …): only these complaints

    monthly_rates(access, *, first, last, today, region=None, by=By.CLASS, per=10_000, only=Slice()) -> Rates
    overview(access, *, month, today, region=None, per=10_000) -> Overview
    trend(access, *, last, today, length=24, region=None, per=10_000, only=Slice()) -> Trend
    region_ranking(access, *, month, today, region=None, per=10_000, only=Slice()) -> tuple[Ranked, ...]
    cause_shares(access, *, first, last, region=None, only=Slice()) -> CauseShares
    class_cause_matrix(access, *, first, last, region=None, rows=By.CLASS, columns=By.CAUSE, only=Slice()) -> Matrix
    shares(access, *, first, last, by, region=None, only=Slice()) -> tuple[Share, ...]
    resolution_points(access, *, first, last, region=None, service_class="") -> ResolutionPoints
    daily_counts(access, *, first, last, by, today, region=None) -> DailyCounts
    daily_matrix(access, *, first, last, rows, columns, region=None) -> Matrix
    newest_data_date(access) -> date | None
    data_version() -> int
    tickets(access, *, region=None) -> QuerySet[Ticket]
    ticket_page(access, *, system, ticket_id) -> TicketPage
    search_tickets(access, text, *, limit=20) -> tuple[Ticket, ...]
    published_rates(access) -> QuerySet[PublishedRate]
    subscriber_counts(access) -> QuerySet[SubscriberCount]
    subscriber_history(count) -> tuple[Revision, ...]
    unmapped_words(access, *, limit=200) -> tuple[UnmappedWord, ...]
    annotations(tops, *, first, last) -> tuple[Annotation, ...]

A region outside the caller's reach raises RegionOutOfReach: to the caller it does not exist (404).
"""

from .analysis import (
    CauseShares,
    Matrix,
    Ranked,
    ResolutionPoints,
    Share,
    Trend,
    cause_shares,
    class_cause_matrix,
    region_ranking,
    resolution_points,
    shares,
    trend,
)
from .coverage import data_version, newest_data_date
from .days import DailyCounts, daily_counts, daily_matrix
from .ground import RegionOutOfReach
from .mappings import UnmappedWord, unmapped_words
from .overview import Comparison, Overview, overview
from .published import Published, annotations, published_rates
from .rates import Rate, Rates, monthly_rates
from .slices import CAUSES, By, Slice
from .subscribers import Revision, subscriber_counts, subscriber_history
from .tickets import TicketPage, search_tickets, ticket_page, tickets

__all__ = [
    "CAUSES",
    "By",
    "CauseShares",
    "Comparison",
    "DailyCounts",
    "Matrix",
    "Overview",
    "Published",
    "Ranked",
    "Rate",
    "Rates",
    "RegionOutOfReach",
    "ResolutionPoints",
    "Revision",
    "Share",
    "Slice",
    "TicketPage",
    "Trend",
    "UnmappedWord",
    "annotations",
    "cause_shares",
    "class_cause_matrix",
    "daily_counts",
    "daily_matrix",
    "data_version",
    "monthly_rates",
    "newest_data_date",
    "overview",
    "published_rates",
    "region_ranking",
    "resolution_points",
    "search_tickets",
    "shares",
    "subscriber_counts",
    "subscriber_history",
    "ticket_page",
    "tickets",
    "trend",
    "unmapped_words",
]
