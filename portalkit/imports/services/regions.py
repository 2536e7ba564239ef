"""Turns the region names of rows into regions while a file is checked, and makes the missing ones when it is committed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any

from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import Actor
from portalkit.regions.domain.matching import NoRegion
from portalkit.regions.domain.names import comparable, is_blank
from portalkit.regions.models import Level, Region
from portalkit.regions.selectors import region_matcher
from portalkit.regions.services import create_region

from ..adapters.staging import Stage
from ..domain.spec import Problem
from .scoping import allowed_regions

_BELOW = {Level.PROVINCE: Level.PREFECTURE, Level.PREFECTURE: Level.COUNTY, Level.COUNTY: Level.HALL}
FIRST_PROVINCE = "P"


@dataclass(frozen=True)
class Pending:
    """A region that the commit will make. `number` is negative and stands for it until then; `parent` is a code, "" for the root."""

    number: int
    code: str
    name: str
    parent: str
    level: str


class RegionResolver:
    """`resolve` gives each row a region's primary key, a pending region's negative number, None, or a problem."""

    def __init__(self, *, names: Sequence[str], is_required: bool, creates: bool, scope: list[str]) -> None:
        self._fields = names
        self._is_required = is_required
        self._creates = creates
        self._matcher = region_matcher()
        self._allowed = allowed_regions(scope)
        self._known: dict[tuple[Any, ...], int | Problem | None] = {}
        rows = list(Region.objects.order_by("path").values_list("pk", "code", "level", "parent_id"))
        self.codes = {pk: code for pk, code, _, _ in rows}
        self._levels = {code: level for _, code, level, _ in rows}
        self._root = next((code for _, code, _, parent in rows if parent is None), "")
        self._pending: dict[tuple[str, str], Pending] = {}

    @property
    def pending(self) -> list[dict[str, Any]]:
        """The regions to make, parents first, as plain data."""
        return [asdict(pending) for pending in self._pending.values()]

    def resolve(self, columns: Sequence[Sequence[Any]], rows: int) -> list[int | Problem | None]:
        if not columns:
            return [None] * rows
        known = self._known
        named = list(zip(*columns, strict=True))
        for names in dict.fromkeys(named):
            if names not in known:
                known[names] = self._region(names)
        return [known[names] for names in named]

    def _region(self, names: tuple[str | None, ...]) -> int | Problem | None:
        found = self._matcher.find(*names)
        if isinstance(found, NoRegion):
            if found.code == "region_missing":
                return self._problem(found.code, names) if self._is_required or self._allowed is not None else None
            if found.code == "region_unknown" and self._creates:
                return self._create(names)
            return self._problem(found.code, names, found)
        if self._allowed is not None and found not in self._allowed:
            return self._problem("region_not_yours", names)
        return found

    def _create(self, names: tuple[str | None, ...]) -> int | Problem:
        """The longest known beginning of the names, then one pending region for each name after it."""
        if self._allowed is not None:
            return self._problem("region_not_yours", names)
        said = [name for name in names if name and not is_blank(name)]
        above = self._root
        number = 0
        for place, name in enumerate(said):
            found = self._matcher.find(*said[: place + 1]) if not number else None
            if isinstance(found, int):
                above = self.codes[found]
                continue
            if isinstance(found, NoRegion) and found.code != "region_unknown":
                return self._problem(found.code, names, found)
            pending = self._pend(name, above)
            if pending is None:
                return self._problem("region_unknown", names)
            number, above = pending.number, pending.code
        return number

    def _pend(self, name: str, parent: str) -> Pending | None:
        if not parent:
            parent = self._root = self._first_province().code
        level = _BELOW.get(Level(self._levels[parent]))
        if level is None:
            return None
        key = (parent, comparable(name))
        if key not in self._pending:
            self._add(Pending(-len(self._pending) - 1, _code(parent, name), name.strip()[:80], parent, level), key)
        return self._pending[key]

    def _first_province(self) -> Pending:
        province = Pending(-len(self._pending) - 1, FIRST_PROVINCE, _("Whole province"), "", Level.PROVINCE)
        self._add(province, ("", FIRST_PROVINCE))
        return province

    def _add(self, pending: Pending, key: tuple[str, str]) -> None:
        self._pending[key] = pending
        self._levels[pending.code] = pending.level
        self.codes[pending.number] = pending.code

    def _problem(self, code: str, names: tuple[str | None, ...], found: NoRegion | None = None) -> Problem:
        said = " / ".join(name for name in names if name)
        params = {"candidates": ", ".join(found.candidates[:5])} if found and found.candidates else {}
        field = self._fields[-1] if found is None or found.value not in names else self._fields[names.index(found.value)]
        return Problem(code, field, said, params)


def make_pending(*, pending: Sequence[dict[str, Any]], stage: Stage, by: Actor) -> None:
    """Makes the regions that a check left pending, unless another import made them meanwhile, and puts them into the staged rows."""
    for entry in pending:
        planned = Pending(**entry)
        region = Region.objects.filter(code__iexact=planned.code).first() or create_region(
            code=planned.code,
            name=planned.name,
            level=planned.level,
            parent=Region.objects.filter(code=planned.parent).first(),
            by=by,
        )
        stage.replace_region(pending=planned.number, pk=region.pk)


def _code(parent: str, name: str) -> str:
    """Always the same for one name under one parent, so that two imports of it agree."""
    return f"{parent[:27]}-{blake2b(comparable(name).encode(), digest_size=6).hexdigest().upper()}"
