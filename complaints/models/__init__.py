"""Tickets, what their words mean, the figures beside them, and their roll-ups."""

from .figures import Annotation, PublishedRate, RateTarget, SubscriberCount
from .labels import Status
from .mappings import CategoryMapping, CauseMapping
from .notices import AutomaticNotice, EscalationContact, EscalationLevel, NoticeEvent, NoticeTicket, SupervisionNotice
from .rollups import (
    DailyRollup,
    DataVersion,
    MonthlyCauseRollup,
    MonthlyClassRollup,
    MonthlyRollup,
    MonthTotal,
    ResolutionHistogram,
)
from .supervision import DeadlineRule, LegacyCase, OpenWatch, PendingSpan, SupervisionState, TicketPause
from .tickets import Ticket

__all__ = [
    "Annotation",
    "AutomaticNotice",
    "CategoryMapping",
    "CauseMapping",
    "DailyRollup",
    "DataVersion",
    "DeadlineRule",
    "EscalationContact",
    "EscalationLevel",
    "LegacyCase",
    "MonthTotal",
    "MonthlyCauseRollup",
    "MonthlyClassRollup",
    "MonthlyRollup",
    "NoticeEvent",
    "NoticeTicket",
    "OpenWatch",
    "PendingSpan",
    "PublishedRate",
    "RateTarget",
    "ResolutionHistogram",
    "Status",
    "SubscriberCount",
    "SupervisionNotice",
    "SupervisionState",
    "Ticket",
    "TicketPause",
]
