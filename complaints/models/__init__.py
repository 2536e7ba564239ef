"""Tickets, what their words mean, the figures beside them, and their roll-ups."""

from .figures import Annotation, PublishedRate, RateTarget, SubscriberCount
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
from .warning import DailyClassRollup, WarningPass, WarningRules, WarningSignal

__all__ = [
    "Annotation",
    "CategoryMapping",
    "CauseMapping",
    "DailyClassRollup",
    "DailyRollup",
    "DataVersion",
    "MonthTotal",
    "MonthlyCauseRollup",
    "MonthlyClassRollup",
    "MonthlyRollup",
    "PublishedRate",
    "RateTarget",
    "ResolutionHistogram",
    "Status",
    "SubscriberCount",
    "Ticket",
    "WarningPass",
    "WarningRules",
    "WarningSignal",
]
