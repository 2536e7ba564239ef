"""Leave and other absences of agents. Leave that overlaps other leave of the same agent is turned away: nobody can tell which is right."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from portalkit.imports.adapters.table_target import TableTarget
from portalkit.imports.adapters.upsert import quoted
from portalkit.imports.domain.spec import Chunk, Field, FieldKind, ImportSpec, Prepared, Problem

from ...models import Absence
from ...permissions import SchedulingPermission
from .lookups import NameBook, Problems, agent_book, as_date, check_order, texts
from .texts import AGENT_FIELD, AGENT_TEXTS, DAY_TEXTS

Row = tuple[int, date, date, int]
_KINDS = {
    **{kind: kind for kind in Absence.Kind.values},
    **dict.fromkeys(("年假", "年休假", "年休", "带薪年假", "休假", "annual leave", "vacation"), "annual"),
    **dict.fromkeys(("病假", "病休", "sick leave", "sickness"), "sick"),
    **dict.fromkeys(("产假", "陪产假", "哺乳假", "maternity leave", "parental leave"), "maternity"),
    **dict.fromkeys(("培训", "脱产培训", "学习", "course"), "training"),
    **dict.fromkeys(("事假", "婚假", "丧假", "其他", "其它", "公假", "出差", "other absence", "leave"), "other"),
}


class AbsenceTarget(TableTarget):
    """A row is known by agent and first day; a file that comes again with another last day changes it."""

    model = "scheduling.Absence"
    key: Sequence[str] = ("agent_id", "first_day")
    columns: Sequence[str] = ("last_day", "kind", "note")

    def __init__(self) -> None:
        self._agents: NameBook | None = None

    def prepare(self, chunk: Chunk) -> Prepared:
        self._agents = self._agents or agent_book()
        problems: Problems = {}
        last = [end or start for start, end in zip(chunk.columns["first_day"], chunk.columns["last_day"], strict=True)]
        check_order(chunk.columns["first_day"], last, "last_day", problems)
        columns = {
            "agent_id": self._agents.column(chunk.columns["agent"], "agent", problems),
            "first_day": list(chunk.columns["first_day"]),
            "last_day": last,
            "kind": [kind or Absence.Kind.OTHER.value for kind in chunk.columns["kind"]],
            "note": texts(chunk.columns["note"]),
        }
        return Prepared(columns=columns, problems=problems)

    def check(self, *, cursor: Any, stage: str) -> Mapping[int, Sequence[Problem]]:
        cursor.execute(f"SELECT agent_id, first_day, last_day, line FROM {quoted(stage)}")  # noqa: S608
        staged = [(agent, as_date(first), as_date(last), line) for agent, first, last, line in cursor.fetchall()]
        replaced = {row[:2] for row in staged}
        agents = {agent for agent, _first, _last, _line in staged}
        there = Absence.objects.filter(agent__in=agents).values_list("agent_id", "first_day", "last_day")
        kept = [(agent, first, last, 0) for agent, first, last in there if (agent, first) not in replaced]
        return {line: [problem] for line, problem in _overlapping([*staged, *kept])}


ABSENCES = ImportSpec(
    code="absences",
    label=_("Absences of agents"),
    description=_("Leave, training and other days on which agents are not rostered."),
    fields=(
        AGENT_FIELD,
        Field(
            "first_day",
            _("From day"),
            FieldKind.DATE,
            ("开始日期", "起始日期", "休假开始", "开始时间", "日期", "from", "start", "start date"),
            required=True,
        ),
        Field("last_day", _("To day"), FieldKind.DATE, ("结束日期", "截止日期", "休假结束", "结束时间", "to", "end", "end date")),
        Field(
            "kind",
            _("Kind"),
            FieldKind.CHOICE,
            ("类型", "假别", "休假类型", "请假类型", "leave type", "type"),
            vocabulary=_KINDS,
            labels=dict(Absence.Kind.choices),
        ),
        Field("note", _("Note"), FieldKind.TEXT, ("备注", "说明", "原因", "reason", "remark"), max_length=200),
    ),
    regions=(),
    permission=SchedulingPermission.IMPORT,
    target=AbsenceTarget,
    keeps_unmapped_columns=False,
    everywhere_only=True,
    data_page="scheduling:agents",
    texts={**AGENT_TEXTS, **DAY_TEXTS, "leave_overlaps": _("The leave overlaps other leave of this agent, from {value} to {until}")},
)


def _overlapping(rows: Sequence[Row]) -> list[tuple[int, Problem]]:
    """Line and problem of every staged row that overlaps another of its agent: against what is there the staged one, else the later."""
    found = []
    held: Row | None = None
    for row in sorted(rows):
        if held is None or held[0] != row[0] or held[2] < row[1]:
            held = row
            continue
        refused, other = (row, held) if row[3] else (held, row)
        if refused[3]:
            found.append((refused[3], Problem("leave_overlaps", "first_day", other[1].isoformat(), {"until": other[2].isoformat()})))
        held = other if refused[3] else max(held, row, key=lambda one: one[2])
    return found
