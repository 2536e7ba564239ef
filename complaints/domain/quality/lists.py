"""The word lists as delivered. Supervisors change them on the page of rules; the history keeps every list there was."""

from collections.abc import Mapping, Sequence


def _words(text: str) -> list[str]:
    return text.split()


VAGUE = _words(
    "近期 近日 不日 计划 规划 暂时 暂未 暂不 暂无 暂缓 尽快 尽早 早日 后续 后期 逐步 逐渐 陆续 适时 择机 择期 日后 今后 "
    "将来 不久 短期 过段时间 一段时间 时间待定 时间未定 时间不详 时间不确定 待定 耐心等待 等待 待 另行通知 下一批 分批"
)

# Beyond what the grammar of `vague` tells by itself: words that hold a vague one without its meaning. In order: plans as a thing or kept;
# planning as a department, a place or a parameter; what was temporary; recently, of the past; other words with 待; looking after.
HARMLESS = _words(
    "按计划 按照计划 按原计划 依计划 计划内 计划外 计划解决时间 计划完成时间 计划时间 计划单 计划性 计划割接 "
    "计划检修 计划停电 计划停机 计划编号 套餐计划 资费计划 维护计划 割接计划 检修计划 巡检计划 规划部 规划室 "
    "规划组 规划处 规划局 规划院 规划科 规划员 规划师 规划人员 规划设计 规划中心 规划路 城市规划 邻区规划 频点规划 "
    "频率规划 参数规划 PCI规划 扰码规划 码字规划 号段规划 规划数据 规划参数 规划错误 规划冲突 规划不合理 暂时性 "
    "暂时退服 暂时中断 暂时关闭 暂时影响 暂时停 暂时断 暂时升高 近期无 近期未 近期有 近期曾 近期均 近期已 近期出现 近期发生 "
    "近期多次 近期频繁 近期投诉 近期告警 近期指标 近期话务 近期流量 近期上网 近期通话 近期新开 "
    "近期正常 待机 接待 招待 期待 对待 看待 优待 待遇 待命 待办 逐步排查 逐步检查 逐步核查 逐步操作 "
    "逐步测试 逐步指导 逐渐恢复正常 后续观察 后续跟踪 后续测试 后续监测 后续回访"
)

UNREACHED = _words(
    "无人接听 无人应答 未接听 未接电话 不接电话 拒接 挂断 关机 停机 空号 未接通 无法接通 打不通 联系不上 未联系上 无法联系 "
    "不在服务区 占线 忙音"
)
NEXT_STEP = _words(
    "再次联系 再联系 再次致电 再致电 再次回访 改日联系 择日联系 稍后联系 另行联系 继续联系 次日联系 明日联系 短信告知 "
    "短信通知 短信回复 短信说明 已发短信 发送短信 发短信 微信告知 微信联系 已留言 语音留言 预约 改约 约定 上门 联系其家人 "
    "告知家人 告知其家人 告知代理人 转告 再次拨打"
)
REACHED = _words("已联系上 联系上用户 已与用户联系 已接通 用户表示 用户认可 用户满意 用户同意 用户理解 用户确认 用户反馈 告知用户")
EMPTY_PHRASES = _words(
    "无 暂无 没有 未做 未处理 未预处理 无预处理 未进行预处理 不详 略 同上 同下 空 见内容 见投诉内容 详见投诉内容 详见工单 "
    "直接派单 请处理 请核实 请核实处理 请协助处理 请相关部门处理 none null nil n/a na test 测试"
)

# The codes of causes (domain.taxonomy) and what a reply says that means them. A word may stand for several causes: none of those is
# contradicted by it, and the one that names it earliest is what it speaks for elsewhere.
CAUSE_WORDS: Mapping[str, Sequence[str]] = {
    "weak_coverage": _words(
        "弱覆盖 覆盖不足 覆盖差 覆盖边缘 覆盖盲区 盲区 盲点 无覆盖 未覆盖 深度覆盖 补充覆盖 信号弱 信号差 室分 室内分布 "
        "越区覆盖 衰减 直放站 微站 新建基站 新建站 站址 选址 立项 物业 业主 阻挠"
    ),
    "too_few_resources": _words("拥塞 扩容 高负荷 容量不足 容量受限 利用率 负荷均衡 资源不足 资源紧张 载波 立项 新建基站 新建站 站址"),
    "long_planning": _words("站址 选址 物业 业主 征地 规划建设 建设周期 新建基站 新建站 阻挠 立项 协调困难 扩容 室分 弱覆盖 覆盖边缘 盲区"),
    "network_fault": _words("退服 断站 传输中断 光缆中断 光缆被 停电 断电 抢修 基站故障 干扰 告警 光模块 设备故障 射频单元 板卡"),
    "cutover": _words("割接 工程施工 升级 改造"),
    "equipment_defect": _words(
        "RRU BBU 射频单元 板卡 硬件故障 软件版本 版本缺陷 补丁 模块故障 驻波 设备故障 软件故障 缺陷 干放 合路器 馈线 "
        "天线接反 室分 退服 告警 升级"
    ),
    "terminal": _words("终端 手机设置 APN 接入点 重启手机 更换手机 用户手机 SIM卡 换卡 手机故障 修改设置 飞行模式 省电模式 省电策略"),
    "customer_service": _words("业务规则 套餐 资费 欠费 解释 退费 退订 致歉"),
}
DENIALS = _words("无 未 没有 非 排除 不存在 未发现 不属于 并非 不是 已排除")

# Columns that a ticket must fill, by system and state.
REQUIRED: Mapping[str, Sequence[str]] = {
    "eoms_answered": ["scenario", "cause_path", "explanation", "department"],
    "eoms_unsolved": ["planned_at"],
    "eoms_open": ["department"],
    "crm_answered": ["explanation", "cause_path"],
}
REQUIRABLE = _words(
    "scenario planned_at cause_path explanation measures result department network cell fault_location prehandling "
    "contacted solved dispatched_at taken_at replied_at resolved_at closed_at"
)
