"""Sets the rules of inspection. Nothing is overwritten: every setting is a version of its own, and a former one comes back as a new one."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ...domain.quality.options import checked
from ...domain.quality.rules import RuleCode, Severity
from ...models import RuleVersion
from ...selectors.inspection.rules import rule_book, setting_numbered


class RuleUnchanged(Exception):
    """The setting says what holds on these days already."""


@transaction.atomic
def set_rule(
    *,
    rule: RuleCode,
    is_enabled: bool,
    severity: Severity,
    weight: int,
    options: Mapping[str, Any],
    valid_from: date,
    by: Actor,
    now: datetime,
    reason: str = "",
    restores: int | None = None,
) -> RuleVersion:
    """A new version for complaints from a day on. Tickets keep their findings until they are inspected again.

    Raises SettingInvalid, RuleUnchanged.
    """
    kept = checked(rule=rule, weight=weight, options=options)
    present = next(one for one in rule_book().on(valid_from) if one.rule is rule)
    if (present.is_enabled, present.severity, present.weight, dict(present.options)) == (is_enabled, severity, weight, kept):
        raise RuleUnchanged(rule)
    row = RuleVersion.objects.create(
        rule=rule,
        number=_next_number(rule),
        is_enabled=is_enabled,
        severity=severity,
        weight=weight,
        options=kept,
        valid_from=valid_from,
        reason=reason,
        restores=restores,
        set_by=by.name,
        set_at=now,
    )
    detail = {"rule": str(rule), "version": row.number, "valid_from": valid_from.isoformat(), "reason": reason, "restores": restores}
    record(by=by, action="complaints.set_rule", on=row, detail=detail, at=now)
    return row


def restore_rule(*, rule: RuleCode, number: int, valid_from: date, by: Actor, now: datetime) -> RuleVersion:
    """What a former version said, as a new version. 0 is as delivered. Raises RuleVersion.DoesNotExist, RuleUnchanged."""
    former = setting_numbered(rule, number)
    return set_rule(
        rule=rule,
        is_enabled=former.is_enabled,
        severity=former.severity,
        weight=former.weight,
        options=former.options,
        valid_from=valid_from,
        restores=number,
        by=by,
        now=now,
    )


def _next_number(rule: RuleCode) -> int:
    """Two at the same time get the same number, and the unique constraint lets one of them through."""
    last: int | None = RuleVersion.objects.filter(rule=rule).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
