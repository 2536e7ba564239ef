"""A day under way in words: its intervals as lines, its moves as sentences."""

from dataclasses import dataclass

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portalkit.ui.panels.figures import Stat, stat

from ..domain.intraday import Move, MoveKind
from ..domain.shifts import clock
from ..selectors.intraday import Intraday, Lack
from ..selectors.slots import Line

KIND_LABELS = {
    MoveKind.BREAK: gettext_lazy("Move a break"),
    MoveKind.SKILL: gettext_lazy("Help another queue"),
    MoveKind.LONGER: gettext_lazy("Stay longer"),
    MoveKind.EARLIER: gettext_lazy("Come earlier"),
    MoveKind.LEAVE: gettext_lazy("Go home early"),
}
KIND_TONES = {
    MoveKind.BREAK: "good",
    MoveKind.SKILL: "good",
    MoveKind.LONGER: "warn",
    MoveKind.EARLIER: "warn",
    MoveKind.LEAVE: "info",
}
LACK_TEXTS = {
    Lack.FORECAST: gettext_lazy("No forecast made before this day holds it, so nothing can be expected of the rest of it."),
    Lack.ROSTER: gettext_lazy("No roster is published for this day, so nobody knows who is on duty and what could be moved."),
    Lack.CALLS: gettext_lazy("No calls of this day have been imported yet; until then the forecast stands as it is."),
}


@dataclass(frozen=True)
class IntervalLine:
    """An interval of the table. `expected` None where calls came; `gap`: heads on the roster less heads needed now."""

    time: str
    is_open: bool
    forecast: float | None
    offered: float | None
    expected: float | None
    low: float | None
    high: float | None
    answered: float | None
    level: float | None
    aht_forecast: float | None
    aht: float | None
    planned: float | None
    needed: float | None
    staffed: float | None
    gap: float | None

    @property
    def answered_share(self) -> float | None:
        return self.answered / self.offered if self.answered is not None and self.offered else None


@dataclass(frozen=True)
class MoveLine:
    """A suggestion. `name` is empty for a switch of several agents, and for readers who see no names; `url` leads to the sheet."""

    label: str
    tone: str
    text: str
    name: str
    team: str
    start: str
    end: str
    hours: float
    is_release: bool
    url: str


def interval_lines(found: Intraday) -> tuple[IntervalLine, ...]:
    """The intervals from the first to the last that has calls, forecast or heads."""
    line, heads = found.line, found.heads
    lines = []
    for number, start in enumerate(line.starts):
        offered, staffed, needed = (_known(one, number) for one in (line.came.offered, heads.staffed, heads.needed))
        has_forecast = line.forecast is not None
        lines.append(
            IntervalLine(
                time=clock(start),
                is_open=offered is None and start >= (line.seen_until or 0),
                forecast=float(line.said[number]) if has_forecast else None,
                offered=offered,
                expected=float(line.rest.calls[number]) if offered is None and has_forecast else None,
                low=_known(line.rest.low, number) if has_forecast else None,
                high=_known(line.rest.high, number) if has_forecast else None,
                answered=_known(line.came.answered, number),
                level=_known(heads.level, number),
                aht_forecast=float(line.said_aht[number]) if line.said_aht[number] > 0 else None,
                aht=float(line.aht[number]) if line.aht[number] > 0 else None,
                planned=_known(heads.planned, number),
                needed=needed,
                staffed=staffed,
                gap=staffed - needed if staffed is not None and needed is not None else None,
            )
        )
    used = [number for number, one in enumerate(lines) if any((one.forecast, one.offered, one.needed))]
    return tuple(lines[used[0] : used[-1] + 1]) if used else ()


