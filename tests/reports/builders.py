"""A document without a database, and a version with a database."""

from datetime import datetime, timedelta, timezone

from portalkit.audit.domain.actors import SYSTEM, Actor
from portalkit.periods.domain.calendar import Month
from portalkit.regions.models import Region
from portalkit.sheets.domain.columns import Kind
from reports.domain.document import (
    Chart,
    ChartKind,
    Column,
    Document,
    Event,
    Exhibit,
    Paragraph,
    Row,
    Section,
    Stamp,
    Stat,
    Stats,
    Tone,
    Value,
)
from reports.domain.kinds import ReportPeriod
from reports.models import ReportVersion
from reports.services.generating import generate

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=8)))
OCTOBER = Month(2024, 10)
DRAFT = Stamp(3, "草稿", "2026-11-23 12:00", "陈晓雯")
PUBLISHED = Stamp(3, "已发布", "2026-11-23 12:00", "陈晓雯", "2026-11-23 13:00", "周明远")


def a_document(*sections: Section, **more: object) -> Document:
    fields: dict[str, object] = {
        "kind": "monthly", "period": "2026-10", "period_label": "2026年10月", "region_code": "NJ", "region_label": "全省",
        "language": "zh-hans", "title": "网络投诉月报", "data_date": "2026-11-22", "data_version": 7,
        "sections": sections or (a_section(),),
    }  # fmt: skip
    return Document(**fields | more)  # type: ignore[arg-type]


def a_section(key: str = "rates", *, title: str = "投诉率", finding: str = "万投比 4.82", text: str = "说明") -> Section:
    stats = Stats("figures", (Stat("rate", "万投比", 4.82, Kind.RATE, before=4.33, before_label="上月", change=0.113, better="down"),))
    return Section(key, title, finding, (stats, Paragraph(text, Tone.FINDING), an_exhibit()))


def an_exhibit(*rows: Row, kind: ChartKind = ChartKind.LINE, **chart: object) -> Exhibit:
    """Months with complaints, rate, share and a change that is not known everywhere."""
    columns = (
        Column("month", "月份"),
        Column("complaints", "投诉量", Kind.NUMBER, query="class=voice"),
        Column("rate", "投诉率", Kind.RATE),
        Column("share", "占比", Kind.PERCENT),
        Column("change", "环比", Kind.PERCENT, is_signed=True),
    )
    fields: dict[str, object] = {"series": ("rate",), "events": (Event("2026-09", "每诉必录"),)} | chart
    drawn = Chart("chart", "各月投诉率", kind, **fields)  # type: ignore[arg-type]
    return Exhibit("months", "各月投诉率", columns, rows or (a_row("2026-09", 1497, 4.33), a_row("2026-10", 1672, 4.82)), (drawn,), "注")


def a_row(key: str, complaints: int | None, rate: float | None, *, share: Value = 0.25, change: Value = None, **more: bool) -> Row:
    return Row(key, (key, complaints, rate, share, change), f"month={key}&region=NJ", **more)


def a_version(
    region: Region,
    *,
    period: ReportPeriod = OCTOBER,
    kind: str = "monthly",
    language: str = "zh-hans",
    by: Actor = SYSTEM,
    now: datetime = NOW,
) -> ReportVersion:
    return generate(kind=kind, period=period, region=region, language=language, by=by, now=now).version
