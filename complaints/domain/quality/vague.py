"""Words that put a solution off without saying until when."""

import re
from collections.abc import Iterator, Sequence

from .moments import MOMENT
from .records import Found, Record
from .rules import RuleCode
from .words import NEVER, alternation

_SENTENCE_END = re.compile(r"[。；！？!?;\n]")
_CLAUSE_END = re.compile(r"[，,、：:]")

# The customer asks for it; nobody promises it.
_DEMANDED = re.compile(r"(?:要求|希望|请求|催促|催单|期望|期盼|诉求|盼|强烈要求|多次催)[^，,。；、]{0,6}$")
# Looking back: what the records of the last weeks show, or since when the customer has the trouble.
_LOOKED_BACK = re.compile(r"(?:核查|查询|查看|调取|后台|统计|分析|反映|反应|反馈|来电|表示|称|由于|因)[^，,。；、]{0,4}$")
_LOOKING_BACK = frozenset({"近期", "近日"})
_DONE_BEFORE = re.compile(r"(?:已|已经|均已|现已|都已)$")
_NOUNS = frozenset({"计划", "规划"})

_PREPARED = r"(?!选址|勘察|勘测|设计|立项|审批|招标|上报|申请|签约|报批|规划|方案)"
_DONE = re.compile(
    rf"已(?:经|于|由|全部|陆续|自动)?[^，,、]{{0,14}}?(?:完成{_PREPARED}|恢复|解决|开通|入网|修复|更换|处理(?:完|好|生效|成功)|消除|更正|修改|生效|闭环|排除"
    r"|整改|送电|供电|退订|解除|好转|改善|扩容)"
    r"|(?:业务|信号|指标|测试|复测|网络|运行|上网|通话|功能|反馈|确认|回电|均|现|现已|已)[^，,、]{0,4}(?:正常|良好|达标|恢复)"
    r"|未再(?:出现|发生|掉|现)|恢复正常$|正常$|信号满格"
)
_HYPOTHETICAL = re.compile(r"将|会|可望|有望|届时|预计|(?<!完)待|后(?:可|能)|尚未|还未|未能|如果|若|尽快|计划")

_AHEAD_OF = re.compile(r"(?:预计|计划|预定|将|拟|定于|承诺|争取|力争|确保|最迟|不晚于|截止|截至到|至|到|约定|预约|要求)[^，,、]{0,8}$")
_AHEAD = re.compile(
    r"^[^，,、已了]{0,3}?(?:前|之前|以前|内|完成|开通|入网|进场|竣工|投入|投产|建成|施工|动工|恢复|上门|交付|解决|割接|启动|开工|实施|到位|安装|更换|扩容|开始|给出|答复)"
)
_BACK = re.compile(
    r"已|曾|昨|上周|上月|上个|现场|核查|核实|测试|勘察|勘测|联系|答复|回复|沟通|协商|来电|反映|处理了|起|告警|退服|中断|发生|出现"
)
_PAST_MOMENT = re.compile(r"^(?:昨|上|前)")
_OPEN_MOMENT = re.compile(r"(?:底|末|前|内|份|季度|Q[1-4]|旬)$|^(?:明|后|下|本|次)")


class VagueTime:
    """Vague words of the reply, unless a concrete time ahead stands near or a planned solution is filled in.

    A vague word is passed over where it is part of a harmless one, is what the customer asked for, looks back, or is followed in its
    sentence by what has been done. `near` counts characters to either side, never beyond the sentence.
    """

    def __init__(self, *, words: Sequence[str], harmless: Sequence[str], near: int) -> None:
        self._near = near
        harmless_part = f"(?P<harmless>{alternation(harmless)})|" if harmless else ""
        self._scan = re.compile(f"{harmless_part}(?P<vague>{alternation(words)})") if words else NEVER
        self._any = re.compile(alternation(words)) if words else NEVER

    def find(self, record: Record) -> list[Found]:
        text = record.explanation
        if record.planned_at is not None or not self._any.search(text):
            return []
        return [Found(RuleCode.VAGUE_TIME, "explanation", text[start:end], start, end) for start, end in self._places(text)]

    def _places(self, text: str) -> list[tuple[int, int]]:
        """Neighbouring words are one place: 近期计划."""
        found: list[tuple[int, int]] = []
        for match in self._scan.finditer(text):
            if match.lastgroup == "harmless" or self._is_excused(text, match):
                continue
            start, end = match.span()
            if found and found[-1][1] == start:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found

    def _is_excused(self, text: str, match: re.Match[str]) -> bool:
        start, end = _sentence(text, match.start())
        before = text[max(start, match.start() - 16) : match.start()]
        word = match.group()
        if _DEMANDED.search(before) or (word in _LOOKING_BACK and _LOOKED_BACK.search(before)):
            return True
        after = text[match.end() : end]
        if _is_done(word, before, after):
            return True
        low, high = max(start, match.start() - self._near), min(end, match.end() + self._near)
        return any(_is_ahead(text, moment, start, end) for moment in _moments(text, low, high, start, end))


def _sentence(text: str, place: int) -> tuple[int, int]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, place)]
    following = _SENTENCE_END.search(text, place)
    return (ends[-1] if ends else 0), (following.start() if following else len(text))


def _is_done(word: str, before: str, after: str) -> bool:
    if _DONE_BEFORE.search(before) and word not in _NOUNS:
        return not _HYPOTHETICAL.search(_CLAUSE_END.split(after, maxsplit=1)[0])
    return any(_DONE.search(clause) and not _HYPOTHETICAL.search(clause) for clause in _CLAUSE_END.split(after))


def _moments(text: str, low: int, high: int, start: int, end: int) -> Iterator[re.Match[str]]:
    """Those of the sentence that reach into the window."""
    for moment in MOMENT.finditer(text, start, end):
        if moment.end() > low and moment.start() < high:
            yield moment


def _is_ahead(text: str, moment: re.Match[str], start: int, end: int) -> bool:
    """Does the text speak of this moment as one to come?"""
    if _PAST_MOMENT.search(moment.group()):
        return False
    clause_start = max((match.end() for match in _CLAUSE_END.finditer(text, start, moment.start())), default=start)
    clause_end = found.start() if (found := _CLAUSE_END.search(text, moment.end(), end)) else end
    if _AHEAD_OF.search(text[clause_start : moment.start()]) or _AHEAD.search(text[moment.end() : clause_end]):
        return True
    if _BACK.search(text[clause_start:clause_end]):
        return False
    return bool(_OPEN_MOMENT.search(moment.group()))
