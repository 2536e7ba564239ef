"""The demo tickets of one day, as rows of a CRM and an EOMS export. Pure: (seed, day) decides everything."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from . import handling
from .facts import Facts, matters_of_day, weighted
from .handling import Handling
from .province import DemoRegion
from .vocabulary import CHANNELS

Row = dict[str, str]

_LIMIT_HOURS = {"一般": 72, "紧急": 48, "特急": 24}


@dataclass(frozen=True)
class Matter:
    """One complaint: the CRM row always, the EOMS rows of its dispatches (none, one, rarely two)."""

    crm: Row
    eoms: tuple[Row, ...]


def tickets_of_day(*, seed: int, day: date, horizon: datetime) -> list[Matter]:
    """All matters accepted on the day, before `horizon` (naive local time); answers after it are not there yet.

    The same numbers are drawn whatever the horizon, so a later export completes what an earlier one left open.
    """
    return [_matter(seed, facts, horizon) for facts in matters_of_day(seed=seed, day=day) if facts.accepted <= horizon]


def _matter(seed: int, facts: Facts, horizon: datetime) -> Matter:
    random = Random(f"{seed}:{facts.number}")  # noqa: S311
    done = handling.handled(random, facts)
    dispatches = weighted(random, (0, 1, 2), (0.22, 0.757, 0.023))
    crm = _crm_row(random, facts, done, dispatches)
    return Matter(
        crm=_until(crm, facts, horizon),
        eoms=tuple(_eoms_row(random, facts, done, moment, horizon) for moment in _dispatches(random, facts, done, dispatches, horizon)),
    )


def _dispatches(random: Random, facts: Facts, done: Handling, dispatches: int, horizon: datetime) -> list[tuple[int, datetime]]:
    """When the matter was sent out; the second time by mistake, before the first was answered."""
    open_for, part = facts.answered - done.dispatched, random.uniform(0.1, 0.6)
    moments = [(copy, (done.dispatched + copy * part * open_for).replace(microsecond=0)) for copy in range(dispatches)]
    return [(copy, moment) for copy, moment in moments if moment <= horizon]


def _until(crm: tuple[Row, Row], facts: Facts, horizon: datetime) -> Row:
    asked, answered = crm
    return asked | answered if facts.answered <= horizon else asked


def _crm_row(random: Random, facts: Facts, done: Handling, dispatches: int) -> tuple[Row, Row]:
    """What the CRM says from the start, and what it says once the matter is answered."""
    asked = {
        "工单流水号": f"CRM{facts.number}",
        "受理渠道": weighted(random, [name for name, _ in CHANNELS], [weight for _, weight in CHANNELS]),
        "受理时间": _text(facts.accepted),
        "受理号码": facts.phone,
        "用户归属地": facts.prefecture.name,
        "申告区县": facts.county.name,
        "用户星级": random.choice(("一星", "二星", "三星", "四星", "五星")),
        "服务请求类别": "→".join(facts.subject.path),
        "业务内容": facts.said,
        "负责部门": done.department if dispatches else handling.SERVICE_DESK,
    }
    hours = f"{(facts.answered - facts.accepted).total_seconds() / 3600 * done.misjudged:.2f}"
    answered = {
        "处理意见": done.reply,
        "责任原因": "→".join(done.cause_path),
        "处理时长": hours,
        "处理时长(含夜间)": hours,
        "解决程度": "已解决" if facts.solved else "未解决",
        "客户回访满意度": done.satisfaction,
        "结单日期": _text(facts.answered),
    }
    return asked, answered


def _eoms_row(random: Random, facts: Facts, done: Handling, dispatch: tuple[int, datetime], horizon: datetime) -> Row:
    copy, dispatched = dispatch
    taken = min(dispatched + done.waited, facts.answered - timedelta(minutes=1))
    urgency = weighted(random, tuple(_LIMIT_HOURS), (0.72, 0.23, 0.05))
    longitude, latitude = _site(facts.county, facts.place)
    row = {
        "工单流水号": f"EOMS{facts.number}{copy}",
        "工单主题": "→".join(facts.subject.path),
        "CRM工单号": f"CRM{facts.number}",
        "派单时间": _text(dispatched),
        "接单时间": _text(taken) if taken <= horizon else "",
        "受理时限": _text(dispatched + timedelta(hours=2)),
        "工单处理时限": _text(dispatched + timedelta(hours=_LIMIT_HOURS[urgency])),
        "紧急程度": urgency,
        "投诉时间": _text(facts.accepted),
        "故障时间": _text(facts.fault_since or facts.accepted - timedelta(hours=random.randrange(1, 48))),
        "客户姓名": facts.customer,
        "客户电话": facts.phone,
        "故障号码": facts.phone,
        "客户级别": random.choice(("普通客户", "普通客户", "VIP客户", "集团客户")),
        "客户品牌": random.choice(("全球通", "神州行", "动感地带")),
        "用户归属地": facts.prefecture.name,
        "申告地": facts.prefecture.name,
        "申告区县": facts.county.name,
        "故障地点": f"{facts.county.name}{facts.place}",
        "小区": done.cell,
        "经度": f"{longitude + random.gauss(0, 0.002):.5f}",
        "纬度": f"{latitude + random.gauss(0, 0.002):.5f}",
        "网络标识": "WLAN" if "WLAN" in facts.subject.path else random.choice(("4G", "4G", "4G", "5G", "5G", "2G")),
        "投诉内容": facts.said,
        "预处理情况": done.prehandling,
        "是否重复投诉": "是" if done.marked_as_repeat else "否",
        "工单状态": _status(facts, done, horizon),
        "处理部门": done.department,
        "重派次数": str(done.reassignments),
        "重开次数": str(done.reopenings if facts.answered <= horizon else 0),
    }
    row |= {f"投诉分类{level}级类别": word for level, word in zip("一二三四", facts.subject.path, strict=False)}
    if facts.answered <= horizon:
        return row | _answer(facts, done, dispatched, horizon)
    return row | _interim(facts, done) if facts.hangs else row


def _status(facts: Facts, done: Handling, horizon: datetime) -> str:
    if done.filed <= horizon:
        return "已撤单" if facts.is_test else "已归档"
    if facts.answered <= horizon:
        return "待归档"
    return "挂起" if facts.hangs or done.waits else "处理中"


def _interim(facts: Facts, done: Handling) -> Row:
    """What stands on a ticket whose plan takes months."""
    return {
        "处理说明": done.reply,
        "处理措施": facts.cause.measures,
        "计划解决时间": _text(done.planned) if done.planned else "",
        "处理场景": done.scenario,
    }


def _answer(facts: Facts, done: Handling, dispatched: datetime, horizon: datetime) -> Row:
    resolved = done.misdated or facts.answered
    row = {
        "处理措施": facts.cause.measures,
        "处理说明": done.reply,
        "处理结果": "已解决" if facts.solved else "未解决",
        "投诉是否解决": "是" if facts.solved else "否",
        "回单时间": _text(facts.answered),
        "处理时长": f"{(facts.answered - dispatched).total_seconds() / 3600 * done.misjudged:.2f}",
        "是否升级投诉": "是" if done.escalated else "否",
        "投诉解决时间": _text(resolved) if facts.solved else "",
        "计划解决时间": _text(done.planned) if done.planned else "",
        "处理场景": done.scenario,
        "是否联系用户": "是" if done.reached else "否",
        "未联系原因": done.not_reached,
        "用户是否满意": done.satisfied,
        "归档时间": _text(done.filed) if done.filed <= horizon else "",
    }
    return row | {f"问题原因{level}级": word for level, word in zip("一二三四", done.cause_path, strict=False)}


@cache
def _site(county: DemoRegion, place: str) -> tuple[float, float]:
    """Where a place lies: always the same, so that its complaints cluster on a map."""
    random = Random(f"{county.code}:{place}")  # noqa: S311
    return county.longitude + random.uniform(-0.1, 0.1), county.latitude + random.uniform(-0.1, 0.1)


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
