"""Agents with skills, contract and wishes."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from portalkit.imports.adapters.table_target import TableTarget
from portalkit.imports.domain.spec import Chunk, Field, FieldKind, ImportSpec, Prepared, Problem

from ...domain.cells import parts, weekdays
from ...models import Agent, AgentSkill, Queue
from ...permissions import SchedulingPermission
from .lookups import NameBook, Problems, add_problem, check_order, queue_book, said, texts
from .texts import DAY_TEXTS, QUEUE_TEXTS

_USUAL_WEEK_HOURS = 40
_MOST_WEEK_HOURS = 60
_LONGEST_LIST = 400


class AgentTarget(TableTarget):
    """A row is known by the agent number. `skill_codes` is what the file says; the skills follow from it, also when an import is undone."""

    model = "scheduling.Agent"
    key: Sequence[str] = ("code",)
    columns: Sequence[str] = (
        "name",
        "region_id",
        "team",
        "rotation_group",
        "week_hours",
        "first_day",
        "last_day",
        "no_nights_from",
        "no_nights_until",
        "prefers_shifts",
        "prefers_off",
        "skill_codes",
    )

    def __init__(self) -> None:
        self._queues: NameBook | None = None
        self._codes: dict[int, tuple[str, int]] = {}

    def prepare(self, chunk: Chunk) -> Prepared:
        if self._queues is None:
            self._queues = queue_book()
            self._codes = {pk: (code, region) for pk, code, region in Queue.objects.values_list("pk", "code", "region_id")}
        given = chunk.columns
        problems: Problems = {}
        skills = [self._skills(said(words), row, problems) for row, words in enumerate(given["skills"])]
        check_order(given["first_day"], given["last_day"], "last_day", problems)
        check_order(given["no_nights_from"], given["no_nights_until"], "no_nights_until", problems)
        columns: dict[str, list[Any]] = {
            "code": list(given["code"]),
            "name": list(given["name"]),
            "region_id": self._regions(chunk, skills, problems),
            "team": texts(given["team"]),
            "rotation_group": texts(given["rotation_group"]),
            "week_hours": [_USUAL_WEEK_HOURS if value is None else value for value in given["week_hours"]],
            "prefers_shifts": [" ".join(parts(said(word)))[:80] for word in given["prefers_shifts"]],
            "prefers_off": _days_off(given["prefers_off"], problems),
            "skill_codes": [" ".join(self._codes[pk][0] for pk in found) for found in skills],
            **{name: list(given[name]) for name in ("first_day", "last_day", "no_nights_from", "no_nights_until")},
        }
        return Prepared(columns=columns, problems=problems)

    def undo(self, *, cursor: Any, batch_id: int) -> None:
        cursor.execute(f"DELETE FROM scheduling_agentskill WHERE agent_id IN ({self.touched_rows(batch_id)})")  # noqa: S608
        super().undo(cursor=cursor, batch_id=batch_id)

    def collect(self, *, cursor: Any, batch_id: int) -> set[Any]:
        cursor.execute(self.touched_rows(batch_id))
        return {pk for (pk,) in cursor.fetchall()}

    def recompute(self, *, cursor: Any, touched: set[Any]) -> None:  # noqa: ARG002
        """The skills of the agents that are (still) there are those of their codes."""
        queues = dict(Queue.objects.values_list("code", "pk"))
        agents = dict(Agent.objects.filter(pk__in=touched).values_list("pk", "skill_codes"))
        AgentSkill.objects.filter(agent__in=list(agents)).delete()
        AgentSkill.objects.bulk_create(
            AgentSkill(agent_id=pk, queue_id=queues[code]) for pk, codes in agents.items() for code in codes.split() if code in queues
        )

    def _skills(self, words: str, row: int, problems: Problems) -> list[int]:
        """The queues of a list; a name with spaces in it is tried whole first. A row without any is refused: nobody could roster it."""
        assert self._queues is not None
        found = []
        for word in [words] if isinstance(self._queues.find(words, "skills"), int) else parts(words):
            queue = self._queues.find(word, "skills")
            if isinstance(queue, Problem):
                add_problem(problems, row, queue)
            else:
                found.append(queue)
        if not found and row not in problems:
            add_problem(problems, row, Problem("skills_missing", "skills"))
        return list(dict.fromkeys(found))

    def _regions(self, chunk: Chunk, skills: Sequence[Sequence[int]], problems: Problems) -> list[int | None]:
        """Where the file says, else where the first queue stands."""
        found = [
            self._codes[queues[0]][1] if region is None and queues else region for region, queues in zip(chunk.regions, skills, strict=True)
        ]
        for row, region in enumerate(found):
            if region is None and row not in problems:
                add_problem(problems, row, Problem("region_missing", "region"))
        return found


AGENTS = ImportSpec(
    code="agents",
    label=_("Agents of the hotline"),
    description=_("Agents with skills, contract hours, team, rotation group and wishes."),
    fields=(
        Field(
            "code",
            _("Agent number"),
            FieldKind.ID,
            ("工号", "坐席工号", "员工编号", "编号", "agent id", "employee id", "id"),
            required=True,
            max_length=40,
        ),
        Field("name", _("Name"), FieldKind.TEXT, ("姓名", "员工姓名", "坐席姓名", "agent name", "agent"), required=True, max_length=80),
        Field("region", _("Region"), FieldKind.REGION, ("地市", "归属地", "区域", "职场", "site", "city")),
        Field(
            "skills",
            _("Skills"),
            FieldKind.TEXT,
            ("技能", "技能组", "队列", "技能队列", "queues", "skill", "queue"),
            required=True,
            max_length=_LONGEST_LIST,
        ),
        Field(
            "week_hours",
            _("Contract hours a week"),
            FieldKind.DECIMAL,
            ("周工时", "合同工时", "每周工时", "周标准工时", "hours", "weekly hours", "contract hours"),
            minimum=1,
            maximum=_MOST_WEEK_HOURS,
        ),
        Field("team", _("Team"), FieldKind.TEXT, ("班组", "团队", "小组", "组别", "group"), max_length=80),
        Field("rotation_group", _("Rotation group"), FieldKind.TEXT, ("轮班组", "轮换组", "倒班组", "rotation"), max_length=40),
        Field(
            "prefers_shifts", _("Preferred shifts"), FieldKind.TEXT, ("偏好班次", "意向班次", "希望班次", "preferred shift"), max_length=80
        ),
        Field(
            "prefers_off", _("Preferred days off"), FieldKind.TEXT, ("偏好休息日", "希望休息", "意向休息日", "preferred off"), max_length=80
        ),
        Field(
            "first_day", _("From day"), FieldKind.DATE, ("入职日期", "开始日期", "上岗日期", "from", "start", "start date"), required=True
        ),
        Field("last_day", _("To day"), FieldKind.DATE, ("离职日期", "结束日期", "离岗日期", "to", "end", "end date")),
        Field("no_nights_from", _("No nights from"), FieldKind.DATE, ("免夜班开始", "不上夜班开始", "免夜班起")),
        Field("no_nights_until", _("No nights until"), FieldKind.DATE, ("免夜班结束", "不上夜班结束", "免夜班止")),
    ),
    regions=("region",),
    permission=SchedulingPermission.IMPORT,
    target=AgentTarget,
    keeps_unmapped_columns=False,
    data_page="scheduling:agents",
    texts={
        **QUEUE_TEXTS,
        **DAY_TEXTS,
        "skills_missing": _("The agent has no skill; nobody could roster them"),
        "weekdays_unreadable": _("“{value}” are not weekdays like 周六、周日 or 6 7"),
    },
)


def _days_off(cells: Sequence[str | None], problems: Problems) -> list[str]:
    found = []
    for row, words in enumerate(map(said, cells)):
        numbers = weekdays(words)
        if numbers is None:
            add_problem(problems, row, Problem("weekdays_unreadable", "prefers_off", words))
        found.append(" ".join(map(str, numbers or ())))
    return found
