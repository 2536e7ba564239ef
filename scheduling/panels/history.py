"""The faults of a history in words, and the days that stand out; both as downloads too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from portalkit.charts.domain.chart import Chart
from portalkit.sheets.domain.columns import Kind, SheetColumn

from ..domain.history.intervals import JumpKind
from ..models import DayMark
from ..selectors.history import History


@dataclass(frozen=True)
class DayLine:
    """A day that stands out or was marked. `mark` None: nobody has said anything of it; figures None: it does not stand out."""

    day: date
    weekday: str
    calls: float | None
    expected: float | None
    ratio: float | None
    score: float | None
    mark: DayMark | None


@dataclass(frozen=True)
class Finding:
    """A hole, a change of length or a clock jump: a line of the list of faults."""

    kind: str
    start: datetime
    text: str


def day_lines(history: History) -> tuple[DayLine, ...]:
    """Newest first."""
    figures = {one.day: one for one in history.outliers}
    calls = dict(zip(history.days.days, history.days.calls, strict=True))
    found = []
    for day in sorted({*figures, *history.marks}, reverse=True):
        one = figures.get(day)
        found.append(
            DayLine(
                day=day,
                weekday=str(WEEKDAYS[day.weekday()]),
                calls=calls.get(day),
                expected=one.expected if one else None,
                ratio=one.ratio if one else None,
                score=one.score if one else None,
                mark=history.marks.get(day),
            )
        )
    return tuple(found)


def findings(history: History) -> tuple[Finding, ...]:
    """Newest first."""
    holes = [Finding(_("Hole"), gap.start, _hole(gap.minutes, gap.end)) for gap in history.gaps]
    changes = [
        Finding(
            _("Length of intervals"),
            one.start,
            _("{before} min before, {after} min from here on").format(before=one.before, after=one.after),
        )
        for one in history.changes
    ]
    words = {JumpKind.MISSING_HOUR: _("One hour of the night lacks"), JumpKind.DOUBLED_HOUR: _("One hour of the night comes twice")}
    jumps = [Finding(_("Clock"), datetime.combine(one.day, time(one.hour)), words[one.kind]) for one in history.jumps]
    return tuple(sorted((*holes, *changes, *jumps), key=lambda one: one.start, reverse=True))


def sheets_of(days: Sequence[DayLine], faults: Sequence[Finding]) -> tuple[Chart, ...]:
    """The page draws both tables itself; these are their downloads."""
    outliers = Chart(
        key="outliers",
        title=_("Days that stand out"),
        figure={},
        columns=(
            SheetColumn("day", _("Day"), Kind.DATE),
            SheetColumn("weekday", _("Weekday")),
            SheetColumn("calls", _("Calls"), Kind.NUMBER, 0),
            SheetColumn("expected", _("Usual for the weekday"), Kind.NUMBER, 0),
            SheetColumn("ratio", _("Calls ÷ usual"), Kind.NUMBER, 2),
            SheetColumn("score", _("Standard deviations"), Kind.NUMBER, 1),
            SheetColumn("mark", _("Marked as")),
            SheetColumn("note", _("Note")),
        ),
        rows=[
            [
                one.day, one.weekday, one.calls, one.expected, one.ratio, one.score, one.mark.get_kind_display() if one.mark else "",
                one.mark.note if one.mark else "",
            ]
            for one in days
        ],
    )  # fmt: skip
    found = Chart(
        key="faults",
        title=_("Holes and other faults"),
        figure={},
        columns=(
            SheetColumn("kind", _("Kind")),
            SheetColumn("start", _("Begins"), Kind.DATETIME),
            SheetColumn("text", _("What was found")),
        ),
        rows=[[one.kind, one.start, one.text] for one in faults],
    )
    return outliers, found


def _hole(minutes: int, end: datetime) -> str:
    hours = f"{minutes / 60:,.1f}"
    return _("{hours} h of open time without data, until {end}").format(hours=hours, end=f"{end:%Y-%m-%d %H:%M}")
