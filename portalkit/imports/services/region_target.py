"""The target of the `regions` kind: the tree is written by `portalkit.regions.services`, never by table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import models

from portalkit.audit.domain.actors import SYSTEM
from portalkit.regions.models import Level, Region
from portalkit.regions.services import RegionRefused, RegionRow, upsert_regions

from ..adapters.upsert import quoted
from ..domain.spec import Chunk, Comparison, Prepared, Problem, TargetRefused
from ..models import ImportBatch, RowChange

_LEVELS = [level.value for level in Level]
_VALUES = ("name", "name_en", "level", "parent", "valid_from", "valid_to", "longitude", "latitude")


class RegionTarget:
    """Regions by code. Rows may come in any order; a parent is in the file or in the tree already."""

    model = "regions.Region"
    key: Sequence[str] = ("code",)
    columns: Sequence[str] = _VALUES
    lock = "regions"

    @property
    def hash_columns(self) -> Sequence[str]:
        return (*self.key, *self.columns)

    def stage_fields(self) -> Mapping[str, "models.Field[Any, Any]"]:
        fields = {name: Region._meta.get_field(name) for name in (*self.key, *_VALUES) if name != "parent"}
        return {**fields, "parent": models.CharField(max_length=40)}  # type: ignore[dict-item]

    def prepare(self, chunk: Chunk) -> Prepared:
        columns = {name: list(chunk.columns[name]) for name in self.hash_columns}
        for name in ("name", "name_en", "parent"):
            columns[name] = [value or "" for value in columns[name]]
        for name in ("longitude", "latitude"):
            columns[name] = [None if value is None else float(value) for value in columns[name]]
        problems: dict[int, list[Problem]] = {}
        for row, code in enumerate(columns["code"]):
            first, last = columns["valid_from"][row], columns["valid_to"][row]
            if code and ("/" in code or any(char.isspace() or not char.isprintable() for char in code)):
                problems.setdefault(row, []).append(Problem("region_code_invalid", "code", code))
            if first and last and first >= last:
                problems.setdefault(row, []).append(Problem("region_validity", "valid_to", str(last)))
        return Prepared(columns=columns, problems=problems)

    def check(self, *, cursor: Any, stage: str) -> Mapping[int, Sequence[Problem]]:
        """Parents that are nowhere, levels out of order, circles; a row that hangs on a rejected one is rejected too."""
        rows = {row.code: (line, row) for line, row in _staged(cursor, stage)}
        refused: dict[int, list[Problem]] = {}
        known = {code: (level, parent or "") for code, level, parent in Region.objects.values_list("code", "level", "parent__code")}
        while True:
            tree = {**known, **{code: (row.level, row.parent) for code, (_, row) in rows.items()}}
            wrong = {code: problem for code, (_, row) in rows.items() if (problem := _fault(row, tree))}
            if not wrong:
                return refused
            for code, problem in wrong.items():
                refused[rows.pop(code)[0]] = [problem]

    def compare(self, *, cursor: Any, stage: str) -> Comparison:
        known = _current()
        new = changed = unchanged = 0
        for _, row in _staged(cursor, stage):
            new += row.code not in known
            unchanged += known.get(row.code) == row
            changed += row.code in known and known[row.code] != row
        return Comparison(new=new, changed=changed, unchanged=unchanged)

    def keep(self, *, cursor: Any, stage: str, batch_id: int) -> None:
        known = _current()
        staged = [row for _, row in _staged(cursor, stage) if row.code in known and known[row.code] != row]
        self._remember({row.code: _as_json(known[row.code]) for row in staged}, batch_id)

    def apply(self, *, cursor: Any, stage: str, batch_id: int) -> Comparison:
        rows = [row for _, row in _staged(cursor, stage)]
        batch = ImportBatch.objects.select_related("owner").get(pk=batch_id)
        try:
            done = upsert_regions(rows=rows, by=batch.owner.actor if batch.owner else SYSTEM, now=batch.checked_at or batch.created_at)
        except RegionRefused as refused:
            raise TargetRefused(f"region_{refused.code}", value=refused.value) from refused
        self._remember(dict.fromkeys(done.created), batch_id)
        return Comparison(new=len(done.created), changed=len(done.changed), unchanged=done.unchanged)

    def undo(self, *, cursor: Any, batch_id: int) -> None:  # noqa: ARG002
        batch = ImportBatch.objects.select_related("owner").get(pk=batch_id)
        changes = list(RowChange.objects.filter(batch_id=batch_id, model=self.model))
        old = [_from_json(change.before) for change in changes if change.before is not None]
        try:
            upsert_regions(rows=old, by=batch.owner.actor if batch.owner else SYSTEM, now=batch.committed_at or batch.created_at)
        except RegionRefused as refused:
            raise TargetRefused(f"region_{refused.code}", value=refused.value) from refused
        made = [change.target_id for change in changes if change.before is None]
        for region in Region.objects.filter(pk__in=made).order_by("-path"):
            region.delete()

    def collect(self, *, cursor: Any, batch_id: int) -> set[Any]:  # noqa: ARG002
        return set()

    def recompute(self, *, cursor: Any, touched: set[Any]) -> None:
        """Nothing is derived from the tree."""

    def _remember(self, before: Mapping[str, Any], batch_id: int) -> None:
        pks = dict(Region.objects.filter(code__in=before).values_list("pk", "code"))
        last = dict(RowChange.objects.filter(model=self.model, target_id__in=pks).order_by("batch_id").values_list("target_id", "batch_id"))
        RowChange.objects.bulk_create(
            RowChange(batch_id=batch_id, model=self.model, target_id=pk, previous_id=last.get(pk), before=before[code])
            for pk, code in pks.items()
        )


def _staged(cursor: Any, stage: str) -> Iterator[tuple[int, RegionRow]]:
    columns = ("code", *_VALUES)
    cursor.execute(f"SELECT line, {', '.join(map(quoted, columns))} FROM {quoted(stage)} ORDER BY line")  # noqa: S608
    for line, *values in cursor.fetchall():
        found = dict(zip(columns, values, strict=True))
        for name in ("valid_from", "valid_to"):
            if isinstance(found[name], str):
                found[name] = date.fromisoformat(found[name])
        yield line, RegionRow(**found)


def _current() -> dict[str, RegionRow]:
    rows = Region.objects.values_list("code", "name", "name_en", "level", "parent__code", "valid_from", "valid_to", "longitude", "latitude")
    return {
        code: RegionRow(
            code=code,
            name=name,
            name_en=name_en,
            level=level,
            parent=parent or "",
            valid_from=valid_from,
            valid_to=valid_to,
            longitude=longitude,
            latitude=latitude,
        )
        for code, name, name_en, level, parent, valid_from, valid_to, longitude, latitude in rows
    }


def _fault(row: RegionRow, tree: Mapping[str, tuple[str, str]]) -> Problem | None:
    if not row.parent:
        return None
    if row.parent not in tree:
        return Problem("region_parent_unknown", "parent", row.parent)
    above, seen = row.parent, {row.code}
    while above:
        if above in seen:
            return Problem("region_cycle", "parent", row.parent)
        seen.add(above)
        above = tree.get(above, ("", ""))[1]
    if _LEVELS.index(tree[row.parent][0]) >= _LEVELS.index(row.level):
        return Problem("region_level", "level", row.level)
    return None


def _as_json(row: RegionRow) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(row).items()}


def _from_json(before: Mapping[str, Any]) -> RegionRow:
    dates = {name: date.fromisoformat(before[name]) if before[name] else None for name in ("valid_from", "valid_to")}
    return RegionRow(**{**before, **dates})
