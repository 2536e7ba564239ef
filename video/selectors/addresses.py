"""The addresses that may be dialled from a region."""

from django.db.models import Q, QuerySet

from portalkit.access.selectors import Access
from portalkit.regions.models import Region

from ..domain.addresses import Rule, rule
from ..models import AddressRule
from ..permissions import VideoPermission


def visible_rules(access: Access, permission: VideoPermission = VideoPermission.VIEW) -> QuerySet[AddressRule]:
    """The rules of regions where the caller has the permission."""
    return access.scope(permission, AddressRule.objects.select_related("region__parent"))


def rules_of(region: Region) -> tuple[Rule, ...]:
    """The rules that hold for cameras in a region: its own and those of every region above it. One query; plain, picklable data."""
    codes = region.path.strip("/").split("/")
    rows = AddressRule.objects.filter(region__code__in=codes).values_list("network", "ports")
    return tuple(rule(network=network, ports=ports) for network, ports in rows)


def rules_around(region: Region) -> tuple[Rule, ...]:
    """The rules that hold anywhere in a region: those of `rules_of` and of every region inside it. For a node that serves it."""
    codes = region.path.strip("/").split("/")
    rows = AddressRule.objects.filter(Q(region__code__in=codes) | Q(region__path__startswith=region.path)).values_list("network", "ports")
    return tuple(rule(network=network, ports=ports) for network, ports in rows)
