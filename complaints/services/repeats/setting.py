"""Sets windows, thresholds and words; former ones stay as history."""

from datetime import datetime

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ...domain.repeats import RepeatRules, rules_to_json
from ...models import RepeatRuleSet
from ...selectors.repeats.reading import rules_in_force


class RulesUnchanged(Exception):
    """These are the rules in force."""


class RulesMeaningless(Exception):
    """A window below a day, a likeness outside of 0 to 1, or a mass complaint of fewer than two customers."""


@transaction.atomic
def set_repeat_rules(*, rules: RepeatRules, by: Actor, now: datetime, note: str = "") -> RepeatRuleSet:
    """Makes a new version, which holds from the next search on. Raises RulesUnchanged, RulesMeaningless."""
    windows = (rules.number_days, rules.cell_days, rules.place_days)
    shares = (rules.number_likeness, rules.cell_likeness, rules.place_likeness)
    if min(windows) < 1 or not all(0 <= share <= 1 for share in shares) or rules.mass_customers < 2 or rules.neighbours < 1:
        raise RulesMeaningless
    list(RepeatRuleSet.objects.select_for_update().order_by("-number")[:1])
    before = rules_in_force()
    if rules == before.rules:
        raise RulesUnchanged
    made = RepeatRuleSet.objects.create(
        number=before.version + 1, values=rules_to_json(rules), made_at=now, made_by=by.name, note=note[:200]
    )
    old, new = rules_to_json(before.rules), rules_to_json(rules)
    changed = {name: value for name, value in new.items() if not isinstance(value, dict | tuple) and value != old[name]}
    record(by=by, action="complaints.set_repeat_rules", on=made, detail={"number": made.number, "changed": changed}, at=now)
    return made
