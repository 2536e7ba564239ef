"""Writes the region tree. Paths follow from parents and codes; nobody else writes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from .models import Level, Region
from .selectors import subtree

_LEVELS = [level.value for level in Level]


class RegionRefused(Exception):
    """The tree would not hold.

    `code`: `taken`, `bad_code`, `level`, `cycle`, `validity`, `open_children`, `already_closed` or `parent_unknown`.
    `value`: what is at fault.
    """

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(f"{code} {value}".strip())
        self.code = code
        self.value = value


@dataclass(frozen=True)
class RegionRow:
    """A region as a list of regions writes it. `parent` is the parent's code, empty for the root."""

    code: str
    name: str
    level: str
    parent: str = ""
    name_en: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True)
class Upserted:
    """Codes of the regions that were added and changed, and the number of those that were as given already."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int


@transaction.atomic
def create_region(
    *,
    code: str,
    name: str,
    level: str,
    parent: Region | None,
    by: Actor,
    name_en: str = "",
    valid_from: date | None = None,
    longitude: float | None = None,
    latitude: float | None = None,
) -> Region:
    """Adds a region below `parent`, or a root. Raises `RegionRefused`."""
    row = RegionRow(code=code, name=name, level=level, name_en=name_en, valid_from=valid_from, longitude=longitude, latitude=latitude)
    return _create(row, parent, by)


@transaction.atomic
def change_region(
    *, region: Region, name: str, name_en: str, longitude: float | None, latitude: float | None, valid_from: date | None, by: Actor
) -> Region:
    """Gives a region new names, a place and a first day. Code, level and parent stay. Raises `RegionRefused`."""
    if valid_from and region.valid_to and valid_from >= region.valid_to:
        raise RegionRefused("validity", str(valid_from))
    values = {"name": name, "name_en": name_en, "longitude": longitude, "latitude": latitude, "valid_from": valid_from}
    _change(region, values, "regions.change", by)
    return region


@transaction.atomic
def rename_region(*, region: Region, name: str, name_en: str, by: Actor) -> Region:
    """Gives a region new names; its code, and so everything that hangs on it, stays."""
    _change(region, {"name": name, "name_en": name_en}, "regions.rename", by)
    return region


@transaction.atomic
def move_region(*, region: Region, parent: Region, by: Actor) -> Region:
    """Hangs a region with all that is below it under another parent. Raises `RegionRefused`."""
    list(Region.objects.select_for_update().filter(path__startswith=region.path).values_list("pk"))
    parent.refresh_from_db()
    if parent.path.startswith(region.path):
        raise RegionRefused("cycle", parent.code)
    _check_level(region.level, parent)
    old = region.path
    _change(region, {"parent": parent}, "regions.move", by)
    _rebuild_paths(old, f"{parent.path}{region.code}/")
    region.refresh_from_db()
    return region


@transaction.atomic
def close_region(*, region: Region, on: date, by: Actor) -> Region:
    """Ends a region: `on` is the first day on which it is no more. Regions below it are closed first. Raises `RegionRefused`."""
    if region.valid_to:
        raise RegionRefused("already_closed", str(region.valid_to))
    if region.valid_from and on <= region.valid_from:
        raise RegionRefused("validity", str(on))
    still_open = subtree(region).exclude(pk=region.pk).filter(valid_to=None).order_by("path").first()
    if still_open:
        raise RegionRefused("open_children", still_open.name)
    _change(region, {"valid_to": on}, "regions.close", by)
    return region


@transaction.atomic
def reopen_region(*, region: Region, by: Actor) -> Region:
    """Takes back the closing of a region."""
    _change(region, {"valid_to": None}, "regions.reopen", by)
    return region


@transaction.atomic
def upsert_regions(*, rows: Iterable[RegionRow], by: Actor, now: datetime) -> Upserted:
    """Brings the tree to what the rows say; rows may come in any order, regions that they leave out stay. Raises `RegionRefused`.

    Doing it again with the same rows changes nothing. One audit event tells the codes.
    """
    pending = {row.code: row for row in rows}
    known = {region.code: region for region in Region.objects.select_for_update()}
    created: list[str] = []
    changed: list[str] = []
    unchanged = 0
    for row in _parents_first(pending, known):
        parent = known.get(row.parent)
        region = known.get(row.code)
        if region is None:
            known[row.code] = _create(row, parent, None)
            created.append(row.code)
        elif _bring_to(region, row, parent):
            known = {found.code: found for found in Region.objects.all()}
            changed.append(row.code)
        else:
            unchanged += 1
    if created or changed:
        record(by=by, action="regions.upsert", detail={"created": created, "changed": changed}, at=now)
    return Upserted(created=tuple(created), changed=tuple(changed), unchanged=unchanged)


def _create(row: RegionRow, parent: Region | None, by: Actor | None) -> Region:
    code = row.code.strip()
    if not code or "/" in code or any(char.isspace() or not char.isprintable() for char in code):
        raise RegionRefused("bad_code", row.code)
    if Region.objects.filter(code__iexact=code).exists():
        raise RegionRefused("taken", code)
    _check_level(row.level, parent)
    _check_validity(row)
    region = Region.objects.create(
        code=code,
        name=row.name.strip(),
        name_en=row.name_en.strip(),
        level=row.level,
        parent=parent,
        path=f"{parent.path if parent else '/'}{code}/",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        longitude=row.longitude,
        latitude=row.latitude,
    )
    if by is not None:
        record(by=by, action="regions.create", on=region, region_code=region.code, detail={"parent": parent.code if parent else ""})
    return region


def _bring_to(region: Region, row: RegionRow, parent: Region | None) -> bool:
    _check_level(row.level, parent)
    _check_validity(row)
    old = region.path
    path = f"{parent.path if parent else '/'}{region.code}/"
    if parent and parent.path.startswith(old):
        raise RegionRefused("cycle", row.code)
    wanted: dict[str, Any] = {
        "name": row.name.strip(),
        "name_en": row.name_en.strip(),
        "level": row.level,
        "parent": parent,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "longitude": row.longitude,
        "latitude": row.latitude,
    }
    changed = [name for name, value in wanted.items() if getattr(region, name) != value]
    for name in changed:
        setattr(region, name, wanted[name])
    if changed:
        region.save(update_fields=changed)
    if path != old:
        _rebuild_paths(old, path)
    return bool(changed)


def _change(region: Region, values: Mapping[str, Any], action: str, by: Actor) -> None:
    before = {name: str(getattr(region, name) or "") for name in values}
    for name, value in values.items():
        setattr(region, name, value.strip() if isinstance(value, str) else value)
    after = {name: str(getattr(region, name) or "") for name in values}
    changes = {name: [before[name], after[name]] for name in values if before[name] != after[name]}
    if not changes:
        return
    region.save(update_fields=list(values))
    record(by=by, action=action, on=region, region_code=region.code, detail={"changes": changes})


def _rebuild_paths(old: str, new: str) -> None:
    rows = list(Region.objects.select_for_update().filter(path__startswith=old))
    for row in rows:
        row.path = new + row.path[len(old) :]
    Region.objects.bulk_update(rows, ["path"], batch_size=500)


def _check_level(level: str, parent: Region | None) -> None:
    if level not in _LEVELS or (parent is not None and _LEVELS.index(parent.level) >= _LEVELS.index(level)):
        raise RegionRefused("level", level)


def _check_validity(row: RegionRow) -> None:
    if row.valid_from and row.valid_to and row.valid_from >= row.valid_to:
        raise RegionRefused("validity", row.code)


def _parents_first(rows: Mapping[str, RegionRow], known: Mapping[str, Region]) -> list[RegionRow]:
    ordered: dict[str, RegionRow] = {}

    def visit(row: RegionRow, above: tuple[str, ...]) -> None:
        if row.code in ordered:
            return
        if row.code in above:
            raise RegionRefused("cycle", row.code)
        if row.parent in rows:
            visit(rows[row.parent], (*above, row.code))
        elif row.parent and row.parent not in known:
            raise RegionRefused("parent_unknown", row.parent)
        ordered[row.code] = row

    for row in rows.values():
        visit(row, ())
    return list(ordered.values())
