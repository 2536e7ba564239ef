"""Campaigns that make customers call."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from portalkit.imports.adapters.table_target import TableTarget
from portalkit.imports.domain.spec import Chunk, Field, FieldKind, ImportSpec, Prepared, Problem

from ...domain.cells import share
from ...permissions import SchedulingPermission
from .lookups import NameBook, Problems, add_problem, check_order, queue_book, said
from .texts import DAY_TEXTS, QUEUE_TEXTS

_LEAST_HALF_LIFE, _MOST_HALF_LIFE = 0.1, 365


class CampaignTarget(TableTarget):
    model = "scheduling.Campaign"
    key: Sequence[str] = ("code",)
    columns: Sequence[str] = ("name", "queue_id", "first_day", "last_day", "targets", "call_back_rate", "half_life_days", "is_paid")

    def __init__(self) -> None:
        self._queues: NameBook | None = None

    def prepare(self, chunk: Chunk) -> Prepared:
        self._queues = self._queues or queue_book()
        problems: Problems = {}
        last = [end or start for start, end in zip(chunk.columns["first_day"], chunk.columns["last_day"], strict=True)]
        check_order(chunk.columns["first_day"], last, "last_day", problems)
        columns = {
            "code": list(chunk.columns["code"]),
            "name": list(chunk.columns["name"]),
            "queue_id": self._queues.column(chunk.columns["queue"], "queue", problems),
            "first_day": list(chunk.columns["first_day"]),
            "last_day": last,
            "targets": list(chunk.columns["targets"]),
            "call_back_rate": _rates(chunk.columns["call_back_rate"], problems),
            "half_life_days": [None if value is None else float(value) for value in chunk.columns["half_life_days"]],
            "is_paid": [bool(value) for value in chunk.columns["is_paid"]],
        }
        return Prepared(columns=columns, problems=problems)


CAMPAIGNS = ImportSpec(
    code="campaigns",
    label=_("Campaigns"),
    description=_("Marketing campaigns with target customers and, where known, the share of them that calls back."),
    fields=(
        Field(
            "code",
            _("Code"),
            FieldKind.ID,
            ("活动编号", "活动编码", "编号", "编码", "campaign id", "campaign code", "id"),
            required=True,
            max_length=40,
        ),
        Field(
            "name",
            _("Name"),
            FieldKind.TEXT,
            ("活动名称", "名称", "营销活动", "活动", "campaign", "campaign name"),
            required=True,
            max_length=120,
        ),
        Field("queue", _("Queue"), FieldKind.TEXT, ("队列", "技能组", "影响队列", "话务队列", "skill"), required=True),
        Field(
            "first_day",
            _("From day"),
            FieldKind.DATE,
            ("开始日期", "起始日期", "开始时间", "上线日期", "from", "start", "start date"),
            required=True,
        ),
        Field("last_day", _("To day"), FieldKind.DATE, ("结束日期", "截止日期", "结束时间", "下线日期", "to", "end", "end date")),
        Field(
            "targets",
            _("Target customers"),
            FieldKind.INTEGER,
            ("目标客户数", "目标用户数", "目标客户", "覆盖用户数", "群发量", "customers", "target customers"),
            required=True,
            minimum=0,
        ),
        Field(
            "call_back_rate",
            _("Call-back rate"),
            FieldKind.TEXT,
            ("回呼率", "呼入率", "来话率", "回拨率", "response rate", "call back rate"),
        ),
        Field(
            "half_life_days",
            _("Half-life, days"),
            FieldKind.DECIMAL,
            ("半衰期", "半衰期(天)", "衰减天数", "half life"),
            minimum=_LEAST_HALF_LIFE,
            maximum=_MOST_HALF_LIFE,
        ),
        Field("is_paid", _("Costs the customer money"), FieldKind.BOOLEAN, ("是否收费", "收费", "涉及扣费", "是否扣费", "paid", "is paid")),
    ),
    regions=(),
    permission=SchedulingPermission.IMPORT,
    target=CampaignTarget,
    keeps_unmapped_columns=False,
    everywhere_only=True,
    data_page="scheduling:campaigns",
    texts={**QUEUE_TEXTS, **DAY_TEXTS, "rate_unclear": _("“{value}” is not a share like 2% or 0.02")},
)


def _rates(words: Sequence[str | None], problems: Problems) -> list[float | None]:
    found = []
    for row, word in enumerate(map(said, words)):
        rate = share(word) if word else None
        if word and rate is None:
            add_problem(problems, row, Problem("rate_unclear", "call_back_rate", word))
        found.append(rate)
    return found
