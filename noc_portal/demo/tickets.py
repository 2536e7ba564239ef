"""The demo tickets of one day, as rows of a CRM and an EOMS export. Pure: (seed, day) decides everything."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import TypeVar

from .province import DemoRegion, regions
from .vocabulary import CAUSES, CHANNELS, DEPARTMENTS, GIVEN, PLACES, SCENARIOS, SUBJECTS, SURNAMES, Cause, Subject

SUBSCRIBERS = 3_100_000
Row = dict[str, str]
Thing = TypeVar("Thing")

_WEEKDAYS = (1.14, 1.06, 1.02, 1.0, 1.02, 0.9, 0.86)
_HOURS = (0.4, 0.2, 0.1, 0.1, 0.1, 0.3, 0.8, 1.6, 3.0, 4.2, 4.4, 3.8, 3.0, 3.0, 3.4, 3.6, 3.4, 3.2, 3.2, 3.6, 3.8, 3.2, 2.0, 1.0)


@dataclass(frozen=True)
class Matter:
    """One complaint: the CRM row always, the EOMS rows of its dispatches (none, one, rarely two)."""

    crm: Row
    eoms: tuple[Row, ...]


@dataclass(frozen=True)
class Facts:
    """What both systems write down about one matter. While it is open, `is_answered` is false and `answered` lies ahead."""

    number: str
    subject: Subject
    cause: Cause
    prefecture: DemoRegion
    county: DemoRegion
    accepted: datetime
    answered: datetime
    is_answered: bool
    solved: bool
    said: str
    phone: str
    customer: str


def subscribers(region: DemoRegion, month: date) -> int:
    """Subscribers of a prefecture in a month: slow growth on a stable share."""
    months = (month.year - 2024) * 12 + month.month
    return round(SUBSCRIBERS * region.weight * (1 + 0.0035 * months))


def tickets_of_day(*, seed: int, day: date, horizon: datetime) -> list[Matter]:
    """All matters accepted on the day, before `horizon` (naive local time); answers after it are not there yet.

    The same numbers are drawn whatever the horizon, so a later export completes what an earlier one left open.
    """
    random = Random(f"{seed}:{day.isoformat()}")  # noqa: S311
    found: list[Matter] = []
    for prefecture, counties in _prefectures():
        expected = _expected(prefecture, day)
        for number in range(_poisson(random, expected)):
            subject = _weighted(random, SUBJECTS, _subject_shares(prefecture, day))
            county = _weighted(random, counties, [region.weight for region in counties])
            accepted = datetime.combine(day, time(_weighted(random, range(24), _HOURS), random.randrange(60), random.randrange(60)))
            matter = _matter(random, f"{prefecture.code}{day:%y%m%d}{number:04}", subject, (prefecture, county), accepted, horizon)
            if accepted <= horizon:
                found.append(matter)
    return found


@cache
def _prefectures() -> tuple[tuple[DemoRegion, tuple[DemoRegion, ...]], ...]:
    every = regions()
    return tuple(
        (region, tuple(child for child in every if child.parent == region.code)) for region in every if region.level == "prefecture"
    )


def _expected(prefecture: DemoRegion, day: date) -> float:
    months = (day.year - 2025) * 12 + day.month - 1
    monthly_rate = 6.9 - 0.09 * months + 0.35 * math.sin(months * 0.9)
    local = 0.72 + 0.62 * ((int(prefecture.code[2:]) * 7) % 14) / 13
    outbreak = 1.9 if (prefecture.code, day.year, day.month) == ("NJ05", 2026, 7) else 1.0
    return subscribers(prefecture, day) / 10_000 * monthly_rate / 30.4 * local * outbreak * _WEEKDAYS[day.weekday()]


def _subject_shares(prefecture: DemoRegion, day: date) -> list[float]:
    outbreak = (prefecture.code, day.year, day.month) == ("NJ05", 2026, 7)
    return [subject.share * (3.0 if outbreak and "手机上网" in subject.path else 1.0) for subject in SUBJECTS]


def _matter(
    random: Random, number: str, subject: Subject, place: tuple[DemoRegion, DemoRegion], accepted: datetime, horizon: datetime
) -> Matter:
    cause = CAUSES[_weighted(random, [name for name, _ in subject.causes], [weight for _, weight in subject.causes])]
    answered = accepted + timedelta(hours=cause.median_hours * random.lognormvariate(0, 0.7))
    facts = Facts(
        number=number,
        subject=subject,
        cause=cause,
        prefecture=place[0],
        county=place[1],
        accepted=accepted,
        answered=answered,
        is_answered=answered <= horizon,
        solved=random.random() < cause.fixable,
        said=random.choice(subject.said).format(place=f"{place[1].name}{random.choice(PLACES)}"),
        phone=f"1{random.choice('3578')}{random.randrange(10**9):09}",
        customer=random.choice(SURNAMES) + random.choice(GIVEN),
    )
    dispatches = 0 if random.random() < 0.22 else 2 if random.random() < 0.03 else 1
    return Matter(crm=_crm_row(random, facts), eoms=tuple(_eoms_row(random, facts, copy, horizon) for copy in range(dispatches)))


def _crm_row(random: Random, facts: Facts) -> Row:
    row = {
        "工单流水号": f"CRM{facts.number}",
        "受理渠道": _weighted(random, [name for name, _ in CHANNELS], [weight for _, weight in CHANNELS]),
        "受理时间": _text(facts.accepted),
        "受理号码": facts.phone,
        "用户归属地": facts.prefecture.name,
        "申告区县": facts.county.name,
        "用户星级": random.choice(("一星", "二星", "三星", "四星", "五星")),
        "服务请求类别": "→".join(facts.subject.path),
        "业务内容": facts.said,
        "负责部门": random.choice(DEPARTMENTS),
    }
    satisfaction = random.choice(("满意", "满意", "一般", "不满意"))
    if not facts.is_answered:
        return row
    hours = f"{(facts.answered - facts.accepted).total_seconds() / 3600:.2f}"
    return row | {
        "处理意见": _reply(facts),
        "责任原因": "→".join(facts.cause.path),
        "处理时长": hours,
        "处理时长(含夜间)": hours,
        "解决程度": "已解决" if facts.solved else "未解决",
        "客户回访满意度": satisfaction,
        "结单日期": _text(facts.answered),
    }


def _eoms_row(random: Random, facts: Facts, copy: int, horizon: datetime) -> Row:
    dispatched = facts.accepted + timedelta(minutes=random.randrange(5, 90))
    taken = dispatched + timedelta(minutes=40 * random.lognormvariate(0, 0.8))
    place = random.choice(PLACES)
    row = {
        "工单流水号": f"EOMS{facts.number}{copy}",
        "工单主题": "→".join(facts.subject.path),
        "CRM工单号": f"CRM{facts.number}",
        "派单时间": _text(dispatched),
        "接单时间": _text(taken) if taken <= horizon else "",
        "受理时限": _text(dispatched + timedelta(hours=2)),
        "工单处理时限": _text(dispatched + timedelta(hours=48)),
        "紧急程度": random.choice(("一般", "一般", "紧急", "特急")),
        "投诉时间": _text(facts.accepted),
        "故障时间": _text(facts.accepted - timedelta(hours=random.randrange(1, 48))),
        "客户姓名": facts.customer,
        "客户电话": facts.phone,
        "故障号码": facts.phone,
        "客户级别": random.choice(("普通客户", "普通客户", "VIP客户", "集团客户")),
        "客户品牌": random.choice(("全球通", "神州行", "动感地带")),
        "用户归属地": facts.prefecture.name,
        "申告地": facts.prefecture.name,
        "申告区县": facts.county.name,
        "故障地点": f"{facts.county.name}{place}",
        "小区": f"{facts.county.name}{place}-{random.randrange(1, 4)}",
        "经度": f"{facts.county.longitude + random.uniform(-0.1, 0.1):.5f}",
        "纬度": f"{facts.county.latitude + random.uniform(-0.1, 0.1):.5f}",
        "网络标识": random.choice(("4G", "4G", "5G", "5G", "2G", "WLAN")),
        "投诉内容": facts.said,
        "预处理情况": random.choice(("已核查用户状态正常，无停机", "已指导用户重启手机，无效", "")),
        "是否重复投诉": random.choice(("否", "否", "否", "否", "是")),
        "工单状态": "已归档" if facts.is_answered else "处理中",
        "处理部门": f"{facts.prefecture.name}分公司{random.choice(('建设维护中心', '网络部'))}",
    }
    row |= {f"投诉分类{level}级类别": word for level, word in zip("一二三四", facts.subject.path, strict=False)}
    answer = _eoms_answer(random, facts)
    return row | answer if facts.is_answered else row


def _eoms_answer(random: Random, facts: Facts) -> Row:
    answered = facts.answered
    contacted = random.random() < 0.9
    row = {
        "处理措施": facts.cause.measures,
        "处理说明": _reply(facts),
        "处理结果": "已解决" if facts.solved else "未解决",
        "投诉是否解决": "是" if facts.solved else "否",
        "回单时间": _text(answered),
        "是否升级投诉": "是" if random.random() < (0.01 if facts.solved else 0.06) else "否",
        "投诉解决时间": _text(answered) if facts.solved else "",
        "计划解决时间": "" if facts.solved or random.random() < 0.5 else _text(answered + timedelta(days=random.randrange(20, 180))),
        "处理场景": random.choice(SCENARIOS) if random.random() < 0.93 else "",
        "是否联系用户": "是" if contacted else "否",
        "未联系原因": "" if contacted else random.choice(("用户电话无人接听", "用户关机")),
        "用户是否满意": random.choice(("是", "是", "是", "否")) if contacted else "",
        "归档时间": _text(answered + timedelta(hours=random.randrange(1, 24))),
    }
    return row | {f"问题原因{level}级": word for level, word in zip("一二三四", facts.cause.path, strict=False)}


def _reply(facts: Facts) -> str:
    planned, done = (f"{day:%Y年%m月%d日}" for day in (facts.accepted + timedelta(days=40), facts.answered))
    return facts.cause.answer.format(planned=planned, done=done)


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _poisson(random: Random, mean: float) -> int:
    limit, count, product = math.exp(-mean), 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count


def _weighted(random: Random, things: Sequence[Thing], weights: Sequence[float]) -> Thing:
    return random.choices(things, weights=weights)[0]
