"""The target of the `halls` kind: the region tree is written by `portalkit.regions.services`, the halls beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, models

from portalkit.audit.domain.actors import SYSTEM
from portalkit.imports.domain.spec import Chunk, Comparison, Prepared, Problem, TargetRefused
from portalkit.imports.models import ImportBatch, RowChange
from portalkit.regions.models import Level, Region
from portalkit.regions.services import RegionRefused, RegionRow, upsert_regions

from ...domain.opening import OpeningUnreadable
from ...models import Hall
from ..halls import canonical_opening

_REGION = ("name", "name_en", "parent_id", "longitude", "latitude")
_HALL = ("address", "opening", "hall_class")
_LONGEST_OPENING = 200


@dataclass(frozen=True)
class _Staged:
    code: str
    region: Mapping[str, Any]
    hall: Mapping[str, Any]
    row_hash: str


class HallTarget:
    """Halls by code. A new code makes a leaf of the region tree and the hall; a known one must already be a hall, or a bare leaf."""

    model = "storefronts.Hall"
    key: Sequence[str] = ("code",)
    columns: Sequence[str] = (*_REGION, *_HALL)
    lock = "regions"

    @property
    def hash_columns(self) -> Sequence[str]:
        return (*self.key, *self.columns)

    def stage_fields(self) -> Mapping[str, "models.Field[Any, Any]"]:
        names = {"code": "code", **{name: name.removesuffix("_id") for name in _REGION}}
        region = {name: Region._meta.get_field(field) for name, field in names.items()}
        return {**region, **{name: Hall._meta.get_field(name) for name in _HALL}}  # type: ignore[dict-item,misc]

    def prepare(self, chunk: Chunk) -> Prepared:
        given = chunk.columns
        problems: dict[int, list[Problem]] = {}
        columns: dict[str, list[Any]] = {
            "code": list(given["code"]),
            "parent_id": list(chunk.regions),
            "opening": [_opening(text or "", row, problems) for row, text in enumerate(given["opening"])],
            "hall_class": [value or Hall.Class.ORDINARY.value for value in given["hall_class"]],
            **{name: [value or "" for value in given[name]] for name in ("name", "name_en", "address")},
            **{name: [None if value is None else float(value) for value in given[name]] for name in ("longitude", "latitude")},
        }
        known = _levels()
        halls = {pk for pk, (_, level) in known.items() if level == Level.HALL}
        taken = {code.upper(): (code, level) for code, level in known.values()}
        for row, code in enumerate(columns["code"]):
            there = taken.get((code or "").upper())
            if code and ("/" in code or any(char.isspace() or not char.isprintable() for char in code)):
                problems.setdefault(row, []).append(Problem("hall_code_invalid", "code", code))
            elif there and (there[0] != code or there[1] != Level.HALL):
                problems.setdefault(row, []).append(Problem("hall_code_taken", "code", there[0]))
            if columns["parent_id"][row] in halls:
                problems.setdefault(row, []).append(Problem("hall_inside_hall", "region", str(given["region"][row] or "")))
        return Prepared(columns=columns, problems=problems)

    def check(self, *, cursor: Any, stage: str) -> Mapping[int, Sequence[Problem]]:
        """Codes of one file that differ in case alone."""
        cursor.execute(f"SELECT line, code FROM {connection.ops.quote_name(stage)} ORDER BY line")  # noqa: S608
        seen: dict[str, str] = {}
        refused = {}
        for line, code in cursor.fetchall():
            first = seen.setdefault(code.upper(), code)
            if first != code:
                refused[line] = [Problem("hall_code_taken", "code", first)]
        return refused

    def compare(self, *, cursor: Any, stage: str) -> Comparison:
        known = dict(Hall.objects.values_list("region__code", "row_hash"))
        new = changed = unchanged = 0
        for row in _staged(cursor, stage):
            new += row.code not in known
            unchanged += known.get(row.code) == row.row_hash
            changed += row.code in known and known[row.code] != row.row_hash
        return Comparison(new=new, changed=changed, unchanged=unchanged)

    def keep(self, *, cursor: Any, stage: str, batch_id: int) -> None:
        """Old values are remembered in `apply`, beside those of the leaves that it makes."""

    def apply(self, *, cursor: Any, stage: str, batch_id: int) -> Comparison:
        rows = list(_staged(cursor, stage))
        before = {hall.code: hall for hall in Hall.objects.select_related("region__parent")}
        touched = [row for row in rows if row.code not in before or before[row.code].row_hash != row.row_hash]
        bare = dict(Region.objects.filter(code__in=[row.code for row in touched]).values_list("code", "pk"))
        old = {code: _remembered(before[code]) for code in before}
        _write_regions(_region_rows(touched), batch_id)
        regions = {region.code: region for region in Region.objects.filter(code__in=[row.code for row in touched])}
        changes = []
        for row in touched:
            hall = before.get(row.code) or Hall(region=regions[row.code])
            previous = hall.batch_id
            for name, value in {**row.hall, "row_hash": row.row_hash, "batch_id": batch_id}.items():
                setattr(hall, name, value)
            hall.region = regions[row.code]
            hall.save()
            past = old.get(row.code) or {"is_new": True, "has_region": row.code in bare}
            changes.append(RowChange(batch_id=batch_id, model=self.model, target_id=hall.pk, previous_id=previous, before=past))
        RowChange.objects.bulk_create(changes)
        new = sum(row.code not in before for row in touched)
        return Comparison(new=new, changed=len(touched) - new, unchanged=len(rows) - len(touched))

    def undo(self, *, cursor: Any, batch_id: int) -> None:  # noqa: ARG002
        """A hall that something hangs on stays, and with it the whole import (ProtectedError)."""
        changes = list(RowChange.objects.filter(batch_id=batch_id, model=self.model))
        halls = {hall.pk: hall for hall in Hall.objects.select_related("region").filter(pk__in=[change.target_id for change in changes])}
        old = []
        for change in changes:
            hall, before = halls.get(change.target_id), change.before or {}
            if hall is None:
                continue
            if before.get("is_new"):
                region = hall.region
                hall.delete()
                if not before["has_region"]:
                    region.delete()
                continue
            old.append(RegionRow(**before["region"]))
            for name, value in before["hall"].items():
                setattr(hall, name, value)
            hall.batch_id = change.previous_id
            hall.save()
        _write_regions(old, batch_id)

    def collect(self, *, cursor: Any, batch_id: int) -> set[Any]:  # noqa: ARG002
        return set()

    def recompute(self, *, cursor: Any, touched: set[Any]) -> None:
        """Nothing is derived from the register."""


def _opening(text: str, row: int, problems: dict[int, list[Problem]]) -> str:
    try:
        found = canonical_opening(text)
    except OpeningUnreadable as unreadable:
        problems.setdefault(row, []).append(Problem("opening_unreadable", "opening", unreadable.part))
        return ""
    if len(found) > _LONGEST_OPENING:
        problems.setdefault(row, []).append(Problem("opening_unreadable", "opening", text))
    return found


def _levels() -> dict[int, tuple[str, str]]:
    return {pk: (code, level) for pk, code, level in Region.objects.values_list("pk", "code", "level")}


def _staged(cursor: Any, stage: str) -> Iterator[_Staged]:
    columns = ("code", *_REGION, *_HALL, "row_hash")
    cursor.execute(f"SELECT {', '.join(columns)} FROM {connection.ops.quote_name(stage)} ORDER BY line")  # noqa: S608
    for values in cursor.fetchall():
        found = dict(zip(columns, values, strict=True))
        yield _Staged(
            code=found["code"],
            region={name: found[name] for name in _REGION},
            hall={name: found[name] for name in _HALL},
            row_hash=found["row_hash"],
        )


def _region_rows(rows: Sequence[_Staged]) -> list[RegionRow]:
    codes = {pk: code for pk, (code, _) in _levels().items()}
    found = []
    for row in rows:
        values = {name: value for name, value in row.region.items() if name != "parent_id"}
        found.append(RegionRow(code=row.code, level=Level.HALL, parent=codes[row.region["parent_id"]], **values))
    return found


def _write_regions(rows: Sequence[RegionRow], batch_id: int) -> None:
    """Days of validity are not the file's: they stay as they are."""
    batch = ImportBatch.objects.select_related("owner").get(pk=batch_id)
    days = {code: (first, last) for code, first, last in Region.objects.values_list("code", "valid_from", "valid_to")}
    dated = [replace(row, valid_from=first, valid_to=last) for row in rows for first, last in [days.get(row.code, (None, None))]]
    try:
        upsert_regions(
            rows=dated,
            by=batch.owner.actor if batch.owner else SYSTEM,
            now=batch.committed_at or batch.checked_at or batch.created_at,
        )
    except RegionRefused as refused:
        raise TargetRefused(f"region_{refused.code}", value=refused.value) from refused


def _remembered(hall: Hall) -> dict[str, Any]:
    """What the undo gives back; validity is left out, since no import of halls writes it."""
    region = hall.region
    return {
        "region": {
            "code": region.code,
            "level": region.level,
            "parent": region.parent.code if region.parent else "",
            **{name: getattr(region, name) for name in ("name", "name_en", "longitude", "latitude")},
        },
        "hall": {name: getattr(hall, name) for name in (*_HALL, "row_hash")},
    }
