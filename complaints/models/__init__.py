"""Tickets, what their words mean, the figures beside them, and their roll-ups."""

from .benefit import BenefitEstimate
from .contest import ContestChampion, ContestFormula, FaultEntry
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

__all__ = [
    "Annotation",
    "BenefitEstimate",
    "CategoryMapping",
    "CauseMapping",
    "ContestChampion",
    "ContestFormula",
    "DailyRollup",
    "DataVersion",
    "FaultEntry",
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
]
