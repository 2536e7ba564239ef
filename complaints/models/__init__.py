"""Tickets, what their words mean, the figures beside them, and their roll-ups."""

from .figures import Annotation, PublishedRate, RateTarget, SubscriberCount
from .inspecting import InspectionResult, Judgement, Sample, SampleItem
from .inspection import Finding, FindingRollup, QualityRollup, ReplyPrint, RuleVersion, TicketScore
from .labels import Status
from .mappings import CategoryMapping, CauseMapping
from .rollups import (
    DailyRollup,
    DataVersion,
    MonthlyCauseRollup,
    MonthlyClassRollup,
    MonthlyRollup,
    MonthTotal,
    ResolutionHistogram,
)
from .tickets import Ticket

__all__ = [
    "Annotation",
    "CategoryMapping",
    "CauseMapping",
    "DailyRollup",
    "DataVersion",
    "Finding",
    "FindingRollup",
    "InspectionResult",
    "Judgement",
    "MonthTotal",
    "MonthlyCauseRollup",
    "MonthlyClassRollup",
    "MonthlyRollup",
    "PublishedRate",
    "QualityRollup",
    "RateTarget",
    "ReplyPrint",
    "ResolutionHistogram",
    "RuleVersion",
    "Sample",
    "SampleItem",
    "Status",
    "SubscriberCount",
    "Ticket",
    "TicketScore",
]
