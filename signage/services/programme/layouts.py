"""Layouts. A change reaches the screens that use it at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.regions.models import Region

from ...domain.layouts import Rectangle, check_layout
from ...models import Layout, LayoutZone
from ..publishing import publish_settings


class LayoutInUse(Exception):
    """Screens use it."""


@dataclass(frozen=True)
class LayoutValues:
    name: str
    region: Region
    columns: int
    rows: int
    zones: Sequence[Rectangle]


@transaction.atomic
def save_layout(*, layout: Layout | None, values: LayoutValues, by: Actor, now: datetime) -> Layout:
    """A new layout, or the changed one. Raises BadLayout of the domain."""
    check_layout(values.zones, columns=values.columns, rows=values.rows)
    found = Layout.objects.select_for_update(of=("self",)).get(pk=layout.pk) if layout else Layout()
    found.name, found.region, found.columns, found.rows = values.name, values.region, values.columns, values.rows
    found.save()
    found.zones.all().delete()
    LayoutZone.objects.bulk_create([LayoutZone(layout=found, **vars(zone)) for zone in values.zones])
    action = "signage.change_layout" if layout else "signage.add_layout"
    detail = {"zones": [zone.name for zone in values.zones]}
    record(by=by, action=action, on=found, region_code=values.region.code, detail=detail, at=now)
    if screens := list(found.screens.filter(is_enabled=True)):
        publish_settings(screens=screens, by=by, now=now)
    return found


@transaction.atomic
def remove_layout(*, layout: Layout, by: Actor, now: datetime) -> None:
    """Raises LayoutInUse."""
    record(by=by, action="signage.remove_layout", on=layout, region_code=layout.region.code, at=now)
    try:
        layout.delete()
    except ProtectedError:
        raise LayoutInUse(layout.name) from None
