"""Which tickets are inspected, and which of them must be looked at again."""

from datetime import date

from django.db.models import F, Q, QuerySet

from ...domain.quality.records import WITHDRAWN
from ...domain.taxonomy import System
from ...models import Ticket, TicketScore


def inspectable(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """As `Record.is_inspected` says it: dispatches, and CRM tickets that nobody dispatched."""
    return rows.filter(Q(system=System.EOMS) | Q(counted=True)).exclude(status=WITHDRAWN)


def of_batch(batch_id: int) -> QuerySet[Ticket]:
    """What the import wrote, and the other halves of the same matters: a dispatch takes its CRM ticket out of inspection."""
    written = Ticket.objects.filter(batch_id=batch_id)
    matters = written.exclude(crm_no="").values("crm_no")
    return Ticket.objects.filter(Q(pk__in=written.values("pk")) | Q(crm_no__in=matters))


def of_days(first: date, last: date) -> QuerySet[Ticket]:
    return Ticket.objects.filter(accepted_on__gte=first, accepted_on__lte=last)


def out_of_date() -> QuerySet[Ticket]:
    """Never inspected, or changed since, or not to be inspected any more. Reads all tickets: for what nobody can name better."""
    due = inspectable(Ticket.objects.all())
    unseen = due.exclude(pk__in=TicketScore.objects.values("ticket"))
    changed = TicketScore.objects.filter(
        ~Q(row_hash=F("ticket__row_hash")) | ~Q(cause=F("ticket__cause")) | ~Q(region=F("ticket__region")) | ~Q(ticket__in=due)
    )
    return Ticket.objects.filter(Q(pk__in=unseen.values("pk")) | Q(pk__in=changed.values("ticket")))
