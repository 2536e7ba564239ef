"""Tickets, what their words mean, the figures beside them, and their roll-ups."""

from .benefit import BenefitEstimate
from .contest import ContestChampion, ContestFormula, FaultEntry
from .figures import Annotation, PublishedRate, RateTarget, SubscriberCount
from .inspecting import InspectionResult, Judgement, Sample, SampleItem
from .inspection import Finding, FindingRollup, QualityRollup, ReplyPrint, RuleVersion, TicketScore
from .labels import Status
from .mappings import CategoryMapping, CauseMapping
from .notices import AutomaticNotice, EscalationContact, EscalationLevel, NoticeEvent, NoticeTicket, SupervisionNotice
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
from .supervision import DeadlineRule, LegacyCase, OpenWatch, PendingSpan, SupervisionState, TicketPause
from .tickets import Ticket
from .topics import Topic, TopicMeasure, TopicResult
from .warning import DailyClassRollup, WarningPass, WarningRules, WarningSignal

__all__ = [
    "Annotation",
    "AutomaticNotice",
    "BenefitEstimate",
    "CategoryMapping",
    "CauseMapping",
    "ContestChampion",
    "ContestFormula",
    "DailyClassRollup",
    "DailyRollup",
    "DataVersion",
    "DeadlineRule",
    "EscalationContact",
    "EscalationLevel",
    "FaultEntry",
    "Finding",
    "FindingRollup",
    "InspectionResult",
    "InvalidTicket",
    "Judgement",
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
    "QualityRollup",
    "RateTarget",
    "RepeatDecision",
    "RepeatGroup",
    "RepeatMember",
    "RepeatPass",
    "RepeatRollup",
    "RepeatRuleSet",
    "ReplyPrint",
    "ResolutionHistogram",
    "ReverseFinding",
    "RuleVersion",
    "Sample",
    "SampleItem",
    "Status",
    "SubscriberCount",
    "SupervisionNotice",
    "SupervisionState",
    "Ticket",
    "TicketPause",
    "TicketScore",
    "Topic",
    "TopicMeasure",
    "TopicResult",
    "ValidityDecision",
    "WarningPass",
    "WarningRules",
    "WarningSignal",
]
