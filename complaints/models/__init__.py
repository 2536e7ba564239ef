"""Tickets, what their words mean, the figures beside them, and their roll-ups."""

from .benefit import BenefitEstimate
from .contest import ContestChampion, ContestFormula, FaultEntry
from .figures import Annotation, PublishedRate, RateTarget, SubscriberCount
from .labels import Status
from .mappings import CategoryMapping, CauseMapping
from .repeats import (
    InvalidTicket,
    RepeatDecision,
    RepeatGroup,
    RepeatMember,
    RepeatPass,
    RepeatRollup,
    RepeatRuleSet,
    ValidityDecision,
)
from .reverse import ReverseFinding
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
from .topics import Topic, TopicMeasure, TopicResult
from .warning import DailyClassRollup, WarningPass, WarningRules, WarningSignal

__all__ = [
    "Annotation",
    "BenefitEstimate",
    "CategoryMapping",
    "CauseMapping",
    "ContestChampion",
    "ContestFormula",
    "DailyClassRollup",
    "DailyRollup",
    "DataVersion",
    "FaultEntry",
    "InvalidTicket",
    "MonthTotal",
    "MonthlyCauseRollup",
    "MonthlyClassRollup",
    "MonthlyRollup",
    "PublishedRate",
    "RateTarget",
    "RepeatDecision",
    "RepeatGroup",
    "RepeatMember",
    "RepeatPass",
    "RepeatRollup",
    "RepeatRuleSet",
    "ResolutionHistogram",
    "ReverseFinding",
    "Status",
    "SubscriberCount",
    "Ticket",
    "Topic",
    "TopicMeasure",
    "TopicResult",
    "ValidityDecision",
    "WarningPass",
    "WarningRules",
    "WarningSignal",
]
