"""Tickets whose repeats are known: made from own templates with a seed, written to `data/repeats.csv` for the test of recall and precision.

    python -m tests.complaints.repeat_tickets          # writes the committed file anew

Every matter has a place, a symptom and a customer. Its repeats say the same in other words: another opening, clauses in another
order, synonyms, words left out, typing errors, an added sentence of the agent. What must *not* be linked is in there on purpose:

- another customer at the same place at the same time with another symptom;
- the same customer with another matter (other place, other symptom);
- another customer of the same cell and class at another place with another symptom;
- the same symptom in the same county and week at another place, in the very words of the template;
- the same customer with the same matter after the window.
"""

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

FILE = Path(__file__).parent / "data" / "repeats.csv"
SEED = 20261123
MATTERS = 680
FIRST = datetime(2026, 7, 1, 8, 0)
DAYS = 92


@dataclass(frozen=True)
class LabelledTicket:
    """`matter` is the truth: tickets of one matter belong together. `trap` names the hard negative that the ticket was made as."""

    ticket_id: str
    crm_no: str
    number: str
    cell: str
    county: str
    service_class: str
    accepted_at: str
    answered_at: str
    content: str
    matter: int
    kind: str
    trap: str = ""


@dataclass(frozen=True)
class Symptom:
    service_class: str
    ways: tuple[tuple[str, ...], ...]
    """Ways of saying it; each is a sequence of clauses whose order may change."""


SYMPTOMS = (
    Symptom(
        "voice",
        (
            ("手机信号弱", "时有时无", "无法正常通话"),
            ("信号很差只有一格", "经常没信号", "电话打不出去"),
            ("手机基本没有信号", "打电话要走到窗边", "影响正常使用"),
            ("信号时断时续", "通话困难"),
        ),
    ),
    Symptom(
        "voice",
        (
            ("通话中经常掉话", "声音断断续续"),
            ("打电话说到一半就断线", "听不清对方讲话"),
            ("通话掉线", "有杂音", "对方说声音断续"),
            ("接通后常常自动挂断", "话音时断时续听不清楚"),
        ),
    ),
    Symptom(
        "voice",
        (
            ("做被叫时提示不在服务区", "主叫正常"),
            ("别人打来电话提示无法接通", "自己拨打没有问题"),
            ("来电接不到", "对方听到不在服务区的提示"),
        ),
    ),
    Symptom(
        "internet",
        (
            ("手机上网很慢", "晚高峰视频卡顿"),
            ("网速慢", "晚上看视频一直转圈"),
            ("打开网页特别慢", "测速不到1兆", "晚上更严重"),
            ("上网卡", "刷视频缓冲很久"),
        ),
    ),
    Symptom(
        "internet",
        (
            ("信号满格但是上不了网", "提示无网络连接"),
            ("数据业务无法使用", "通话正常", "网页打不开"),
            ("有信号不能上网", "提示网络连接失败"),
            ("手机无法上网", "微信发不出消息"),
        ),
    ),
    Symptom(
        "internet",
        (
            ("WLAN热点连接不上", "认证页面打不开"),
            ("无线局域网登录页面弹不出来", "连上也没有网"),
            ("WLAN能搜到热点但认证失败",),
        ),
    ),
    Symptom(
        "messaging",
        (
            ("收不到验证码短信", "重启手机无效"),
            ("短信验证码一直没有收到", "换手机也不行"),
            ("银行的验证码接收不到", "普通短信可以收到"),
        ),
    ),
    Symptom(
        "messaging",
        (
            ("彩信无法下载", "提示下载失败"),
            ("发送彩信失败", "接收也不行"),
        ),
    ),
)
SWAPS = (
    ("手机", "电话"),
    ("无法", "不能"),
    ("无法", "没法"),
    ("经常", "总是"),
    ("很慢", "特别慢"),
    ("信号弱", "信号差"),
    ("提示", "显示"),
    ("一直", "始终"),
    ("上网", "用流量"),
    ("通话", "打电话"),
    ("晚上", "夜间"),
    ("没有信号", "无信号"),
)
OPENINGS = ("用户反映", "客户来电反映", "用户来电投诉", "客户称", "用户反馈", "", "机主本人来电反映", "用户致电10086反映")
ENDINGS = (
    "，请核实处理",
    "，要求尽快解决",
    "，请协助核查并回复用户",
    "，用户情绪激动",
    "，望尽快处理",
    "",
    "",
    "，烦请处理，谢谢",
    "，已指导重启无效",
)
AGAIN = ("此前已投诉过，问题仍未解决，", "用户再次来电催单，", "前期反映的问题还没处理好，", "", "", "催办：")
COUNTIES = tuple(
    f"{first}{second}{kind}" for first in "青云柳江山石龙凤金玉" for second, kind in (("山", "县"), ("林", "县"), ("城", "区"))
)
_NAMES = (
    "阳光 锦绣 翠湖 东方 金龙 新华 和平 滨江 城北 荔园 碧水 鼎盛 祥和 文昌 桂花 明珠 "
    "长乐 富康 南湖 星光 大坪 马鞍 银河 丽景 盛世 玫瑰 罗湖 太平 凤岭 朝阳"
)
NAMES = tuple(_NAMES.split())
KINDS = (
    "花园",
    "小区",
    "商业广场",
    "农贸市场",
    "中学",
    "小学",
    "医院",
    "大厦",
    "村",
    "工业园",
    "家园",
    "大酒店",
    "客运站",
    "新村",
)
SPOTS = (
    "",
    "",
    "3栋",
    "12号楼",
    "地下车库",
    "二楼",
    "宿舍楼",
    "门口",
    "5栋1802房",
    "住院部",
    "电梯里",
)


