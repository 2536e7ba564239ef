"""The region and the period picked in the header: they persist, and never lead beyond what the caller may see."""

from portalkit.access.domain.preferences import is_period
from portalkit.regions.models import Region

from .access import Access


def picked_region(access: Access, *, requested: str = "", permission: str = "") -> Region | None:
    """The region that a page is about: the requested code, else the one picked in the header, else the caller's outermost region.

    A code outside the caller's reach (of `permission`, or of any permission) is passed over as if it did not exist. None
    only when the caller reaches no region at all. One query.
    """
    reachable = access.regions(permission) if permission else access.visible_regions()
    wanted = [code for code in (requested, str(access.preferences.get("picked_region", ""))) if code]
    found = {region.code: region for region in reachable.filter(code__in=wanted)} if wanted else {}
    chosen = next((found[code] for code in wanted if code in found), None)
    return chosen or reachable.order_by("path").first()


def picked_period(access: Access, *, requested: str = "") -> str:
    """The month (2011-09), ISO week (2011-W36) or day (2011-09-05) requested, else picked in the header, else empty."""
    wanted = (requested, str(access.preferences.get("picked_period", "")))
    return next((period for period in wanted if is_period(period)), "")
