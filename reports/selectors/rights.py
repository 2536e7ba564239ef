"""Who may read which kind of report: the right to see reports, and for the hotline's the right to see the hotline."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from portalkit.access.selectors import Access
from portalkit.regions.models import Region
from scheduling.permissions import SchedulingPermission

from ..domain.kinds import ReportKind
from ..permissions import ReportsPermission

Row = TypeVar("Row", bound=Model)


def may_read(access: Access, *, kind: str, region: Region) -> bool:
    """Whether the caller may read reports of this kind and region."""
    is_known = kind != ReportKind.HOTLINE or access.covers(SchedulingPermission.VIEW, region)
    return is_known and access.covers(ReportsPermission.VIEW, region)


def readable(access: Access, permission: str, rows: QuerySet[Row], *, report: str = "", region: str = "region") -> QuerySet[Row]:
    """The rows in regions where the caller has the permission, without reports of a kind that the caller may not read there.

    `report` leads from a row to its report, `version__report` for example; `region` to its region.
    """
    kind = f"{report}__kind" if report else "kind"
    return access.scope(permission, rows, region=region).filter(
        ~Q(**{kind: ReportKind.HOTLINE}) | Q(**{f"{region}__in": hotline_regions(access)})
    )


def hotline_regions(access: Access) -> QuerySet[Region]:
    """The regions whose hotline the caller may see."""
    return access.regions(SchedulingPermission.VIEW)
