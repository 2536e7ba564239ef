"""The words of the demo tickets: categories, causes, texts. All invented, in the vocabulary of the trade."""

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
    """A root cause: its path, what was done, what was answered; `fixable` is the chance that the matter is solved."""

    path: tuple[str, ...]
    measures: str
    answer: str
    fixable: float
    median_hours: float


CAUSES = {
    "indoor": Cause(
        ("网络覆盖", "弱覆盖", "室内深度覆盖不足"),
        "现场测试，RSRP均值低于-110dBm",
        "经核查该处为室内弱覆盖，已列入室分建设，计划{planned}前完成。",
        0.45,
        46,
    ),
    "rural": Cause(
        ("网络覆盖", "弱覆盖", "农村广覆盖不足"),
        "核查周边站点运行正常，最近基站1.8公里",
        "该村位于覆盖边缘，已上报规划需求，后续将新建基站解决。",
        0.3,
        60,
    ),
    "capacity": Cause(
        ("网络资源", "容量不足", "小区忙时拥塞"),
        "核查忙时PRB利用率超过85%，已做负荷均衡",
        "该小区忙时拥塞，已扩容一载波，复测正常。",
        0.82,
        28,
    ),
    "planning": Cause(
        ("规划建设", "建设周期长", "站址协调受阻"), "与物业协调站址", "站址协调困难，近期将继续推进，请用户耐心等待。", 0.15, 70
    ),
    "fault": Cause(
        ("网络故障", "基站故障", "传输中断退服"), "派维护人员上站抢修，更换光模块", "因传输中断导致基站退服，已于{done}恢复。", 0.97, 7
    ),
    "cutover": Cause(("网络割接", "工程割接", "割接影响业务"), "核查割接记录", "当晚网络割接升级影响业务，现已恢复正常。", 0.98, 5),
    "hardware": Cause(("软硬件缺陷", "设备硬件", "射频单元故障"), "更换RRU并复测", "射频单元故障，已更换，测试各项指标正常。", 0.95, 14),
    "software": Cause(("软硬件缺陷", "设备软件", "版本缺陷"), "核心网补丁升级", "平台版本缺陷，已升级补丁解决。", 0.93, 18),
    "terminal": Cause(("用户原因", "终端问题", "手机设置不当"), "指导用户重设APN并重启", "指导用户修改设置后恢复，用户表示满意。", 0.96, 4),
    "explain": Cause(("客服原因", "解释不到位", "业务规则未说明"), "回访解释", "联系用户说明业务规则，用户表示理解。", 0.9, 6),
    "other": Cause(("其它",), "", "已处理。", 0.6, 20),
}

SUBJECTS = (
    Subject(
        0.235,
        ("移动业务", "网络质量", "话音", "信号弱或无信号"),
        ("用户反映在{place}手机信号弱，时有时无，无法正常通话", "用户反映{place}室内无信号，走到窗边才能通话"),
        (("indoor", 0.42), ("rural", 0.2), ("planning", 0.14), ("fault", 0.12), ("hardware", 0.07), ("other", 0.05)),
    ),
    Subject(
        0.145,
        ("移动业务", "网络质量", "话音", "通话掉话断续"),
        ("用户反映在{place}通话中经常掉话、声音断断续续", "用户反映{place}通话有杂音，对方听不清"),
        (("capacity", 0.3), ("indoor", 0.24), ("hardware", 0.2), ("cutover", 0.1), ("fault", 0.1), ("other", 0.06)),
    ),
    Subject(
        0.09,
        ("移动业务", "网络质量", "话音", "无法主叫或被叫"),
        ("用户反映{place}有信号但无法拨打电话，提示网络忙", "用户反映在{place}做被叫提示不在服务区"),
        (("fault", 0.4), ("software", 0.2), ("capacity", 0.2), ("terminal", 0.15), ("other", 0.05)),
    ),
    Subject(
        0.17,
        ("移动业务", "网络质量", "手机上网", "无法上网"),
        ("用户反映在{place}信号满格，可以通话，但手机上网提示无网络连接", "用户反映{place}手机上网提示链接失败"),
        (("fault", 0.28), ("capacity", 0.24), ("terminal", 0.24), ("software", 0.14), ("cutover", 0.06), ("other", 0.04)),
    ),
    Subject(
        0.16,
        ("移动业务", "网络质量", "手机上网", "上网速度慢"),
        ("用户反映{place}晚高峰上网很慢，视频卡顿", "用户反映在{place}打开网页慢，测速不足1兆"),
        (("capacity", 0.5), ("indoor", 0.22), ("planning", 0.1), ("terminal", 0.1), ("other", 0.08)),
    ),
    Subject(
        0.09,
        ("移动业务", "网络质量", "WLAN", "无法接入或速度慢"),
        ("用户反映{place}WLAN热点连接慢，认证页面打不开", "用户反映{place}WLAN信号弱，经常断开"),
        (("indoor", 0.44), ("hardware", 0.3), ("software", 0.16), ("other", 0.1)),
    ),
    Subject(
        0.075,
        ("移动业务", "网络质量", "短彩信", "短信彩信收发失败"),
        ("用户反映发送短信失败，收不到验证码短信", "用户反映彩信无法下载，地点{place}"),
        (("software", 0.4), ("terminal", 0.3), ("explain", 0.2), ("other", 0.1)),
    ),
    Subject(
        0.035,
        ("移动业务", "网络质量", "其它", "漫游及其它"),
        ("用户反映漫游到外地后无法使用网络", "用户咨询{place}网络何时升级，要求回复"),
        (("explain", 0.4), ("software", 0.2), ("other", 0.4)),
    ),
)

PLACES = (
    "阳光花园小区",
    "中心市场二楼",
    "第三中学教学楼",
    "滨江大道商铺",
    "工业园A区",
    "人民医院住院部",
    "火车站候车厅",
    "新村三组",
    "山口村",
    "大学城图书馆",
)
SCENARIOS = ("居民小区", "商业楼宇", "学校", "医院", "交通枢纽", "农村", "工业园区", "道路")
CHANNELS = (("10086热线", 0.72), ("营业厅", 0.12), ("网上营业厅", 0.08), ("微博微信", 0.05), ("集团客户经理", 0.03))
SURNAMES = "李王张刘陈杨黄吴赵周徐孙马朱胡林郭何高罗"
GIVEN = ("伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "兰", "霞", "平")
DEPARTMENTS = ("网络部", "建设维护中心", "客户服务中心", "NOC核心网室", "NOC无线室")
