"""What pages and reports read of quality inspection. Every selector takes the caller's `access`.

quality_summary(access, *, period, region=None) -> QualitySummary        any period; whole months come from sums
quality_analysis(access, *, month, region=None, length=24) -> QualityAnalysis
workload(access, *, period, region=None) -> Workload
findings(access) -> QuerySet[Finding]                                    with their ticket and its `score`
returned_tickets(access) -> QuerySet[InspectionResult]
inspection_of(access, ticket) -> TicketInspection
samples(access) -> QuerySet[Sample]; queue_of(access) -> Queue
inspectors(region, *, on) -> QuerySet[User]
rule_book() -> RuleBook; rule_history(rule); preview_rule(access, *, setting, today) -> Preview
"""

from .findings import Judged, TicketInspection, findings, inspection_of, returned_tickets
from .people import inspectors
from .quality import QualityAnalysis, QualitySummary, RuleCount, Tally, quality_analysis, quality_summary
from .rules import Preview, preview_rule, rule_book, rule_history, setting_numbered
from .samples import Queue, departments, queue_of, samples
from .workload import RuleAgreement, Work, Workload, workload

__all__ = [
    "Judged",
    "Preview",
    "QualityAnalysis",
    "QualitySummary",
    "Queue",
    "RuleAgreement",
    "RuleCount",
    "Tally",
    "TicketInspection",
    "Work",
    "Workload",
    "departments",
    "findings",
    "inspection_of",
    "inspectors",
    "preview_rule",
    "quality_analysis",
    "quality_summary",
    "queue_of",
    "returned_tickets",
    "rule_book",
    "rule_history",
    "samples",
    "setting_numbered",
    "workload",
]
