"""What belongs to a region is seen in it, and used, read only, in the regions below it."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from portalkit.access.selectors import Access

from ..permissions import SignagePermission

Row = TypeVar("Row", bound=Model)


def seen(access: Access, rows: QuerySet[Row], *, region: str = "region") -> QuerySet[Row]:
    """The rows of the caller's regions, and those of the regions above, which reach down to them."""
    above = {
        "/" + "/".join(steps[:depth]) + "/"
        for root in access.paths.get(SignagePermission.VIEW, frozenset())
        for steps in (root.strip("/").split("/"),)
        for depth in range(1, len(steps))
    }
    own = access.regions(SignagePermission.VIEW)
    return rows.filter(Q(**{f"{region}__in": own.values("pk")}) | Q(**{f"{region}__path__in": sorted(above)}))
