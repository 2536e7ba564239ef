"""When agents were signed in, one row for each stretch. Stretches of an agent that overlap are refused: nobody can tell which is right."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from portalkit.imports.adapters.table_target import TableTarget
from portalkit.imports.adapters.upsert import quoted
from portalkit.imports.domain.spec import Chunk, Field, FieldKind, ImportSpec, Prepared, Problem
from portalkit.periods.domain.calendar import SHANGHAI

from ...domain.cells import clock_moment
from ...models import AttendanceSpan
from ...permissions import SchedulingPermission
from .lookups import NameBook, Problems, add_problem, agent_book, as_moment, said
from .texts import AGENT_FIELD, AGENT_TEXTS

LONGEST = timedelta(hours=16)
Row = tuple[int, datetime, datetime, int]
_NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)


class AttendanceTarget(TableTarget):
    """A row is known by agent and start; a file that comes again with another end changes it."""

    model = "scheduling.AttendanceSpan"
    key: Sequence[str] = ("agent_id", "starts_at")
    columns: Sequence[str] = ("day", "ends_at")

    def __init__(self) -> None:
        self._agents: NameBook | None = None

    def prepare(self, chunk: Chunk) -> Prepared:
        self._agents = self._agents or agent_book()
        problems: Problems = {}
        agents = self._agents.column(chunk.columns["agent"], "agent", problems)
        stretches = [_stretch(chunk, row, problems) for row in range(len(chunk.lines))]
        columns: dict[str, list[Any]] = {
            "agent_id": agents,
            "starts_at": [start for _day, start, _end in stretches],
            "day": [day for day, _start, _end in stretches],
            "ends_at": [end for _day, _start, end in stretches],
        }
        return Prepared(columns=columns, problems=problems)

    def check(self, *, cursor: Any, stage: str) -> Mapping[int, Sequence[Problem]]:
        cursor.execute(f"SELECT agent_id, starts_at, ends_at, line FROM {quoted(stage)}")  # noqa: S608
        staged = [(agent, as_moment(start), as_moment(end), line) for agent, start, end, line in cursor.fetchall()]
        if not staged:
            return {}
        replaced = {row[:2] for row in staged}
        kept = [row for row in _others(staged) if row[:2] not in replaced]
        return {line: [problem] for line, problem in _overlapping([*staged, *kept])}


ATTENDANCE = ImportSpec(
    code="attendance",
    label=_("Attendance of agents"),
    description=_("When agents were signed in: one row for each stretch between signing in and signing out."),
    fields=(
        AGENT_FIELD,
        Field("day", _("Day"), FieldKind.DATE, ("日期", "考勤日期", "班次日期", "出勤日期", "date", "shift date")),
        Field(
            "signed_in",
            _("Sign-in time"),
            FieldKind.TEXT,
            ("签入时间", "签入", "登录时间", "上班打卡", "上线时间", "sign in", "login", "login time", "log in"),
            required=True,
        ),
        Field(
            "signed_out",
            _("Sign-out time"),
            FieldKind.TEXT,
            ("签出时间", "签出", "登出时间", "退出时间", "下班打卡", "下线时间", "sign out", "logout", "logout time", "log out"),
            required=True,
        ),
    ),
    regions=(),
    permission=SchedulingPermission.IMPORT,
    target=AttendanceTarget,
    keeps_unmapped_columns=False,
    everywhere_only=True,
    data_page="scheduling:evaluation",
    texts={
        **AGENT_TEXTS,
        "moment_unreadable": _("“{value}” is not a time like 08:05 or 2026-11-02 08:05"),
        "day_missing": _("Neither the day nor the time of signing in says which day this was"),
        "out_before_in": _("Signed out at {value}, not after signing in"),
        "stretch_too_long": _("Signed in for {value} hours; more than 16 at a time are not believed"),
        "attendance_overlaps": _("The stretch overlaps another of this agent, from {value} to {until}"),
    },
)


def _stretch(chunk: Chunk, row: int, problems: Problems) -> tuple[date | None, datetime, datetime]:
    """Day, start and end of a row. A clock time of signing out at or before that of signing in lies on the next day."""
    nothing = (None, _NO_MOMENT, _NO_MOMENT + timedelta(minutes=1))
    words = {name: said(chunk.columns[name][row]) for name in ("signed_in", "signed_out")}
    moments = {name: clock_moment(word) for name, word in words.items()}
    for name, moment in moments.items():
        if moment is None:
            add_problem(problems, row, Problem("moment_unreadable", name, words[name]))
    came, left = moments["signed_in"], moments["signed_out"]
    if came is None or left is None:
        return nothing
    first = came[0] or chunk.columns["day"][row]
    if first is None:
        add_problem(problems, row, Problem("day_missing", "day"))
        return nothing
    start = _moment(first, came[1])
    end = _moment(left[0], left[1]) if left[0] else _moment(first, left[1])
    if left[0] is None and end <= start:
        end += timedelta(days=1)
    if end <= start:
        add_problem(problems, row, Problem("out_before_in", "signed_out", f"{end:%Y-%m-%d %H:%M}"))
        return nothing
    if end - start > LONGEST:
        add_problem(problems, row, Problem("stretch_too_long", "signed_out", f"{(end - start) / timedelta(hours=1):.1f}"))
        return nothing
    return chunk.columns["day"][row] or first, start, end


def _moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), SHANGHAI) + timedelta(minutes=minute)


def _others(staged: Sequence[Row]) -> list[Row]:
    """What is there already around the staged stretches; line 0."""
    first = min(start for _agent, start, _end, _line in staged).replace(tzinfo=UTC)
    last = max(end for _agent, _start, end, _line in staged).replace(tzinfo=UTC)
    rows = AttendanceSpan.objects.filter(agent__in={row[0] for row in staged}, starts_at__lt=last, ends_at__gt=first)
    return [(agent, as_moment(start), as_moment(end), 0) for agent, start, end in rows.values_list("agent_id", "starts_at", "ends_at")]


def _overlapping(rows: Sequence[Row]) -> list[tuple[int, Problem]]:
    """Line and problem of every staged row that overlaps another of its agent: against what is there the staged one, else the later."""
    found = []
    held: Row | None = None
    for row in sorted(rows):
        if held is None or held[0] != row[0] or held[2] <= row[1]:
            held = row
            continue
        refused, other = (row, held) if row[3] else (held, row)
        if refused[3]:
            found.append((refused[3], Problem("attendance_overlaps", "signed_in", _shown(other[1]), {"until": _shown(other[2])})))
        held = other if refused[3] else max(held, row, key=lambda one: one[2])
    return found


def _shown(moment: datetime) -> str:
    return f"{moment.replace(tzinfo=UTC).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
