"""What one roster changes against another."""

from dataclasses import dataclass
from datetime import date

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
    """Cells of the days that both rosters have. One query. `by_shift`: how many more (or fewer) cells have each shift."""
    if base is None:
        return Difference(None, (), 0, 0, ())
    first, last = max(roster.first_day, base.first_day), min(roster.last_day, base.last_day)
    new, old = _cells(roster, base, first, last)
    changed = sorted(key for key in {*new, *old} if _code(new.get(key)) != _code(old.get(key)))
    changes = tuple(_change(key, old.get(key), new.get(key)) for key in changed[:MOST_SHOWN])
    sums: dict[str, int] = {}
    for key in changed:
        for cells, sign in ((new, 1), (old, -1)):
            if code := _code(cells.get(key)):
                sums[code] = sums.get(code, 0) + sign
    return Difference(base, changes, len(changed), len({agent for agent, _ in changed}), tuple(sorted(sums.items())))


Cell = tuple[str, str, str]
Cells = dict[tuple[str, date], Cell]


def _cells(roster: Roster, base: Roster, first: date, last: date) -> tuple[Cells, Cells]:
    rows = Assignment.objects.filter(roster__in=(roster, base), day__gte=first, day__lte=last).order_by()
    found: dict[int, Cells] = {roster.pk: {}, base.pk: {}}
    fields = ("roster_id", "agent__code", "agent__name", "agent__team", "day", "shift__code")
    for pk, code, name, team, day, shift in rows.values_list(*fields):
        found[pk][code, day] = (name, team, shift or "")
    return found[roster.pk], found[base.pk]


def _code(cell: Cell | None) -> str:
    return cell[2] if cell else ""


def _change(key: tuple[str, date], old: Cell | None, new: Cell | None) -> Change:
    known = new or old or ("", "", "")
    return Change(key[0], known[0], known[1], key[1], _code(old), _code(new))
