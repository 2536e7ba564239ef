"""Reports with their versions and files, commentary, plans and subscriptions."""

from .commentaries import Commentary
from .labels import FORMAT_CHOICES, KIND_CHOICES, LANGUAGE_CHOICES, VersionState
from .plans import Plan, Subscription
from .reports import Report, ReportFile, ReportVersion

__all__ = [
    "FORMAT_CHOICES",
    "KIND_CHOICES",
    "LANGUAGE_CHOICES",
    "Commentary",
    "Plan",
    "Report",
    "ReportFile",
    "ReportVersion",
    "Subscription",
    "VersionState",
]
