"""What a screen shows at a moment: a pure function of its programme, the time, and the files that it holds.

    Resolver(programme_of(manifest), verified={"9f2c…"}).resolve(1_764_000_000_000).zones["main"].item

Times are milliseconds since 1970 UTC. docs/algorithms/playlist-resolution.md describes it;
`player/resolver.js` is the same for the browser.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from .adverts import advert_at
from .kinds import ScheduleKind
from .lines import BUILT_IN, EMERGENCIES, LOOPS, OVERLAYS, Fault, Line, Shown, playable, unplayable
from .programme import Programme


@dataclass(frozen=True)
class Decision:
    """`emergency` covers everything; `zones` go on underneath. Nothing changes before `until`."""

    at: int
    until: int
    emergency: Shown | None
    zones: Mapping[str, Shown]
    overlay: Shown | None
    faults: tuple[Fault, ...]

    @property
    def visible(self) -> Mapping[str, Shown]:
        """What is really seen, by its place: the emergency alone, else the zones and the ticker."""
        if self.emergency:
            return {"emergency": self.emergency}
        return self.zones if self.overlay is None else {**self.zones, "overlay": self.overlay}

    def as_json(self) -> dict[str, Any]:
        """Plain data, as the browser's resolver gives it."""
        return asdict(self) | {"faults": [asdict(fault) for fault in self.faults]}


class Resolver:
    """Answers for one programme and one set of files. Keeps what it worked out about stretches of time, so that asking again is cheap."""

    def __init__(self, programme: Programme, *, verified: Collection[str]) -> None:
        self.programme = programme
        self.verified = verified
        by_kind = programme.by_kind
        self.emergencies = Line("", by_kind.get((ScheduleKind.EMERGENCY, ""), ()), contest=EMERGENCIES, verified=verified)
        self.overlays = Line("", by_kind.get((ScheduleKind.OVERLAY, ""), ()), contest=OVERLAYS, verified=verified)
        self.lines = {
            zone: Line(
                zone,
                by_kind.get((ScheduleKind.LOOP, zone), ()),
                contest=LOOPS,
                verified=verified,
                defaults=programme.defaults.get(zone, ()),
            )
            for zone in programme.zones
        }
        self._adverts = {zone: by_kind.get((ScheduleKind.ADVERT, zone), ()) for zone in programme.zones}

    def resolve(self, at: int) -> Decision:
        segments = [line.segment(at) for line in (self.emergencies, self.overlays, *self.lines.values())]
        ends = [segment.end for segment in segments]
        zones: dict[str, Shown] = {}
        is_advert_on = False
        for zone, line in self.lines.items():
            shown = line.shown(at)
            if self._adverts[zone]:
                interruption = advert_at(line, self._adverts[zone], at=at, verified=self.verified)
                ends.append(interruption.until)
                shown = interruption.shown or shown
                is_advert_on = is_advert_on or interruption.shown is not None
            zones[zone] = shown
        emergency = self._top(self.emergencies, at)
        overlay = self._top(self.overlays, at)
        ends += [shown.ends for shown in (*zones.values(), emergency, overlay) if shown is not None and shown.ends is not None]
        return Decision(
            at=at,
            until=min(ends),
            emergency=emergency,
            zones=zones,
            overlay=None if emergency or is_advert_on else overlay,
            faults=self._faults(at),
        )

    def _top(self, line: Line, at: int) -> Shown | None:
        shown = line.segment(at).group.shown(at)
        return None if shown.kind == BUILT_IN else shown

    def _faults(self, at: int) -> tuple[Fault, ...]:
        lines = (self.emergencies, self.overlays, *self.lines.values())
        found = {fault for line in lines for fault in line.segment(at).group.faults}
        for zone, adverts in self._adverts.items():
            for entry in adverts:
                if entry.occurrence(at) is not None and not playable(entry.items, at, self.verified):
                    found.add(unplayable(entry, at, zone))
        return tuple(sorted(found))
