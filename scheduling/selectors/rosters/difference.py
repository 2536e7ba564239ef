"""What one roster changes against another."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from ...models import Assignment, Roster

MOST_SHOWN = 200


@dataclass(frozen=True)
class Change:
    """A cell that differs; codes of the shifts, empty for a day off."""

    agent: str
    name: str
    team: str
    day: date
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """`base` is what was compared with, None where there is nothing. `changes` are the first MOST_SHOWN of `count`."""

    base: Roster | None
    changes: tuple[Change, ...]
    count: int
    agents: int
    by_shift: tuple[tuple[str, int], ...]


def difference(roster: Roster, base: Roster | None) -> Difference:
    """Cells of the days that both rosters have. Two queries. `by_shift`: how many more (or fewer) cells have each shift."""
    if base is None:
        return Difference(None, (), 0, 0, ())
    first, last = max(roster.first_day, base.first_day), min(roster.last_day, base.last_day)
    rows = Assignment.objects.filter(day__gte=first, day__lte=last).order_by()
    new, old = _cells(rows.filter(roster=roster)), _cells(rows.filter(roster=base))
    changed = sorted(key for key in {*new, *old} if _code(new.get(key)) != _code(old.get(key)))
    changes = tuple(_change(key, old.get(key), new.get(key)) for key in changed[:MOST_SHOWN])
    sums: dict[str, int] = {}
    for key in changed:
        for cells, sign in ((new, 1), (old, -1)):
            if code := _code(cells.get(key)):
                sums[code] = sums.get(code, 0) + sign
    return Difference(base, changes, len(changed), len({agent for agent, _ in changed}), tuple(sorted(sums.items())))


Cell = tuple[str, str, str]


def _cells(rows: QuerySet[Assignment]) -> dict[tuple[str, date], Cell]:
    fields = ("agent__code", "agent__name", "agent__team", "day", "shift__code")
    return {(code, day): (name, team, shift or "") for code, name, team, day, shift in rows.values_list(*fields)}


def _code(cell: Cell | None) -> str:
    return cell[2] if cell else ""


def _change(key: tuple[str, date], old: Cell | None, new: Cell | None) -> Change:
    known = new or old or ("", "", "")
    return Change(key[0], known[0], known[1], key[1], _code(old), _code(new))
