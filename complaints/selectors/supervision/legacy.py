"""Long-planned cases: the pool, the case of one ticket, and whom to remind."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Case, CharField, DateTimeField, ExpressionWrapper, F, Q, QuerySet, Value, When

from portalkit.access.selectors import Access

from ...domain.supervision.legacy import REVIEW_BEFORE, LegacyStanding, LegacyState
from ...models import LegacyCase, Ticket
from ...models.tickets import ENDED
from ...permissions import ComplaintsPermission

_SOLVED = (
    Q(ticket__resolved_at__isnull=False) | Q(ticket__closed_at__isnull=False) | Q(ticket__status__in=[str(one.value) for one in ENDED])
)


@dataclass(frozen=True)
class LegacyPage:
    """A case as a caller may see it. `standing`: how it reads now."""

    case: LegacyCase
    standing: LegacyStanding


def legacy_cases(access: Access, *, now: datetime) -> QuerySet[LegacyCase]:
    """The pool in reach, each with `standing` (a LegacyStanding's value), what is due first first."""
    rows = access.scope(ComplaintsPermission.VIEW, LegacyCase.objects.all())
    return (
        with_standing(rows, now=now).select_related("ticket", "region__parent", "proposed_by", "decided_by").order_by("expected_at", "pk")
    )


def with_standing(rows: QuerySet[LegacyCase], *, now: datetime) -> QuerySet[LegacyCase]:
    """`domain.supervision.legacy.standing_of` as the database says it."""
    moment = Value(now, output_field=DateTimeField())
    return rows.annotate(
        is_solved=ExpressionWrapper(_SOLVED, output_field=BooleanField()),
        standing=Case(
            When(state__in=[LegacyState.REFUSED, LegacyState.REPLACED], then=F("state")),
            When(_SOLVED, then=Value(LegacyStanding.SOLVED.value)),
            When(state=LegacyState.PROPOSED, then=Value(LegacyStanding.PROPOSED.value)),
            When(expected_at__lt=moment, then=Value(LegacyStanding.OVERDUE.value)),
            When(expected_at__lte=now + REVIEW_BEFORE, then=Value(LegacyStanding.REVIEW.value)),
            default=Value(LegacyStanding.DUE.value),
            output_field=CharField(),
        ),
    )


def legacy_page(access: Access, *, pk: int, now: datetime) -> LegacyPage:
    """Raises LegacyCase.DoesNotExist where there is none in reach. One query."""
    case = legacy_cases(access, now=now).get(pk=pk)
    return LegacyPage(case=case, standing=LegacyStanding(getattr(case, "standing")))  # noqa: B009 - annotated


def cases_of_ticket(access: Access, ticket: Ticket, *, now: datetime) -> tuple[LegacyCase, ...]:
    """Newest first. One query."""
    return tuple(legacy_cases(access, now=now).filter(ticket=ticket).order_by("-proposed_at", "-pk"))


def cases_to_review(*, now: datetime) -> QuerySet[LegacyCase]:
    """Agreed, unsolved, and due within the time of review; of every region."""
    rows = LegacyCase.objects.filter(state=LegacyState.APPROVED, expected_at__gt=now, expected_at__lte=now + REVIEW_BEFORE).exclude(_SOLVED)
    return rows.select_related("ticket", "proposed_by", "decided_by").order_by("pk")
