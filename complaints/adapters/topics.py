"""Cuts Chinese text into words (rjieba, the dictionary of jieba), with words of the trade that its dictionary does not know."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rjieba

_COMMON = 20_000
_TRADE_WORDS = (
    *("掉话", "弱覆盖", "深度覆盖", "热点", "晚高峰", "网速", "单通", "串线", "主叫", "被叫", "满格", "断网", "掉线", "短彩信"),
    *("认证页面", "基站", "室分", "直放站", "扩容", "割接", "退服", "载波", "小区", "打不开", "连不上", "上不了网", "营业厅"),
    *("验证码", "流量", "卡顿", "视频"),
)


def cut(text: str) -> list[str]:
    """The tokens of a text in order, blanks and punctuation included: joined they are the text again."""
    tokens: list[str] = _cutter().cut(text)
    return tokens


@cache
def _cutter() -> "rjieba.Jieba":
    import rjieba  # its dictionary takes 33 MiB, which only a process that cuts texts shall have

    cutter = rjieba.Jieba()
    for word in _TRADE_WORDS:
        cutter.add_word(word, _COMMON, "n")
    return cutter
