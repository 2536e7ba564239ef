"""How the rules came to be what they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...domain.repeats import RepeatRules, rules_from, rules_to_json
from ...models import RepeatRuleSet


@dataclass(frozen=True)
class Change:
    """A setting before and after; of words those that came and went."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class RuleChange:
    row: RepeatRuleSet
    changes: tuple[Change, ...]


def rule_history() -> tuple[RuleChange, ...]:
    """Every version and what it changed, newest first. One query."""
    rows = list(RepeatRuleSet.objects.order_by("number"))
    sets = [rules_to_json(RepeatRules()), *(rules_to_json(rules_from(row.values)) for row in rows)]
    found = [RuleChange(row, tuple(_changes(sets[place], sets[place + 1]))) for place, row in enumerate(rows)]
    return tuple(reversed(found))


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for name, value in after.items():
        old = before[name]
        if isinstance(value, Mapping):
            yield from _changes(old, value)
        elif isinstance(value, tuple):
            gone, come = (
                sorted(set(old) - set(value)),
                sorted(set(value) - set(old)),
            )
            if gone or come:
                yield Change(name, "、".join(gone), "、".join(come))
        elif value != old:
            yield Change(name, str(old), str(value))
