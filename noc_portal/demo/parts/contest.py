"""The demo's finding-faults contest: half a year of entries, the source's month of 28 found and 15 solved, and its champions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from complaints.domain.contest import Category, Severity, State, Step
from complaints.models import FaultEntry, Ticket
from complaints.permissions import ComplaintsPermission
from complaints.services.contest import Decision, Find, announce_champions, enter_fault, judge_fault
from portalkit.access.models import User
from portalkit.access.selectors import system_access
from portalkit.audit.domain.actors import SYSTEM
from portalkit.notify.services import mark_read
from portalkit.periods.domain.calendar import SHANGHAI, Month, local_day, month_of
from portalkit.regions.models import Region

from ..offices import branch
from ..province import PROVINCE_CODE, regions
from ..vocabulary import CONSTRUCTION, NETWORK, RADIO_ROOM

# How entries of a month ended, the present month first; the month before it is the source's example.
_ENDINGS = {
    0: {State.SOLVED: 4, State.ASSIGNED: 4, State.ACCEPTED: 3, State.ENTERED: 4, State.REFUSED: 1},
    1: {State.SOLVED: 15, State.ASSIGNED: 6, State.ACCEPTED: 2, State.ENTERED: 2, State.NOT_SOLVABLE: 3, State.REFUSED: 2},
    2: {State.SOLVED: 13, State.ASSIGNED: 5, State.NOT_SOLVABLE: 3, State.REFUSED: 3, State.ACCEPTED: 1},
    3: {State.SOLVED: 14, State.ASSIGNED: 2, State.NOT_SOLVABLE: 3, State.REFUSED: 2},
    4: {State.SOLVED: 11, State.ASSIGNED: 1, State.NOT_SOLVABLE: 4, State.REFUSED: 1},
    5: {State.SOLVED: 10, State.ASSIGNED: 1, State.NOT_SOLVABLE: 2, State.REFUSED: 2},
}
_FINDERS = (
    ("韦小兰", "柳溪分公司", 7),
    ("莫志刚", "云州分公司建设维护中心", 6),
    ("覃丽华", "桂屏分公司网络部", 6),
    ("陈晓雯", "集中监控室", 5),
    ("黄海涛", "玉岭分公司网络部", 4),
    ("农建国", "百川分公司建设维护中心", 3),
    ("蒙春燕", "云州分公司营业厅", 3),
    ("陆文斌", "贵溪分公司网络部", 2),
    ("廖敏", "客户服务中心", 2),
    ("罗永强", "NOC无线室", 2),
    ("梁秋萍", "北澜分公司建设维护中心", 1),
    ("唐国栋", "梧川分公司建设维护中心", 1),
)
_FINDS = (
    (Category.COVERAGE, "{county}中心小学教学楼三层", "教学楼三层走廊手机无信号，家长多次反映联系不上孩子。"),
    (Category.COVERAGE, "{county}人民医院地下车库", "地下车库负二层完全无信号，缴费码扫不出来。"),
    (Category.COVERAGE, "{county}高速收费站", "收费站车道信号弱，移动支付经常失败。"),
    (Category.CAPACITY, "{county}大学城食堂", "中午就餐时间上网非常慢，支付要等半分钟。"),
    (Category.CAPACITY, "{county}火车站广场", "节假日前后广场上网拥塞，视频打不开。"),
    (Category.EQUIPMENT, "{county}山口村基站", "基站机房门锁损坏，空调滴水到传输设备上方。"),
    (Category.EQUIPMENT, "{county}滨江大道光交箱", "光交箱箱门敞开，尾纤外露，下雨会进水。"),
    (Category.EQUIPMENT, "{county}开发区基站", "蓄电池鼓包，市电停电后十分钟即退服。"),
    (Category.PROCESS, "{county}分局派单环节", "夜间派单没有电话通知，值班人员次日上午才接单。"),
    (Category.PROCESS, "{county}割接公告", "割接未提前告知客服，用户来电时座席不知情。"),
    (Category.SERVICE, "{county}营业厅自助终端", "自助终端打印发票卡纸，提示电话已停用。"),
    (Category.SERVICE, "{county}营业厅WLAN", "厅内WLAN认证页面打不开，无人知道向谁报修。"),
    (Category.SAFETY, "{county}新村抱杆", "楼顶抱杆拉线松动，台风天有坠落危险。"),
    (Category.SAFETY, "{county}老街杆路", "通信杆倾斜，光缆垂到人行道上方两米处。"),
)
_SOLUTIONS = ("现场整改完成，复测正常。", "已更换设备并巡检同类站点。", "已修订流程并通报各县分公司。", "完成优化调整，用户回访满意。")
_NO_WAY = ("物业不同意进场，三次协调未果，转规划跟踪。", "属市政迁改范围，需待道路施工完成。")
_REFUSALS = ("现场核查未发现该问题。", "与已登记的问题重复。", "属用户终端问题，不在活动范围。")
_OWNERS = ("值班长", "片区经理", "维护班长")
_SEVERITIES = ((Severity.MINOR, 6), (Severity.MAJOR, 3), (Severity.CRITICAL, 1))


@dataclass(frozen=True)
class _Staff:
    typists: dict[str, User]
    judge: User


def load(*, now: datetime) -> None:
    """Entries of the months that tickets reach back to, six at most; champions of those that are over."""
    staff = _Staff(
        typists={user.username: user for user in User.objects.filter(username__in=("monitor", "liuxi"), is_demo=True)},
        judge=User.objects.get(username="supervisor", is_demo=True),
    )
    counties = list(Region.objects.filter(level="county", path__startswith=f"/{PROVINCE_CODE}/").select_related("parent").order_by("path"))
    root = Region.objects.get(code=PROVINCE_CODE)
    access = system_access(SYSTEM, list(ComplaintsPermission))
    present = month_of(now)
    for month, endings in _months(present):
        random = Random(f"contest:{month}")  # noqa: S311
        for ending in _shuffled(random, endings, share=_elapsed(month, now)):
            _entry(random, ending, month, counties, staff, now)
        if month != present:
            announced = datetime.combine(month.next().first_day + timedelta(days=2), time(9, 30), tzinfo=SHANGHAI)
            announce_champions(access=access, region=root, month=month, by=staff.judge.actor, now=max(min(announced, now), month.end))
    for user in staff.typists.values():
        mark_read(user=user, now=now)


def _months(present: Month) -> Iterator[tuple[Month, dict[State, int]]]:
    oldest = Ticket.objects.order_by("accepted_on").values_list("accepted_on", flat=True).first()
    for back in sorted(_ENDINGS, reverse=True):
        month = present.plus(-back)
        if oldest is not None and month_of(oldest) <= month:
            yield month, _ENDINGS[back]


def _elapsed(month: Month, now: datetime) -> float:
    """How much of the month has passed."""
    return min(1.0, ((local_day(now) - month.first_day).days + 1) / len(month))


def _shuffled(random: Random, endings: dict[State, int], *, share: float) -> list[State]:
    found = [ending for ending, count in endings.items() for _ in range(count)]
    random.shuffle(found)
    return found[: round(len(found) * share)]


def _entry(random: Random, ending: State, month: Month, counties: Sequence[Region], staff: _Staff, now: datetime) -> None:
    finder, department, _ = random.choices(_FINDERS, weights=[weight for _, _, weight in _FINDERS])[0]
    typist = staff.typists["liuxi" if department.startswith("柳溪") else "monitor"]
    county = random.choice(
        [one for one in counties if one.parent and one.parent.code.endswith("02")] if typist.username == "liuxi" else counties
    )
    category, place, description = random.choice(_FINDS)
    last = min(month.last_day, local_day(now))
    found_on = month.first_day + timedelta(days=random.randrange((last - month.first_day).days + 1))
    moment = min(datetime.combine(found_on, time(random.randrange(8, 18), random.randrange(60)), tzinfo=SHANGHAI), now)
    find = Find(
        region=county,
        finder=finder,
        finder_department=department,
        found_on=found_on,
        place=place.format(county=county.name),
        category=category,
        severity=random.choices([one for one, _ in _SEVERITIES], weights=[weight for _, weight in _SEVERITIES])[0],
        description=description,
        ticket=Ticket.objects.filter(region=county, accepted_on=found_on).first() if random.random() < 0.3 else None,
    )
    entry = enter_fault(find=find, entered_by=typist, by=typist.actor, now=moment)
    _judge(random, entry, ending, county, staff.judge, moment, now)


def _judge(random: Random, entry: FaultEntry, ending: State, county: Region, judge: User, moment: datetime, now: datetime) -> None:
    for step, decision in _way(random, ending, entry, county):
        moment = min(_at_work(random, moment), now)
        judge_fault(entry=entry, step=step, decision=decision, by=judge.actor, now=moment)


def _at_work(random: Random, moment: datetime) -> datetime:
    """A later day in working hours."""
    return (moment + timedelta(days=random.randrange(1, 4))).replace(hour=random.randrange(8, 18), minute=random.randrange(60))


def _way(random: Random, ending: State, entry: FaultEntry, county: Region) -> Iterator[tuple[Step, Decision]]:
    if ending is State.ENTERED:
        return
    if ending is State.REFUSED:
        yield Step.REFUSE, Decision(reason=random.choice(_REFUSALS))
        return
    yield Step.ACCEPT, Decision()
    if ending is State.ACCEPTED:
        return
    office = _owner(entry.category, county)
    due_on = entry.found_on + timedelta(days=30)
    yield Step.ASSIGN, Decision(owner_department=office, owner=random.choice(_OWNERS), due_on=due_on)
    if ending is State.SOLVED:
        yield Step.SOLVE, Decision(outcome=random.choice(_SOLUTIONS))
    if ending is State.NOT_SOLVABLE:
        yield Step.GIVE_UP, Decision(outcome=random.choice(_NO_WAY))


def _owner(category: str, county: Region) -> str:
    prefecture = next(region for region in regions() if county.parent and region.code == county.parent.code)
    if category == Category.CAPACITY:
        return RADIO_ROOM
    office = CONSTRUCTION if category in (Category.COVERAGE, Category.SAFETY, Category.EQUIPMENT) else NETWORK
    return f"{branch(prefecture)}{office}"
