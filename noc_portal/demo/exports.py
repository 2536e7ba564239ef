"""Writes the demo's days as export files, in the encodings and with the oddities of the real systems."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from .patterns import subscribers
from .province import regions
from .tickets import Matter, Row, tickets_of_day

CRM_COLUMNS = (
    *("工单流水号", "受理渠道", "受理时间", "受理号码", "用户归属地", "申告区县", "用户星级", "服务请求类别", "业务内容", "处理意见"),
    *("负责部门", "责任原因", "处理时长", "处理时长(含夜间)", "解决程度", "客户回访满意度", "结单日期"),
)
EOMS_COLUMNS = (
    *(
        "工单流水号",
        "工单主题",
        "CRM工单号",
        "派单时间",
        "接单时间",
        "受理时限",
        "工单处理时限",
        "紧急程度",
        "投诉时间",
        "故障时间",
        "客户姓名",
    ),
    *(
        "客户电话",
        "故障号码",
        "客户级别",
        "客户品牌",
        "用户归属地",
        "申告地",
        "申告区县",
        "故障地点",
        "经度",
        "纬度",
        "网络标识",
        "小区",
        "处理场景",
    ),
    *(f"投诉分类{level}级类别" for level in "一二三四五六七"),
    *("投诉内容", "预处理情况", "是否重复投诉"),
    *(f"问题原因{level}级" for level in "一二三四"),
    *("处理措施", "处理说明", "处理结果", "投诉是否解决", "投诉解决时间", "计划解决时间", "是否联系用户", "未联系原因", "用户是否满意"),
    *("回单时间", "是否升级投诉", "质检结果", "质检意见", "工单状态", "归档时间", "处理部门", "故障号码", "投诉时间"),
    *("重派次数", "重开次数", "处理时长"),
)
SUBSCRIBER_COLUMNS = ("月份", "地区", "业务类别", "用户数")


@dataclass(frozen=True)
class DemoFiles:
    """Paths of the three exports of one stretch of days."""

    crm: Path
    eoms: Path
    subscribers: Path

    def by_kind(self) -> tuple[tuple[str, Path], ...]:
        return (("subscribers", self.subscribers), ("crm_tickets", self.crm), ("eoms_tickets", self.eoms))


def write_exports(*, folder: Path, seed: int, first: date, now: datetime, label: str) -> DemoFiles:
    """The exports of the days from `first` until the naive local time `now`: CRM and EOMS in GB18030, subscribers in UTF-8 with BOM."""
    folder.mkdir(parents=True, exist_ok=True)
    files = DemoFiles(
        crm=folder / f"CRM投诉工单_{label}.csv", eoms=folder / f"EOMS投诉工单_{label}.csv", subscribers=folder / f"用户数_{label}.csv"
    )
    with files.crm.open("w", encoding="gb18030", newline="") as crm, files.eoms.open("w", encoding="gb18030", newline="") as eoms:
        crm_rows, eoms_rows = csv.writer(crm), csv.writer(eoms)
        crm_rows.writerow(CRM_COLUMNS)
        eoms_rows.writerow(EOMS_COLUMNS)
        for matter in _matters(seed, first, now):
            crm_rows.writerow(_cells(CRM_COLUMNS, matter.crm))
            eoms_rows.writerows(_cells(EOMS_COLUMNS, row) for row in matter.eoms)
    with files.subscribers.open("w", encoding="utf-8-sig", newline="") as counts:
        rows = csv.writer(counts)
        rows.writerow(SUBSCRIBER_COLUMNS)
        rows.writerows(subscriber_rows(first, now.date()))
    return files


def subscriber_rows(first: date, last: date) -> Iterator[tuple[str, str, str, str]]:
    """Month, prefecture, class and count for every month that the days touch."""
    month = first.replace(day=1)
    while month <= last:
        for region in regions():
            if region.level == "prefecture":
                yield f"{month:%Y-%m}", region.name, "全部", str(subscribers(region, month))
        month = (month + timedelta(days=32)).replace(day=1)


def write_practice_files(*, folder: Path, seed: int, day: date) -> DemoFiles:
    """Exports of one coming day for the user's first own import; a few EOMS rows are faulty, so that there is something to repair."""
    files = write_exports(folder=folder, seed=seed, first=day, now=datetime.combine(day, time.max), label=f"{day:%Y%m%d}")
    lines = files.eoms.read_text(encoding="gb18030").splitlines(keepends=True)
    faulty = (("投诉时间", "2026-13-45"), ("申告区县", "无此区县"), ("工单流水号", ""))
    head, body = lines[0], lines[1:]
    header = next(csv.reader([head]))
    for number, (column, value) in enumerate(faulty):
        cells = next(csv.reader([body[number]]))
        cells[header.index(column)] = value
        body[number] = ",".join(cells) + "\r\n"
    files.eoms.write_text(head + "".join(body), encoding="gb18030", newline="")
    return files


def _matters(seed: int, first: date, now: datetime) -> Iterable[Matter]:
    day = first
    while day <= now.date():
        yield from tickets_of_day(seed=seed, day=day, horizon=now)
        day += timedelta(days=1)


def _cells(columns: Sequence[str], row: Row) -> list[str]:
    return [row.get(column, "") for column in columns]
