"""The words of complaint analysis as codes, and the rules of mapping that a new installation starts with.

A code is what tables, URLs and the API say; labels stand in `complaints.models`. `UNMAPPED` means: the export has a value that
no rule knows. It is never counted as OTHER. `UNSTATED` means: the export has no value.
"""

from dataclasses import dataclass
from enum import StrEnum

from .denominators import TOTAL
from .mapping import Match


class System(StrEnum):
    CRM = "crm"
    EOMS = "eoms"


class ServiceClass(StrEnum):
    """The classes of base communication. TOTAL is a denominator and a published figure of its own, never a ticket's class."""

    VOICE = "voice"
    INTERNET = "internet"
    MESSAGING = "messaging"
    OTHER = "other"
    UNMAPPED = "unmapped"
    TOTAL = TOTAL


TICKET_CLASSES = (ServiceClass.VOICE, ServiceClass.INTERNET, ServiceClass.MESSAGING, ServiceClass.OTHER, ServiceClass.UNMAPPED)


class ComplaintType(StrEnum):
    COVERAGE = "coverage"
    MOBILE_INTERNET = "mobile_internet"
    WLAN = "wlan"
    MESSAGING = "messaging"
    OTHER = "other"
    UNMAPPED = "unmapped"


class Cause(StrEnum):
    WEAK_COVERAGE = "weak_coverage"
    TOO_FEW_RESOURCES = "too_few_resources"
    LONG_PLANNING = "long_planning"
    TERMINAL = "terminal"
    NETWORK_FAULT = "network_fault"
    CUTOVER = "cutover"
    EQUIPMENT_DEFECT = "equipment_defect"
    MAINTENANCE = "maintenance"
    CUSTOMER_SERVICE = "customer_service"
    OTHER = "other"
    UNMAPPED = "unmapped"
    UNSTATED = "unstated"


class CauseSide(StrEnum):
    BEYOND_CONTROL = "beyond_control"
    WITHIN_CONTROL = "within_control"
    MAINTENANCE = "maintenance"
    SERVICE = "service"
    OTHER = "other"
    UNMAPPED = "unmapped"
    UNSTATED = "unstated"


SIDE_OF = {
    Cause.WEAK_COVERAGE: CauseSide.BEYOND_CONTROL,
    Cause.TOO_FEW_RESOURCES: CauseSide.BEYOND_CONTROL,
    Cause.LONG_PLANNING: CauseSide.BEYOND_CONTROL,
    Cause.TERMINAL: CauseSide.BEYOND_CONTROL,
    Cause.NETWORK_FAULT: CauseSide.WITHIN_CONTROL,
    Cause.CUTOVER: CauseSide.WITHIN_CONTROL,
    Cause.EQUIPMENT_DEFECT: CauseSide.WITHIN_CONTROL,
    Cause.MAINTENANCE: CauseSide.MAINTENANCE,
    Cause.CUSTOMER_SERVICE: CauseSide.SERVICE,
    Cause.OTHER: CauseSide.OTHER,
}


@dataclass(frozen=True)
class DefaultRule:
    """A rule of a new installation: every text maps to the same pair of codes."""

    match: Match
    texts: tuple[str, ...]
    outcome: tuple[str, str]


def _category(service_class: ServiceClass, complaint_type: ComplaintType, words: str) -> DefaultRule:
    return DefaultRule(Match.WORD, tuple(words.split("|")), (service_class, complaint_type))


def _cause(cause: Cause, words: str) -> DefaultRule:
    return DefaultRule(Match.WORD, tuple(words.split("|")), (cause, SIDE_OF[cause]))


CATEGORY_RULES = (
    _category(ServiceClass.INTERNET, ComplaintType.WLAN, "WLAN|WiFi|Wi-Fi|无线局域网|无线上网"),
    _category(
        ServiceClass.INTERNET,
        ComplaintType.MOBILE_INTERNET,
        "手机上网|移动上网|数据上网|数据业务|上网业务|上网|互联网|流量|网速|GPRS|网页|"
        "internet|mobile internet|mobile data|data|browsing|slow speed|broadband",
    ),
    _category(
        ServiceClass.VOICE,
        ComplaintType.COVERAGE,
        "话音|语音|通话|掉话|单通|串线|无法主叫|无法被叫|信号|网络覆盖|覆盖|"
        "voice|voice call|call|calls|call drop|dropped call|signal|coverage",
    ),
    _category(
        ServiceClass.MESSAGING,
        ComplaintType.MESSAGING,
        "短信|彩信|短彩信|短消息|消息|点对点短信|sms|mms|message|messages|messaging|text message",
    ),
    _category(ServiceClass.OTHER, ComplaintType.OTHER, "其它|其他|other|others"),
)
CAUSE_RULES = (
    _cause(
        Cause.WEAK_COVERAGE,
        "弱覆盖|无覆盖|覆盖不足|覆盖盲区|盲区|网络覆盖|深度覆盖|覆盖差|信号覆盖|"
        "weak coverage|no coverage|poor coverage|coverage|weak signal",
    ),
    _cause(
        Cause.TOO_FEW_RESOURCES,
        "资源不足|容量不足|网络资源|拥塞|高负荷|话务量高|"
        "too few resources|insufficient resources|insufficient capacity|capacity|congestion",
    ),
    _cause(
        Cause.LONG_PLANNING,
        "规划建设|规划周期|建设周期|规划|站址|选址|物业协调|建设未完成|planning|long planning|site acquisition",
    ),
    _cause(Cause.CUTOVER, "割接|工程割接|网络割接|工程施工|cutover|engineering cutover|planned work|network upgrade"),
    _cause(
        Cause.EQUIPMENT_DEFECT,
        "软硬件|硬件故障|软件故障|软硬件缺陷|设备硬件|设备软件|版本缺陷|软件缺陷|硬件缺陷|"
        "hardware|software|hardware defect|software defect|equipment defect|firmware",
    ),
    _cause(
        Cause.NETWORK_FAULT,
        "网络故障|基站故障|传输故障|设备故障|退服|断站|光缆中断|停电|干扰|network fault|network failure|outage|power failure|interference",
    ),
    _cause(Cause.TERMINAL, "用户原因|终端问题|终端原因|用户终端|手机设置|terminal|handset|device settings|customer equipment"),
    _cause(Cause.MAINTENANCE, "维护部门|维护原因|维护不及时|代维|维护|maintenance"),
    _cause(Cause.CUSTOMER_SERVICE, "客服原因|客服|解释不到位|业务规则|客户服务|customer service|misinformation"),
    _cause(Cause.OTHER, "其它|其他|other|others"),
)
