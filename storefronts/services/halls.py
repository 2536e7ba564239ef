"""Halls set one at a time."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.regions.models import Level, Region
from portalkit.regions.services import change_region, create_region, move_region

from ..domain.opening import read_hours
from ..models import Hall


@dataclass(frozen=True)
class HallValues:
    """`parent` is the region that the hall lies in; `opening` is text as `domain.opening` reads it, or empty."""

    name: str
    name_en: str
    parent: Region
    address: str
    opening: str
    hall_class: str
    longitude: float | None
    latitude: float | None


@transaction.atomic
def add_hall(*, code: str, values: HallValues, by: Actor, now: datetime) -> Hall:
    """Adds a hall with the leaf of the region tree that stands for it. Raises RegionRefused and OpeningUnreadable."""
    region = create_region(
        code=code,
        name=values.name,
        name_en=values.name_en,
        level=Level.HALL,
        parent=values.parent,
        longitude=values.longitude,
        latitude=values.latitude,
        by=by,
    )
    hall = Hall.objects.create(
        region=region, address=values.address, opening=canonical_opening(values.opening), hall_class=values.hall_class
    )
    record(by=by, action="storefronts.add_hall", on=hall, region_code=region.code, detail={"parent": values.parent.code}, at=now)
    return hall


@transaction.atomic
def change_hall(*, hall: Hall, values: HallValues, by: Actor, now: datetime) -> Hall:
    """Gives a hall new values, and another county where `parent` is one; the code stays. Raises RegionRefused and OpeningUnreadable.

    A later import of the same row changes it again: the hash of the imported row is forgotten.
    """
    found = Hall.objects.select_for_update(of=("self",)).select_related("region__parent").get(pk=hall.pk)
    region = found.region
    if region.parent_id != values.parent.pk:
        region = move_region(region=region, parent=values.parent, by=by)
    change_region(
        region=region,
        name=values.name,
        name_en=values.name_en,
        longitude=values.longitude,
        latitude=values.latitude,
        valid_from=region.valid_from,
        by=by,
    )
    wanted = {"address": values.address, "opening": canonical_opening(values.opening), "hall_class": values.hall_class}
    changed = {name: [getattr(found, name), value] for name, value in wanted.items() if getattr(found, name) != value}
    for name, value in wanted.items():
        setattr(found, name, value)
    found.row_hash = ""
    found.region = region
    found.save()
    record(by=by, action="storefronts.change_hall", on=found, region_code=region.code, detail={"changed": changed}, at=now)
    return found


def canonical_opening(text: str) -> str:
    """The hours in one spelling, so that equal hours are equal texts. Raises OpeningUnreadable."""
    return read_hours(text).written(is_chinese=False) if text.strip() else ""