def intraday_stats(found: Intraday) -> tuple[Stat, ...]:
    line, has_forecast = found.line, found.line.forecast is not None
    seen = np.isfinite(line.came.offered)
    came = float(line.came.offered[seen].sum()) if seen.any() else None
    said = float(line.said[seen].sum()) if has_forecast and seen.any() else None
    interval = _("{low} to {high}").format(low=f"{line.rest.total_low:,.0f}", high=f"{line.rest.total_high:,.0f}")
    return (
        stat(label=_("Calls so far"), value=came, digits=0, before=said, before_label=_("forecast until then"), better="neither"),
        stat(
            label=_("Calls of the day, expected now"), value=line.rest.total if has_forecast else None, digits=0,
            before=float(line.said.sum()) if has_forecast else None, before_label=_("forecast"),
            note=interval if has_forecast and not seen.all() else "",
        ),
        stat(
            label=_("Rest of the day against its forecast"), kind="percent",
            value=line.rest.ratio.value - 1 if has_forecast and not found.is_over else None,
        ),
        stat(label=_("Handling time against its forecast"), value=line.aht_ratio - 1 if has_forecast else None, kind="percent"),
        stat(
            label=_("Service level so far"), value=found.service_level, kind="percent",
            note=_("target {share} within {seconds} s").format(
                share=f"{found.standard.target_share:.0%}", seconds=found.standard.within_seconds
            ),
        ),
        stat(label=_("Calls answered, share"), value=found.answered, kind="percent"),
        stat(
            label=_("Head-hours still missing, all queues"), value=found.outlook.missing if found.outlook else None, digits=1,
            note=_("{hours} with the moves below").format(hours=f"{found.outlook.after:,.1f}") if found.outlook else "",
        ),
    )  # fmt: skip


def move_lines(found: Intraday, *, with_names: bool) -> tuple[MoveLine, ...]:
    """The moves, best first."""
    return tuple(_line(found, one, with_names=with_names) for one in found.moves)


def _line(found: Intraday, one: Move, *, with_names: bool) -> MoveLine:
    duty = found.duty
    assert duty is not None
    agent = duty.agents.get(one.who)
    sheet = reverse("scheduling:roster", args=[duty.roster.pk])
    return MoveLine(
        label=str(KIND_LABELS[one.kind]),
        tone=KIND_TONES[one.kind],
        text=_text(found, one),
        name=f"{agent.name} {agent.code}" if agent is not None and with_names else "",
        team=agent.team if agent is not None else "",
        start=clock(one.span.start),
        end=clock(one.span.end),
        hours=one.hours,
        is_release=one.kind == MoveKind.LEAVE,
        url=sheet if with_names else "",
    )


def _text(found: Intraday, one: Move) -> str:
    start, end = clock(one.span.start), clock(one.span.end)
    if one.kind == MoveKind.SKILL:
        text = ngettext(
            "{count} agent of both skills answers {queue} in place of {other} from {start} to {end}.",
            "{count} agents of both skills answer {queue} in place of {other} from {start} to {end}.",
            one.heads,
        )
        names = {code: queue.display_name for code, queue in found.queues.items()}
        return text.format(count=one.heads, queue=names[one.queue], other=names[one.other], start=start, end=end)
    if one.kind == MoveKind.BREAK and one.was is not None:
        return _("Break of {was} at {start} instead, until {end}.").format(was=clock(one.was.start), start=start, end=end)
    bank = found.duty.bank if found.duty is not None else None
    if one.kind == MoveKind.LEAVE:
        return _("May go at {start} in place of {end}; the hours pool gives the time back.").format(start=start, end=end)
    texts = {
        (MoveKind.LONGER, True): _("Ask to stay until {end} in place of {start}; the hours pool is credited."),
        (MoveKind.LONGER, False): _("Ask to stay until {end} in place of {start}; this is overtime."),
        (MoveKind.EARLIER, True): _("Ask to come at {start} in place of {end}; the hours pool is credited."),
        (MoveKind.EARLIER, False): _("Ask to come at {start} in place of {end}; this is overtime."),
    }
    return texts[one.kind, bank is not None].format(start=start, end=end)


def _known(line: Line, number: int) -> float | None:
    value = float(line[number])
    return value if np.isfinite(value) else None
