"""What can be set: windows, thresholds and words. The defaults were chosen on a labelled file of another seed than the test's."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


PHRASES = _words(
    "机主本人来电反映|用户致电10086反映|客户致电10086反映|客户来电反映|用户来电反映|用户来电投诉|客户来电投诉|用户再次来电|用户反映|客户反映|用户反馈|客户反馈|"
    "用户投诉|客户投诉|用户表示|客户表示|用户称|客户称|机主称|请协助核查并回复用户|请协助核查|请核查处理|请核实处理|请尽快处理|要求尽快解决|要求尽快处理|望尽快处理|"
    "烦请处理|请处理|请核实|谢谢|用户情绪激动|已指导重启无效|联系电话|联系方式|详细地址|地址|地点|位置|催办|催单"
)
PLACE_WORDS = _words(
    "小区|花园|商业广场|广场|农贸市场|市场|商场|超市|中学|小学|学校|大学|学院|幼儿园|医院|卫生院|大厦|大楼|工业园|产业园|园区|家园|公园|大酒店|酒店|宾馆|"
    "饭店|餐厅|酒楼|客运站|火车站|高铁站|汽车站|车站|地铁站|机场|码头|新村|村委|村|屯|镇|街|路|大道|公寓|新城|豪庭|名苑|苑|庭|公司|工厂|银行|收费站|"
    "服务区|工地"
)
NETWORK_WORDS = _words(
    "信号|网络|上网|流量|网速|通话|电话打|打电话|打不|掉线|断线|掉话|主叫|被叫|来电|接听|接通|短信|彩信|验证码|WLAN|WiFi|无线|热点|宽带|基站|覆盖|"
    "4G|5G|漫游|视频|网页|杂音|噪音|声音|断续|卡顿|缓冲|拨打|呼叫|联网"
)
BUSINESS_WORDS = _words(
    "资费|话费|扣费|多扣|套餐|退订|取消业务|积分|发票|充值|缴费|账单|优惠|销户|过户|补卡|退款|违约金|合约|活动赠送|靓号"
)
TEST_WORDS = _words("测试工单|测试单|测试用单|系统测试|联调测试|流程测试|请忽略|仅供测试|test ticket|请勿处理")
WITHDRAWN_WORDS = _words(
    "要求撤单|申请撤单|同意撤单|撤销投诉|取消投诉|撤诉|用户误报|客户误报|误操作|无需处理|不需要处理|不用处理|已自行恢复|自行恢复正常|要求取消工单"
)
GREETINGS = _words(
    "你好|您好|在吗|喂|早上好|下午好|晚上好|谢谢|感谢|再见|请问|有人吗|hello|hi|祝工作愉快|祝您生活愉快|辛苦了|打扰了|节日快乐"
)


@dataclass(frozen=True)
class InvalidRules:
    """`off` names rules that are not applied. Words are compared in lower case."""

    off: tuple[str, ...] = ()
    shortest_text: int = 2
    network_words: tuple[str, ...] = NETWORK_WORDS
    business_words: tuple[str, ...] = BUSINESS_WORDS
    test_words: tuple[str, ...] = TEST_WORDS
    withdrawn_words: tuple[str, ...] = WITHDRAWN_WORDS
    greetings: tuple[str, ...] = GREETINGS


@dataclass(frozen=True)
class RepeatRules:
    """Windows in days; likeness from 0 to 1, at least so much for tickets that share the key.

    `mass_customers`: from so many different customers on a group is a mass complaint. `neighbours`: with how many earlier tickets of the
    same key a ticket is compared. `busy_number`: a number that stands on more tickets of its window tells no customer, and asks for the
    likeness of a place. `phrases` are taken out of the texts; what ends in a place word weighs more.
    """

    number_days: int = 30
    cell_days: int = 3
    place_days: int = 3
    number_likeness: float = 0.1
    cell_likeness: float = 0.1
    place_likeness: float = 0.45
    mass_customers: int = 3
    neighbours: int = 60
    busy_number: int = 20
    phrases: tuple[str, ...] = PHRASES
    place_words: tuple[str, ...] = PLACE_WORDS
    invalid: InvalidRules = field(default_factory=InvalidRules)

    @property
    def longest_window(self) -> int:
        return max(self.number_days, self.cell_days, self.place_days)


def rules_to_json(rules: RepeatRules) -> dict[str, Any]:
    return asdict(rules)


def rules_from(values: Mapping[str, Any]) -> RepeatRules:
    """The rules that were kept; what is missing is the default, what is unknown is passed over."""
    own = _known(RepeatRules, values)
    invalid = InvalidRules(**_known(InvalidRules, values.get("invalid") or {}))
    return RepeatRules(**{**own, "invalid": invalid})


def _known(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)} - {"invalid"}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items() if name in names}
