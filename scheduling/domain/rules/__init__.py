"""Labour rules as data with effective dates, and one audit of a roster against them.

    book = RuleBook(DEFAULT_RULES)
    audit(plan, people=people, book=book, stretch=Stretch(first, last), is_workday=..., need=need)   # tuple[Violation, ...]

`plan` maps agent keys to days to shifts. Days before the stretch are history: they count for what reaches into it and are not
judged themselves. What serves a solver's result serves a hand edit, a swap and an imported roster.
"""

from .auditing import audit
from .book import DEFAULT_RULES, LabourRule, Limits, RuleBook
from .codes import LEGAL, NEEDS_VALUE, RuleCode, Unit, unit_of
from .coverage import Balance, Need, balance, present_heads
from .plan import Person, Plan, Stretch, Violation

__all__ = [
    "DEFAULT_RULES",
    "LEGAL",
    "NEEDS_VALUE",
    "Balance",
    "LabourRule",
    "Limits",
    "Need",
    "Person",
    "Plan",
    "RuleBook",
    "RuleCode",
    "Stretch",
    "Unit",
    "Violation",
    "audit",
    "balance",
    "present_heads",
    "unit_of",
]