@dataclass(frozen=True)
class _Matter:
    number: int
    county: str
    place: str
    symptom: Symptom
    customer: str
    cell: str
    at: datetime


class _Places:
    """Gives each matter of a county a place of its own, as long as there are any; then from the beginning again."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._left: dict[str, list[str]] = {}

    def next(self, county: str) -> str:
        left = self._left.setdefault(county, [])
        if not left:
            left.extend(f"{name}{kind}" for name in NAMES for kind in KINDS)
            self._random.shuffle(left)
        return left.pop()


def labelled(*, seed: int = SEED, matters: int = MATTERS, days: int = DAYS, counties: int = 10) -> tuple[LabelledTicket, ...]:
    """Tickets in order of time. (seed, matters, days, counties) decide everything; a matter makes 1.6 tickets or so."""
    random = Random(seed)
    places = _Places(random)
    found = [ticket for number in range(matters) for ticket in _tickets(random, places, number, days, COUNTIES[:counties])]
    found.sort(key=lambda ticket: (ticket.accepted_at, ticket.ticket_id))
    return tuple(found)


def read() -> tuple[LabelledTicket, ...]:
    """The committed file."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(LabelledTicket(**(row | {"matter": int(row["matter"])})) for row in csv.DictReader(stream))


def same_matter(tickets: tuple[LabelledTicket, ...]) -> set[tuple[int, int]]:
    """The pairs that belong together, as positions (earlier, later)."""
    by_matter: dict[int, list[int]] = {}
    for position, ticket in enumerate(tickets):
        by_matter.setdefault(ticket.matter, []).append(position)
    return {(one, two) for places in by_matter.values() for number, one in enumerate(places) for two in places[number + 1 :]}


def _tickets(random: Random, places: _Places, number: int, days: int, counties: tuple[str, ...]) -> Iterator[LabelledTicket]:
    matter = _matter(random, places, number, days, counties)
    kind = random.choices(("single", "dispatch", "complaint", "mass", "crm"), weights=(62, 18, 10, 3, 4))[0]
    first = _ticket(random, matter, 0, matter.at, kind=kind)
    yield first
    if kind == "dispatch":
        yield from _while_open(random, matter, first)
    elif kind == "complaint":
        yield from _after_the_answer(random, matter, first)
    elif kind == "mass":
        yield from _mass(random, matter)
    elif kind == "crm":
        later = matter.at + timedelta(hours=random.uniform(2, 60))
        yield replace(_ticket(random, matter, 1, later, kind=kind), crm_no=first.crm_no)
    yield from _traps(random, places, matter)


def _while_open(random: Random, matter: _Matter, first: LabelledTicket) -> Iterator[LabelledTicket]:
    answered = datetime.fromisoformat(first.answered_at)
    for copy in range(1, random.choice((2, 2, 2, 3))):
        later = matter.at + (answered - matter.at) * random.uniform(0.1, 0.95)
        caller = matter if random.random() < 0.85 else replace(matter, customer=_number(random))
        yield _ticket(random, caller, copy, later, kind="dispatch", is_again=True, is_like=caller is not matter)


def _after_the_answer(random: Random, matter: _Matter, first: LabelledTicket) -> Iterator[LabelledTicket]:
    later = datetime.fromisoformat(first.answered_at) + timedelta(days=random.uniform(0.5, 18))
    yield _ticket(random, matter, 1, min(later, matter.at + timedelta(days=28)), kind="complaint", is_again=True)


def _mass(random: Random, matter: _Matter) -> Iterator[LabelledTicket]:
    for copy in range(1, random.randrange(4, 14)):
        at = matter.at + timedelta(hours=random.triangular(0, 30, 4))
        yield _ticket(random, replace(matter, customer=_number(random)), copy, at, kind="mass")


