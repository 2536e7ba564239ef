"""Which tickets are about the same matter, what kind of repeat each is, and which tickets should not have been dispatched.

    found = find_links(dispatches, rules)                       # candidates by key, then likeness of the texts
    groups = grouped(dispatches, found, Decisions(), given=())  # every member hangs on the group's first ticket
    kind = judge_group([dispatches[place] for place in group.places], mass_customers=rules.mass_customers)
    finding = invalid_reason(subject, rules.invalid)            # why a ticket should not have been dispatched

Pure: no database, no clock. docs/algorithms/repeat-dispatch.md gives formula, limits and measures.
"""

from .dispatches import Dispatch
from .grouping import Decisions, Group, Member, grouped
from .invalid import Finding, InvalidCode, TicketFacts, invalid_findings
from .kinds import GroupKind, Judgement, Role, judge_group
from .links import Found, Key, Link, find_links
from .rules import InvalidRules, RepeatRules, rules_from, rules_to_json
from .texts import Texts, plain_text

__all__ = [
    "Decisions",
    "Dispatch",
    "Finding",
    "Found",
    "Group",
    "GroupKind",
    "InvalidCode",
    "InvalidRules",
    "Judgement",
    "Key",
    "Link",
    "Member",
    "RepeatRules",
    "Role",
    "Texts",
    "TicketFacts",
    "find_links",
    "grouped",
    "invalid_findings",
    "judge_group",
    "plain_text",
    "rules_from",
    "rules_to_json",
]
