"""The words of the demo tickets: categories, causes, places, names. All invented, in the vocabulary of the trade."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    """What a customer complains of: share of all complaints, category path, what is said, likely causes with weights."""

    share: float
    path: tuple[str, ...]
    said: tuple[str, ...]
    causes: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Cause:
    """A root cause: its path, what was done, what is answered when the matter is solved and when it is not.

    `fixable` is the chance that the matter is solved; `office` answers for it. Gaps in the texts are those of `wording`.
    """

    path: tuple[str, ...]
    measures: str
    answers: tuple[str, ...]
    plans: tuple[str, ...]
    fixable: float
    median_hours: float
    office: str


CONSTRUCTION, NETWORK = "建设维护中心", "网络部"
SERVICE, CORE_ROOM, RADIO_ROOM = "客户服务中心", "NOC核心网室", "NOC无线室"
DEPARTMENTS = (NETWORK, CONSTRUCTION, SERVICE, CORE_ROOM, RADIO_ROOM)

CAUSES = {
    "indoor": Cause(
        ("网络覆盖", "弱覆盖", "室内深度覆盖不足"),
        "现场测试，RSRP均值低于-110dBm",
        (
            "现场测试{place}室内RSRP均值-{weak}dBm，已调整{cell}小区天线下倾角{tilt}度，复测-{good}dBm，用户认可。",
            "{place}受楼宇遮挡，{done}加装室内小站一台，复测RSRP提升至-{good}dBm，通话正常。",
            "核查{place}室分有源设备功率偏低，{done}更换合路器后测试正常，已电话告知用户。",
        ),
        (
            "经核查{place}为室内弱覆盖，RSRP均值-{weak}dBm，已列入室分建设，{planned}前完成。",
            "{done}到{place}测试，电梯及地下室无信号，室内分布系统已立项，{planned}开通，已告知用户。",
        ),
        0.45,
        30,
        CONSTRUCTION,
    ),
    "rural": Cause(
        ("网络覆盖", "弱覆盖", "农村广覆盖不足"),
        "核查周边站点运行正常，最近基站1.8公里",
        (
            "{place}距最近基站{km}公里，{done}调整{cell}小区方位角并提升发射功率，复测RSRP-{good}dBm。",
            "{place}新建基站已于{done}开通，现场复测通话、上网均正常，用户满意。",
        ),
        (
            "{place}位于覆盖边缘，距最近基站{km}公里，新建站已批复，{planned}前开通，已电话告知用户。",
            "现场测试{place}RSRP均值-{weak}dBm，杆塔已完成勘察，{planned}前建成。",
        ),
        0.3,
        34,
        CONSTRUCTION,
    ),
    "capacity": Cause(
        ("网络资源", "容量不足", "小区忙时拥塞"),
        "核查忙时PRB利用率超过85%，已做负荷均衡",
        (
            "{cell}小区忙时PRB利用率{busy}%，{done}扩容一载波，复测下载速率{speed}Mbps。",
            "{place}晚忙时拥塞，已与邻区做负荷均衡，PRB利用率由{busy}%降至{calm}%，用户表示网速恢复。",
            "{done}完成{cell}小区参数优化及双载波开通，{place}测速{speed}Mbps，正常。",
        ),
        ("{cell}小区忙时PRB利用率{busy}%，扩容设备{planned}到货安装，已向用户说明。",),
        0.82,
        24,
        NETWORK,
    ),
    "planning": Cause(
        ("规划建设", "建设周期长", "站址协调受阻"),
        "与物业协调站址",
        ("{place}站址协调完成，基站{done}开通，复测RSRP-{good}dBm，用户认可。",),
        (
            "{place}业主反对建站，已改选{km}公里外备用站址，{planned}前完成施工，已告知用户。",
            "与{place}物业签订站址协议，{planned}前完成建设，进度每周反馈用户。",
        ),
        0.15,
        38,
        CONSTRUCTION,
    ),
    "fault": Cause(
        ("网络故障", "基站故障", "传输中断退服"),
        "派维护人员上站抢修，更换光模块",
        (
            "因传输中断导致{cell}基站退服，抢修后已于{done}恢复，复测正常。",
            "{cell}基站市电停电、蓄电池耗尽退服，{done}发电恢复供电，业务正常。",
            "光缆被施工挖断影响{place}，{done}熔接{fibres}芯后恢复，已回访用户。",
        ),
        ("{cell}基站光缆中断，需改迁杆路，{planned}前完成，现由邻站补充覆盖。",),
        0.97,
        7,
        NETWORK,
    ),
    "cutover": Cause(
        ("网络割接", "工程割接", "割接影响业务"),
        "核查割接记录",
        (
            "当晚{cell}小区割接升级影响业务，{done}割接结束后恢复，测试正常。",
            "{place}片区传输割接造成短时中断，已于{done}恢复，已向用户解释。",
        ),
        ("{cell}小区割接后邻区漏配，{planned}补配。",),
        0.98,
        5,
        NETWORK,
    ),
    "hardware": Cause(
        ("软硬件缺陷", "设备硬件", "射频单元故障"),
        "更换RRU并复测",
        (
            "{cell}小区射频单元故障，{done}更换RRU，测试驻波比1.{tilt}，各项指标正常。",
            "{place}室分干放故障，{done}更换后复测RSRP-{good}dBm，用户确认恢复。",
        ),
        ("{cell}小区RRU故障，备件{planned}到货更换。",),
        0.95,
        14,
        RADIO_ROOM,
    ),
    "software": Cause(
        ("软硬件缺陷", "设备软件", "版本缺陷"),
        "核心网补丁升级",
        (
            "核心网网元版本缺陷导致业务失败，{done}加载补丁{patch}后拨测正常。",
            "{done}修正归属位置寄存器中该用户的签约数据，用户复测业务恢复。",
        ),
        ("厂家确认为版本缺陷，补丁{planned}上线，已告知用户。",),
        0.93,
        18,
        CORE_ROOM,
    ),
    "terminal": Cause(
        ("用户原因", "终端问题", "手机设置不当"),
        "指导用户重设APN并重启",
        (
            "指导用户将接入点改为cmnet并重启，{done}回访上网正常，用户满意。",
            "{place}网络正常（测速{speed}Mbps），用户手机仅支持3G制式，{done}建议更换终端，用户认可。",
            "用户误开省电策略，{done}指导修改后测速{speed}Mbps，用户表示满意。",
        ),
        ("用户终端不支持该频段，建议更换，用户{planned}前到营业厅体验新机。",),
        0.96,
        4,
        SERVICE,
    ),
    "explain": Cause(
        ("客服原因", "解释不到位", "业务规则未说明"),
        "回访解释",
        (
            "{done}联系用户说明漫游业务规则，用户表示理解。",
            "受理时未说明短信中心设置方法，{done}已补充解释并致歉，用户认可。",
        ),
        ("用户对资费规则仍有异议，{planned}前由客户经理上门解释。",),
        0.9,
        6,
        SERVICE,
    ),
    "other": Cause(("其它",), "", ("已处理。", "已处理，用户无异议。", "已核实，恢复正常。"), ("已核查，未发现异常。",), 0.6, 20, NETWORK),
}

SUBJECTS = (
    Subject(
        0.235,
        ("移动业务", "网络质量", "话音", "信号弱或无信号"),
        (
            "在{place}手机信号弱，时有时无，无法正常通话",
            "{place}室内无信号，走到窗边才能通话",
            "{place}一直只有一格信号，电话经常打不进来",
            "在{place}手机显示无服务，到室外才恢复",
            "家住{place}，进门后信号从满格掉到没有",
            "{place}电梯和地下车库完全没有信号",
        ),
        (("indoor", 0.42), ("rural", 0.2), ("planning", 0.14), ("fault", 0.12), ("hardware", 0.07), ("other", 0.05)),
    ),
    Subject(
        0.145,
        ("移动业务", "网络质量", "话音", "通话掉话断续"),
        (
            "在{place}通话中经常掉话、声音断断续续",
            "{place}通话有杂音，对方听不清",
            "在{place}打电话不到两分钟就自动断线",
            "{place}通话单通，只能听到对方听不到自己",
            "在{place}边走边打电话总是中断，要重拨几次",
        ),
        (("capacity", 0.3), ("indoor", 0.24), ("hardware", 0.2), ("cutover", 0.1), ("fault", 0.1), ("other", 0.06)),
    ),
    Subject(
        0.09,
        ("移动业务", "网络质量", "话音", "无法主叫或被叫"),
        (
            "{place}有信号但无法拨打电话，提示网络忙",
            "在{place}做被叫提示不在服务区",
            "在{place}拨打任何号码都直接断开，别人也打不进",
            "{place}一带的手机都打不出电话",
        ),
        (("fault", 0.4), ("software", 0.2), ("capacity", 0.2), ("terminal", 0.15), ("other", 0.05)),
    ),
    Subject(
        0.17,
        ("移动业务", "网络质量", "手机上网", "无法上网"),
        (
            "在{place}信号满格，可以通话，但手机上网提示无网络连接",
            "{place}手机上网提示链接失败",
            "在{place}打不开任何网页，微信也发不出去",
            "{place}手机数据连接打开后没有网络，换到别处正常",
            "在{place}手机能打电话但上不了网",
        ),
        (("fault", 0.28), ("capacity", 0.24), ("terminal", 0.24), ("software", 0.14), ("cutover", 0.06), ("other", 0.04)),
    ),
    Subject(
        0.16,
        ("移动业务", "网络质量", "手机上网", "上网速度慢"),
        (
            "{place}晚高峰上网很慢，视频卡顿",
            "在{place}打开网页慢，测速不足1兆",
            "在{place}晚上八点以后看视频一直缓冲",
            "{place}网速慢，刷不出图片，玩游戏延迟高",
            "在{place}一到晚上网速就掉，白天还可以",
        ),
        (("capacity", 0.5), ("indoor", 0.22), ("planning", 0.1), ("terminal", 0.1), ("other", 0.08)),
    ),
    Subject(
        0.09,
        ("移动业务", "网络质量", "WLAN", "无法接入或速度慢"),
        (
            "{place}WLAN热点连接慢，认证页面打不开",
            "{place}WLAN信号弱，经常断开",
            "在{place}连上WLAN后几分钟就掉线，要重新认证",
            "{place}无线上网能搜到热点但连不上",
        ),
        (("indoor", 0.44), ("hardware", 0.3), ("software", 0.16), ("other", 0.1)),
    ),
    Subject(
        0.075,
        ("移动业务", "网络质量", "短彩信", "短信彩信收发失败"),
        (
            "发送短信失败，收不到验证码短信，人在{place}",
            "彩信无法下载，地点{place}",
            "在{place}短信发出去对方收不到，银行短信也收不到",
        ),
        (("software", 0.4), ("terminal", 0.3), ("explain", 0.2), ("other", 0.1)),
    ),
    Subject(
        0.035,
        ("移动业务", "网络质量", "其它", "漫游及其它"),
        (
            "漫游到外地后无法使用网络，回到{place}才恢复",
            "咨询{place}网络何时升级，要求回复",
            "从外省回到{place}后手机搜不到网络，需手动选网",
        ),
        (("explain", 0.4), ("software", 0.2), ("other", 0.4)),
    ),
)
TEST_TEXTS = ("测试工单，请忽略", "test", "重复录入，作废", "客户挂机，无投诉内容", "误派，请撤单")

SCENARIO_OF = {
    "阳光花园小区": "居民小区",
    "翠湖名城小区": "居民小区",
    "锦绣江南小区": "居民小区",
    "铁路新村": "居民小区",
    "中心市场二楼": "商业楼宇",
    "滨江大道商铺": "商业楼宇",
    "万达广场地下一层": "商业楼宇",
    "电信大厦十八楼": "商业楼宇",
    "第三中学教学楼": "学校",
    "大学城图书馆": "学校",
    "职业技术学院宿舍": "学校",
    "人民医院住院部": "医院",
    "妇幼保健院门诊楼": "医院",
    "火车站候车厅": "交通枢纽",
    "汽车客运中心": "交通枢纽",
    "工业园A区": "工业园区",
    "开发区电子厂": "工业园区",
    "高速路服务区": "道路",
    "二级公路隧道口": "道路",
    "新村三组": "农村",
    "山口村": "农村",
    "大塘屯": "农村",
    "河边圩": "农村",
    "石桥村小学旁": "农村",
}
PLACES = tuple(SCENARIO_OF)
SCENARIOS = tuple(dict.fromkeys(SCENARIO_OF.values()))
CHANNELS = (("10086热线", 0.72), ("营业厅", 0.12), ("网上营业厅", 0.08), ("微博微信", 0.05), ("集团客户经理", 0.03))
SURNAMES = "李王张刘陈杨黄吴赵周徐孙马朱胡林郭何高罗"
GIVEN = ("伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "兰", "霞", "平")
