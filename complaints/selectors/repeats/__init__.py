"""Repeats and invalid tickets, read.

repeats_summary(access, *, period, region=None) -> RepeatsSummary            for reports: any period
repeat_shares(access, *, month, length, region=None) -> RepeatShares         by month, region and department, from roll-ups
repeat_groups(access) -> QuerySet[RepeatGroup]
group_page(access, *, number) -> GroupPage
invalid_tickets(access) -> QuerySet[InvalidTicket]
belonging(access, ticket) -> Belonging                                       what the ticket page tells
rules_in_force() -> RulesInForce
rule_history() -> tuple[RuleChange, ...]
"""

from .counting import Needless
from .groups import (
    Act,
    Belonging,
    GroupPage,
    act_in_reach,
    belonging,
    group_number,
    group_page,
    invalid_tickets,
    latest_pass,
    repeat_groups,
)
from .history import RuleChange, rule_history
from .reading import RulesInForce, rules_in_force
from .summary import (
    DepartmentRepeats,
    MonthRepeats,
    RegionRepeats,
    RepeatShares,
    RepeatsSummary,
    repeat_shares,
    repeats_summary,
)

__all__ = [
    "Act",
    "Belonging",
    "DepartmentRepeats",
    "GroupPage",
    "MonthRepeats",
    "Needless",
    "RegionRepeats",
    "RepeatShares",
    "RepeatsSummary",
    "RuleChange",
    "RulesInForce",
    "act_in_reach",
    "belonging",
    "group_number",
    "group_page",
    "invalid_tickets",
    "latest_pass",
    "repeat_groups",
    "repeat_shares",
    "repeats_summary",
    "rule_history",
    "rules_in_force",
]
