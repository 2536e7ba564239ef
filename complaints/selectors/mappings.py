"""The mapping tables as rule books, and the words that no rule knows."""

from dataclasses import dataclass

from django.db.models import Count

from portalkit.access.selectors import Access

from ..domain.mapping import Match, Rule, RuleBook
from ..domain.taxonomy import Cause, CauseSide, ComplaintType, ServiceClass
from ..models import CategoryMapping, CauseMapping, Ticket
from ..permissions import ComplaintsPermission


@dataclass(frozen=True)
class RuleBooks:
    """`category` gives (service class, complaint type), `cause` gives (cause, side)."""

    category: RuleBook
    cause: RuleBook


def rule_books() -> RuleBooks:
    """The rules as they stand now. Two queries."""
    return RuleBooks(
        category=RuleBook(
            [_rule(row, row.service_class, row.complaint_type) for row in CategoryMapping.objects.all()],
            unmapped=(ServiceClass.UNMAPPED, ComplaintType.UNMAPPED),
            blank=(ServiceClass.UNMAPPED, ComplaintType.UNMAPPED),
        ),
        cause=RuleBook(
            [_rule(row, row.cause, row.side) for row in CauseMapping.objects.all()],
            unmapped=(Cause.UNMAPPED, CauseSide.UNMAPPED),
            blank=(Cause.UNSTATED, CauseSide.UNSTATED),
        ),
    )


@dataclass(frozen=True)
class UnmappedWord:
    """A path that no rule knows, and how many tickets carry it. `table` is "category" or "cause"; an empty path means no value."""

    table: str
    system: str
    path: str
    tickets: int


def unmapped_words(access: Access, *, limit: int = 200) -> tuple[UnmappedWord, ...]:
    """What a steward should map next, most tickets first. Two queries."""
    rows = access.scope(ComplaintsPermission.VIEW, Ticket.objects.all())
    found = []
    for table, path, code in (("category", "category_path", "service_class"), ("cause", "cause_path", "cause")):
        unmapped = rows.filter(**{code: ServiceClass.UNMAPPED}).values("system", path).annotate(counted=Count("pk")).order_by("-counted")
        found += [UnmappedWord(table, row["system"], row[path], row["counted"]) for row in unmapped[:limit]]
    return tuple(sorted(found, key=lambda word: -word.tickets))


def _rule(row: CategoryMapping | CauseMapping, first: str, second: str) -> Rule:
    return Rule(
        match=Match(row.match), text=row.text, outcome=(first, second), system=row.system, valid_from=row.valid_from, valid_to=row.valid_to
    )
