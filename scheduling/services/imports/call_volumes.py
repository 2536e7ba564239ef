"""Call history: one row for each interval of a queue. What cannot be true is turned away row by row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from portalkit.imports.adapters.table_target import TableTarget
from portalkit.imports.adapters.upsert import quoted
from portalkit.imports.domain.spec import Chunk, Field, FieldKind, ImportSpec, Prepared, Problem
from portalkit.periods.domain.calendar import SHANGHAI

from ...domain.cells import clock_span, handling_seconds
from ...models import CallVolume
from ...permissions import SchedulingPermission
from .lookups import NameBook, Problems, add_problem, as_moment, queue_book, said
from .texts import QUEUE_TEXTS

LENGTHS = (5, 10, 15, 20, 30, 60)
MOST_CALLS_A_MINUTE = 1_000
LONGEST_AHT = 7_200
SUM_OVER_OFFERED = "sum_over_offered"
_NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)


class CallVolumeTarget(TableTarget):
    """A row is known by queue and start. Where the file does not say how long intervals are, the distance of its first two starts does."""

    model = "scheduling.CallVolume"
    key: Sequence[str] = ("queue_id", "starts_at")
    columns: Sequence[str] = ("minutes", "offered", "answered", "abandoned", "in_target", "aht_seconds")

    def __init__(self) -> None:
        self._queues: NameBook | None = None
        self._step: int | None = None

    def prepare(self, chunk: Chunk) -> Prepared:
        self._queues = self._queues or queue_book()
        problems: Problems = {}
        queues = self._queues.column(chunk.columns["queue"], "queue", problems)
        starts, minutes = self._times(chunk, problems)
        counts = _counts(chunk, minutes, problems)
        columns: dict[str, list[Any]] = {
            "queue_id": queues,
            "starts_at": [start or _NO_MOMENT for start in starts],
            "minutes": [length or 0 for length in minutes],
            **counts,
            "aht_seconds": _handling_times(chunk, problems),
        }
        return Prepared(columns=columns, problems=problems, warnings=_warnings(counts, problems))

    def check(self, *, cursor: Any, stage: str) -> Mapping[int, Sequence[Problem]]:
        """Intervals that begin before the one before them ends, in the file or in what is there: lengths were mixed."""
        cursor.execute(f"SELECT queue_id, starts_at, minutes, line FROM {quoted(stage)}")  # noqa: S608
        staged = [(queue, as_moment(start), minutes, line) for queue, start, minutes, line in cursor.fetchall()]
        if not staged:
            return {}
        known = {(queue, start) for queue, start, _minutes, _line in staged}
        rows = [*staged, *(row for row in _others(staged) if row[:2] not in known)]
        return {line: [Problem("overlaps", "starts_at", _shown(start))] for start, line in _overlapping(rows)}

    def _times(self, chunk: Chunk, problems: Problems) -> tuple[list[datetime | None], list[int | None]]:
        starts: list[datetime | None] = []
        lengths: list[int | None] = []
        for row in range(len(chunk.lines)):
            start, length = _time_of(chunk, row, problems)
            starts.append(start)
            lengths.append(chunk.columns["minutes"][row] or length)
        if None in lengths:
            self._step = self._step or _usual_step(chunk.columns["queue"], starts)
            lengths = [length or self._step for length in lengths]
        for row, (start, length) in enumerate(zip(starts, lengths, strict=True)):
            if row not in problems:
                _check_time(start, length, row, problems)
        return starts, lengths


CALL_VOLUMES = ImportSpec(
    code="call_volumes",
    label=_("Call history"),
    description=_("Calls of the hotline: one row for each interval of 5 to 60 minutes of a queue."),
    fields=(
        Field(
            "queue",
            _("Queue"),
            FieldKind.TEXT,
            ("队列", "技能组", "技能", "业务队列", "队列名称", "skill", "skill group", "split"),
            required=True,
        ),
        Field(
            "starts_at",
            _("Interval start"),
            FieldKind.DATETIME,
            (
                "开始时间",
                "时段开始",
                "时段开始时间",
                "统计时间",
                "时间点",
                "datetime",
                "start",
                "start time",
                "interval start",
                "timestamp",
            ),
        ),
        Field("day", _("Day"), FieldKind.DATE, ("日期", "统计日期", "date")),
        Field("time", _("Time of day"), FieldKind.TEXT, ("时段", "时间段", "时间", "间隔", "interval", "time", "period")),
        Field("minutes", _("Minutes"), FieldKind.INTEGER, ("间隔分钟", "时长(分)", "粒度", "时段长度", "interval minutes", "granularity")),
        Field(
            "offered",
            _("Calls offered"),
            FieldKind.INTEGER,
            ("呼入量", "呼入", "话务量", "进线量", "来话量", "人工请求量", "总来话", "calls", "calls offered", "incoming", "volume"),
            minimum=0,
        ),
        Field(
            "answered",
            _("Calls answered"),
            FieldKind.INTEGER,
            ("接通量", "接听量", "应答量", "人工接通量", "接起量", "calls answered", "handled", "calls handled"),
            minimum=0,
        ),
        Field(
            "abandoned",
            _("Calls abandoned"),
            FieldKind.INTEGER,
            ("放弃量", "呼损", "呼损量", "未接通量", "排队放弃量", "calls abandoned", "lost"),
            minimum=0,
        ),
        Field(
            "in_target",
            _("Answered within 20 s"),
            FieldKind.INTEGER,
            ("20秒接通量", "20S接通量", "20秒内接通量", "20秒内应答量", "answered within 20s", "answered in 20s", "within sl", "in sl"),
            minimum=0,
        ),
        Field(
            "aht",
            _("Handling time"),
            FieldKind.TEXT,
            (
                "平均处理时长",
                "平均通话时长",
                "AHT",
                "平均处理时间",
                "处理时长",
                "平均处理时长(秒)",
                "average handling time",
                "aht seconds",
                "handle time",
            ),
        ),
    ),
    regions=(),
    permission=SchedulingPermission.IMPORT,
    target=CallVolumeTarget,
    keeps_unmapped_columns=False,
    everywhere_only=True,
    data_page="scheduling:demand",
    texts={
        **QUEUE_TEXTS,
        "start_missing": _("There is no start: neither a moment nor a day with a time"),
        "time_unreadable": _("“{value}” is not a time of day like 08:00 or 08:00-08:30"),
        "minutes_missing": _("Neither the row nor its neighbours say how long the interval is"),
        "minutes_unknown": _("Intervals of {value} minutes are not taken; use 5, 10, 15, 20, 30 or 60"),
        "start_odd": _("{value} is not where an interval of this length starts"),
        "overlaps": _("The interval from {value} begins before the one before it ends"),
        "offered_missing": _("The calls offered are missing"),
        "answered_over_offered": _("{value} calls are answered, more than were offered"),
        "abandoned_over_offered": _("{value} calls are abandoned, more than were offered"),
        "in_target_over_answered": _("{value} calls are answered in time, more than were answered"),
        "calls_absurd": _("{value} calls in one interval are too many to be true"),
        "aht_unreadable": _("“{value}” is not a handling time like 185 or 3:05"),
        "aht_negative": _("A handling time of {value} s is impossible"),
        "aht_too_long": _("A mean handling time of {value} s is longer than two hours"),
        SUM_OVER_OFFERED: _("In {count} rows answered and abandoned calls together are more than offered; they are kept as they are."),
    },
)


def _time_of(chunk: Chunk, row: int, problems: Problems) -> tuple[datetime | None, int | None]:
    """Start and length of a row, from its moment or from its day and time."""
    moment, day, time = (chunk.columns[name][row] for name in ("starts_at", "day", "time"))
    word = said(time)
    span = clock_span(word) if word else None
    if word and span is None:
        add_problem(problems, row, Problem("time_unreadable", "time", word))
        return None, None
    length = span[1] if span else None
    if moment is not None:
        return moment, length
    if day is None or span is None:
        add_problem(problems, row, Problem("start_missing"))
        return None, None
    return datetime.combine(day, span[0], SHANGHAI), length


def _usual_step(queues: Sequence[str | None], starts: Sequence[datetime | None]) -> int | None:
    """The most common distance between neighbouring starts of one queue, in minutes."""
    by_queue: dict[str | None, list[datetime]] = {}
    for queue, start in zip(queues, starts, strict=True):
        if start is not None:
            by_queue.setdefault(queue, []).append(start)
    steps: Counter[int] = Counter()
    for found in by_queue.values():
        ordered = sorted(found)
        steps.update(int((other - one).total_seconds() // 60) for one, other in pairwise(ordered) if other > one)
    return steps.most_common(1)[0][0] if steps else None


def _check_time(start: datetime | None, length: int | None, row: int, problems: Problems) -> None:
    if length is None:
        add_problem(problems, row, Problem("minutes_missing", "minutes"))
    elif length not in LENGTHS:
        add_problem(problems, row, Problem("minutes_unknown", "minutes", str(length)))
    elif start is not None:
        local = start.astimezone(SHANGHAI)
        if (local.hour * 60 + local.minute) % length or local.second or local.microsecond:
            add_problem(problems, row, Problem("start_odd", "starts_at", f"{local:%Y-%m-%d %H:%M:%S}"))


def _counts(chunk: Chunk, minutes: Sequence[int | None], problems: Problems) -> dict[str, list[Any]]:
    answered, abandoned, in_target = (list(chunk.columns[name]) for name in ("answered", "abandoned", "in_target"))
    offered = [
        taken + lost if given is None and taken is not None and lost is not None else given
        for given, taken, lost in zip(chunk.columns["offered"], answered, abandoned, strict=True)
    ]
    for row, calls in enumerate(offered):
        if calls is None:
            add_problem(problems, row, Problem("offered_missing", "offered"))
            continue
        if calls > MOST_CALLS_A_MINUTE * (minutes[row] or LENGTHS[-1]):
            add_problem(problems, row, Problem("calls_absurd", "offered", str(calls)))
        _check_part(answered[row], calls, "answered", "answered_over_offered", row, problems)
        _check_part(abandoned[row], calls, "abandoned", "abandoned_over_offered", row, problems)
        whole = calls if answered[row] is None else answered[row]
        _check_part(in_target[row], whole, "in_target", "in_target_over_answered", row, problems)
    return {
        "offered": [0 if value is None else value for value in offered],
        "answered": answered,
        "abandoned": abandoned,
        "in_target": in_target,
    }


def _check_part(part: int | None, whole: int, field: str, code: str, row: int, problems: Problems) -> None:
    if part is not None and part > whole:
        add_problem(problems, row, Problem(code, field, str(part)))


def _handling_times(chunk: Chunk, problems: Problems) -> list[float | None]:
    found: list[float | None] = []
    for row, word in enumerate(map(said, chunk.columns["aht"])):
        seconds = handling_seconds(word) if word else None
        if word and seconds is None:
            add_problem(problems, row, Problem("aht_unreadable", "aht", word))
        elif seconds is not None and seconds < 0:
            add_problem(problems, row, Problem("aht_negative", "aht", word))
        elif seconds is not None and seconds > LONGEST_AHT:
            add_problem(problems, row, Problem("aht_too_long", "aht", word))
        found.append(seconds)
    return found


def _warnings(counts: Mapping[str, Sequence[Any]], problems: Problems) -> dict[str, int]:
    rows = zip(counts["offered"], counts["answered"], counts["abandoned"], strict=True)
    odd = sum((taken or 0) + (lost or 0) > calls for row, (calls, taken, lost) in enumerate(rows) if row not in problems)
    return {SUM_OVER_OFFERED: odd} if odd else {}


def _others(staged: Sequence[tuple[int, datetime, int, int]]) -> list[tuple[int, datetime, int, int]]:
    """What is there already around the staged intervals; line 0."""
    queues = {queue for queue, _start, _minutes, _line in staged}
    first = min(start for _queue, start, _minutes, _line in staged).replace(tzinfo=UTC)
    last = max(start for _queue, start, _minutes, _line in staged).replace(tzinfo=UTC)
    rows = CallVolume.objects.filter(queue__in=queues, starts_at__range=(first - timedelta(hours=1), last + timedelta(hours=1)))
    return [(queue, as_moment(start), minutes, 0) for queue, start, minutes in rows.values_list("queue_id", "starts_at", "minutes")]


def _overlapping(rows: Sequence[tuple[int, datetime, int, int]]) -> list[tuple[datetime, int]]:
    """Start and line of every staged interval that runs into a neighbour; of two staged ones the later, of one staged and one there it."""
    found: list[tuple[datetime, int]] = []
    held: tuple[int, datetime, int, int] | None = None
    for row in sorted(rows):
        if held is not None and held[0] == row[0] and held[1] + timedelta(minutes=held[2]) > row[1]:
            worse = row if row[3] else held
            if worse[3]:
                found.append((worse[1], worse[3]))
            if worse is row:
                continue
        held = row
    return found


def _shown(start: datetime) -> str:
    return f"{start.replace(tzinfo=UTC).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
