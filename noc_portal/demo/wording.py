"""How the demo's texts are put together: what customers say, and what departments answer, well or badly."""

from datetime import datetime, timedelta
from random import Random

from .vocabulary import CAUSES, TEST_TEXTS, Cause, Subject

_OPENERS = ("用户反映", "客户来电反映", "机主反映", "用户投诉", "客户致电称")
_SINCE = ("，从昨天开始", "，已经一周了", "，这两天才出现", "，上个月起就这样", "，晚上尤其明显", "，持续一个多月", "，今早发现", "", "")
_TRIED = ("，重启手机无效", "，换卡后仍一样", "，家人的手机也一样", "，周围邻居同样情况", "，换过手机也不行", "", "", "")
_WISH = ("，请尽快处理", "，要求回复", "，请核实处理", "，希望派人到现场看看", "，要求给出解决时间", "，请安排测试", "")

_VAGUE = (
    "该处已列入规划，近期将安排建设，请用户耐心等待。",
    "已上报规划需求，后续将新建基站解决。",
    "站址协调困难，暂时无法解决，待条件成熟后再行建设。",
    "已上报相关部门，将尽快处理。",
    "经核查为弱覆盖，后续逐步优化。",
    "{place}已纳入下一步建设计划，具体时间待定。",
    "现网资源紧张，近期将考虑扩容{cell}小区，请用户谅解。",
    "正在协调物业，争取早日解决{place}覆盖问题。",
)
_VAGUE_WITH_DATE = (
    "该处已列入规划，近期安排施工，{planned}前开通。",
    "{place}计划新建站点，{planned}前完成，后续会回访用户。",
    "暂时由邻区补充覆盖，扩容计划于{planned}完成。",
)
# What a department that works by clipboard writes under one matter after the other.
STOCK = (
    "经现场测试，该区域信号覆盖正常，各项指标在合理范围内，建议用户更换终端后观察，如有问题请再次联系我们。",
    "维护人员已到现场处理，经多次拨打测试通话正常，上网正常，已联系用户，用户表示认可。",
    "经核查用户所处区域基站运行正常，无告警，已做优化调整，请用户继续观察使用情况。",
    "该问题已转相关专业处理，处理完毕后恢复正常，用户无异议，申请归档。",
)
# The cause whose answer plainly speaks against the one that is stated.
_CONTRARY = {
    "indoor": "fault",
    "rural": "hardware",
    "capacity": "terminal",
    "planning": "terminal",
    "fault": "terminal",
    "cutover": "indoor",
    "hardware": "rural",
    "software": "rural",
    "terminal": "fault",
    "explain": "fault",
    "other": "hardware",
}
NOT_REACHED = ("用户电话无人接听", "用户关机", "号码为空号", "三次拨打均未接通")
NOT_REACHED_BUT = (
    "用户电话无人接听，已发短信告知处理结果，明日10时再次联系",
    "用户关机，已短信告知并约定晚上8点回拨",
    "三次未接通，已转客户经理上门联系",
)
PREHANDLING = (
    "已核查用户状态正常，无停机",
    "已指导用户重启手机，无效",
    "核查用户套餐流量充足，重新附着网络后仍异常",
    "核查该区域无公告故障，已指导换机测试",
    "已核查欠费停机记录，无异常，转网络处理",
)


def said(random: Random, subject: Subject, place: str) -> str:
    """What the agent wrote down; two customers hardly ever give the same text."""
    body = random.choice(subject.said).format(place=place)
    return f"{random.choice(_OPENERS)}{body}{random.choice(_SINCE)}{random.choice(_TRIED)}{random.choice(_WISH)}。"


def said_again(random: Random, subject: Subject, place: str, before: str) -> str:
    """The same matter written down by another agent: the same words a little changed, or other words for the same thing."""
    if random.random() < 0.5:
        return said(random, subject, place)
    changed = before.rstrip("。")
    for old, new in (("用户反映", "客户反映"), ("无法", "不能"), ("手机", "电话机"), ("经常", "老是"), ("，请", "，请务必")):
        if random.random() < 0.6:
            changed = changed.replace(old, new, 1)
    return f"{changed}{random.choice(('', '，此前已投诉过', '，多次来电', '，客户较着急'))}。"


def nothing_said(random: Random) -> str:
    """The text of a ticket that should never have been sent."""
    return random.choice(TEST_TEXTS)


def good(random: Random, cause: Cause, gaps: dict[str, str], *, solved: bool) -> str:
    return random.choice(cause.answers if solved else cause.plans).format(**gaps)


def vague(random: Random, gaps: dict[str, str]) -> str:
    return random.choice(_VAGUE).format(**gaps)


def vague_with_date(random: Random, gaps: dict[str, str]) -> str:
    return random.choice(_VAGUE_WITH_DATE).format(**gaps)


def contrary(random: Random, cause_name: str, gaps: dict[str, str]) -> str:
    return random.choice(CAUSES[_CONTRARY[cause_name]].answers).format(**gaps)


def gaps(random: Random, *, place: str, cell: str, done: datetime, planned: datetime) -> dict[str, str]:
    """What fills the gaps of an answer: the place, the days, and measured values that differ from ticket to ticket."""
    return {
        "place": place,
        "cell": cell,
        "done": f"{done:%Y年%m月%d日}",
        "planned": f"{planned:%Y年%m月%d日}",
        "weak": str(random.randrange(108, 122)),
        "good": str(random.randrange(82, 99)),
        "busy": str(random.randrange(82, 98)),
        "calm": str(random.randrange(45, 66)),
        "speed": str(random.randrange(12, 68)),
        "km": f"{random.uniform(0.8, 4.2):.1f}",
        "tilt": str(random.randrange(2, 7)),
        "fibres": str(random.choice((12, 24, 48, 96))),
        "patch": f"V{random.randrange(2, 9)}.{random.randrange(1, 20):02}",
    }


def days_later(random: Random, moment: datetime, first: int, last: int) -> datetime:
    return moment + timedelta(days=random.randrange(first, last), hours=random.randrange(8))
