"""The settings of the rules: those of today, those there were, and what another one would find."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from portalkit.access.selectors import Access
from portalkit.regions.models import Region

from ...domain.quality.copies import ReplyPrints, copied
from ...domain.quality.inspector import Dated, Inspector, RuleBook
from ...domain.quality.records import Record
from ...domain.quality.rules import RuleCode, Setting, Severity, as_delivered
from ...models import RuleVersion, Ticket
from ...permissions import ComplaintsPermission
from .scope import inspectable

LOOKED_AT = 1000
_EXAMPLES = 8


@dataclass(frozen=True)
class Example:
    """A ticket on which two settings differ, with the words that make the difference."""

    ticket: Ticket
    words: str


@dataclass(frozen=True)
class Preview:
    """How many of the newest `tickets` the setting of today finds (`now`) and the other one would (`then`)."""

    tickets: int
    now: int
    then: int
    gained: tuple[Example, ...]
    lost: tuple[Example, ...]


def rule_book() -> RuleBook:
    """Every setting there was. One query."""
    return RuleBook(Dated(setting_of(row), row.valid_from) for row in RuleVersion.objects.all())


def setting_of(row: RuleVersion) -> Setting:
    return Setting(
        rule=RuleCode(row.rule),
        number=row.number,
        is_enabled=row.is_enabled,
        severity=Severity(row.severity),
        weight=row.weight,
        options=row.options,
    )


def setting_numbered(rule: RuleCode, number: int) -> Setting:
    """Number 0 is as delivered. Raises RuleVersion.DoesNotExist."""
    return setting_of(RuleVersion.objects.get(rule=rule, number=number)) if number else as_delivered(rule)


def rule_history(rule: RuleCode) -> QuerySet[RuleVersion]:
    """Newest first."""
    return RuleVersion.objects.filter(rule=rule).order_by("-number")


def reply_prints(*, shortest: int, specifics: int) -> ReplyPrints:
    """With the names of all regions as places. One query."""
    names = {name for pair in Region.objects.values_list("name", "name_en") for name in pair if name}
    return ReplyPrints(shortest=shortest, specifics=specifics, places=names)


def preview_rule(access: Access, *, setting: Setting, today: date) -> Preview:
    """The newest inspectable tickets in reach under today's setting of the rule and under this one. Changes nothing. Three queries."""
    rows = access.scope(ComplaintsPermission.VIEW, inspectable(Ticket.objects.all())).order_by("-accepted_at", "-pk")[:LOOKED_AT]
    records = [Record._make(row) for row in rows.values_list(*Record._fields)]
    present = next(one for one in rule_book().on(today) if one.rule is setting.rule)
    now, then = (_found(records, one) for one in (present, setting))
    return Preview(
        tickets=len(records),
        now=len(now),
        then=len(then),
        gained=_examples({pk: words for pk, words in then.items() if pk not in now}),
        lost=_examples({pk: words for pk, words in now.items() if pk not in then}),
    )


def _found(records: Sequence[Record], setting: Setting) -> dict[int, str]:
    """By ticket the words of its first finding."""
    if not setting.is_enabled:
        return {}
    if setting.rule is RuleCode.REPLY_COPIED:
        options = setting.options
        prints = reply_prints(shortest=options["shortest"], specifics=options["specifics"])
        marks = [prints.of(record.explanation) for record in records]
        return dict.fromkeys(copied(records, prints=marks, others=options["others"], days=options["days"]), "")
    inspect = Inspector([setting]).inspect
    return {record.id: found[0].words for record in records if (found := inspect(record))}


def _examples(found: dict[int, str]) -> tuple[Example, ...]:
    chosen = dict(list(found.items())[:_EXAMPLES])
    tickets = Ticket.objects.select_related("region").in_bulk(list(chosen))
    return tuple(Example(tickets[pk], words) for pk, words in chosen.items())
