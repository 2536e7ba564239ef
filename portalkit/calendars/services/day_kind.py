"""The kind of import `special_days`: a year's holidays and make-up workdays as a list."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from portalkit.imports.adapters.table_target import TableTarget
from portalkit.imports.domain.spec import Chunk, Field, FieldKind, ImportSpec, Prepared, Problem

from ..domain.working_time import FIRST_DAY, LAST_DAY
from ..models import DayKind
from ..permissions import CalendarsPermission

_KIND_WORDS = {
    **{kind: kind for kind in DayKind.values},
    **dict.fromkeys(("节假日", "法定节假日", "放假", "假日", "休", "休息", "休息日", "节日", "off", "rest", "public holiday"), "holiday"),
    **dict.fromkeys(
        ("调休", "调休上班", "调休工作日", "补班", "班", "上班", "工作日", "make-up", "make-up workday", "working day"), "workday"
    ),
}


class SpecialDayTarget(TableTarget):
    model = "calendars.SpecialDay"
    key: Sequence[str] = ("day",)
    columns: Sequence[str] = ("kind", "name", "name_en", "is_provisional", "source")

    def prepare(self, chunk: Chunk) -> Prepared:
        days, names = chunk.columns["day"], chunk.columns["name"]
        problems = {
            row: [Problem("out_of_calendar", "day", day.isoformat())]
            for row, day in enumerate(days)
            if day is not None and not FIRST_DAY <= day <= LAST_DAY
        }
        columns: dict[str, list[Any]] = {
            "day": list(days),
            "kind": list(chunk.columns["kind"]),
            "name": list(names),
            "name_en": _texts(chunk.columns["name_en"]),
            "is_provisional": [bool(value) for value in chunk.columns["is_provisional"]],
            "source": _texts(chunk.columns["source"]),
        }
        return Prepared(columns=columns, problems=problems)


SPECIAL_DAYS = ImportSpec(
    code="special_days",
    label=_("Public holidays"),
    description=_("Holidays and make-up workdays of a year, as the State Council announces them."),
    fields=(
        Field("day", _("Day"), FieldKind.DATE, ("日期", "放假日期", "date"), required=True),
        Field(
            "kind",
            _("Kind"),
            FieldKind.CHOICE,
            ("类型", "性质", "安排", "type"),
            required=True,
            vocabulary=_KIND_WORDS,
            labels=dict(DayKind.choices),
        ),
        Field("name", _("Name"), FieldKind.TEXT, ("名称", "节日", "节假日名称", "holiday", "festival"), required=True, max_length=80),
        Field("name_en", _("English name"), FieldKind.TEXT, ("英文名称", "英文名", "english name"), max_length=80),
        Field(
            "is_provisional",
            _("Provisional"),
            FieldKind.BOOLEAN,
            ("暂定", "是否暂定", "provisional"),
            vocabulary={"是": "true", "暂定": "true", "yes": "true", "否": "false", "no": "false"},
        ),
        Field("source", _("Source"), FieldKind.TEXT, ("来源", "文号", "依据", "notice"), max_length=200),
    ),
    regions=(),
    permission=CalendarsPermission.MANAGE,
    target=SpecialDayTarget,
    keeps_unmapped_columns=False,
    everywhere_only=True,
    data_page="calendars:year",
    texts={"out_of_calendar": _("{value} lies outside the calendar (1992 to 2199)")},
)


def _texts(values: Sequence[Any]) -> list[str]:
    return [value or "" for value in values]