def _traps(random: Random, places: _Places, matter: _Matter) -> Iterator[LabelledTicket]:
    """Tickets that look like the matter and are none of it; each is a matter of its own, numbered below nought."""
    other = random.choice([symptom for symptom in SYMPTOMS if symptom.service_class != matter.symptom.service_class])
    soon = matter.at + timedelta(hours=random.uniform(1, 40))
    if random.random() < 0.12:
        trap = replace(matter, customer=_number(random), symptom=other)
        yield replace(_ticket(random, trap, 97, soon, kind="single"), matter=-matter.number * 10 - 1, trap="same place, other symptom")
    if random.random() < 0.12:
        trap = replace(matter, place=places.next(matter.county), cell="", symptom=other)
        later = matter.at + timedelta(days=random.uniform(1, 25))
        yield replace(_ticket(random, trap, 98, later, kind="single"), matter=-matter.number * 10 - 2, trap="same customer, other matter")
    if random.random() < 0.15:
        place = places.next(matter.county)
        trap = replace(matter, customer=_number(random), place=place, cell=_cell(random, matter.county, place))
        same_words = _ticket(random, trap, 99, soon, kind="single")
        yield replace(same_words, matter=-matter.number * 10 - 3, trap="same words, other place")
    if matter.cell and random.random() < 0.12:
        same_class = [one for one in SYMPTOMS if one.service_class == matter.symptom.service_class and one is not matter.symptom]
        trap = replace(matter, customer=_number(random), place=places.next(matter.county), symptom=random.choice(same_class))
        same_cell = _ticket(random, trap, 95, soon, kind="single")
        yield replace(same_cell, matter=-matter.number * 10 - 5, trap="same cell, other place and symptom")
    if random.random() < 0.04:
        late = _ticket(random, matter, 96, matter.at + timedelta(days=random.uniform(50, 80)), kind="single")
        yield replace(late, matter=-matter.number * 10 - 4, trap="after the window")


def _matter(random: Random, places: _Places, number: int, days: int, counties: tuple[str, ...]) -> _Matter:
    county = random.choice(counties)
    place = places.next(county)
    at = FIRST + timedelta(days=random.randrange(days), hours=random.triangular(0, 15, 6))
    return _Matter(number, county, place, random.choice(SYMPTOMS), _number(random), _cell(random, county, place), at)


def _ticket(
    random: Random, matter: _Matter, copy: int, at: datetime, *, kind: str, is_again: bool = False, is_like: bool = False
) -> LabelledTicket:
    """`is_like`: another caller of the same household, who is told apart by nothing but the number."""
    name = f"{matter.number:06}{copy:02}"
    if random.random() < 0.08 and not is_like:
        matter = replace(matter, cell="")
    answered = at + timedelta(hours=random.lognormvariate(3.2, 0.6))
    return LabelledTicket(
        ticket_id=f"E{name}",
        crm_no=f"C{name}",
        number=matter.customer,
        cell=matter.cell,
        county=matter.county,
        service_class=matter.symptom.service_class,
        accepted_at=f"{at:%Y-%m-%d %H:%M:%S}",
        answered_at=f"{answered:%Y-%m-%d %H:%M:%S}",
        content=_content(random, matter, is_again=is_again),
        matter=matter.number,
        kind=kind,
    )


def _content(random: Random, matter: _Matter, *, is_again: bool) -> str:
    clauses = list(random.choice(matter.symptom.ways))
    if random.random() < 0.3:
        random.shuffle(clauses)
    if len(clauses) > 2 and random.random() < 0.4:
        clauses.pop(random.randrange(len(clauses)))
    said = "，".join(clauses)
    for old, new in random.sample(SWAPS, 4):
        if random.random() < 0.5:
            said = said.replace(old, new)
    county = matter.county if random.random() < 0.75 else ""
    where = f"{random.choice(('在', '', '地址：'))}{county}{matter.place}{random.choice(SPOTS)}"
    body = f"{where}{random.choice(('', '，', '内'))}{said}" if random.random() < 0.8 else f"{said}，地点{county}{matter.place}"
    text = f"{random.choice(AGAIN) if is_again else ''}{random.choice(OPENINGS)}{body}{random.choice(ENDINGS)}"
    text = _mistyped(random, text) if random.random() < 0.25 else text
    tail = f"，联系电话{matter.customer}" if random.random() < 0.2 else ""
    block = f"\n#同步要素# 用户归属地:{matter.county} 故障号码:{matter.customer} #同步要素#" if random.random() < 0.3 else ""
    return f"{text}{tail}{block}"


def _mistyped(random: Random, text: str) -> str:
    """One or two characters dropped, doubled or swapped."""
    chars = list(text)
    for _ in range(random.choice((1, 1, 2))):
        place = random.randrange(1, len(chars) - 1)
        match random.randrange(3):
            case 0:
                chars.pop(place)
            case 1:
                chars.insert(place, chars[place])
            case _:
                chars[place], chars[place - 1] = chars[place - 1], chars[place]
    return "".join(chars)


def _cell(random: Random, county: str, place: str) -> str:
    return f"{county}{place}-{random.randrange(1, 4)}"


def _number(random: Random) -> str:
    return f"1{random.choice('3578')}{random.randrange(10**9):09}"


def write(tickets: tuple[LabelledTicket, ...]) -> None:
    FILE.parent.mkdir(exist_ok=True)
    with FILE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [field.name for field in fields(LabelledTicket)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(ticket) for ticket in tickets)


if __name__ == "__main__":
    write(labelled())
