"""The months over all regions, counted anew after rows went that no import took away."""

from django.db import transaction
from django.db.models import Max, Min, Sum

from ..models import MonthlyClassRollup, MonthTotal


@transaction.atomic
def recount_months() -> None:
    """Makes MonthTotal equal to a GROUP BY over the monthly roll-up. Imports and undos keep it so by themselves."""
    MonthTotal.objects.all().delete()
    rows = MonthlyClassRollup.objects.values("month").annotate(counted=Sum("complaints"), first=Min("first_on"), last=Max("last_on"))
    MonthTotal.objects.bulk_create(
        MonthTotal(month=row["month"], complaints=row["counted"], first_on=row["first"], last_on=row["last"]) for row in rows.order_by()
    )
