"""Small vocabularies of the exports: states, yes and no, satisfaction, kinds of personal column. Compared in lower case without spaces."""

import unicodedata
from functools import lru_cache


def _spread(**codes: str) -> dict[str, str]:
    return {word: code for code, words in codes.items() for word in words.split("|")}


@lru_cache(maxsize=8192)
def _spelling(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).casefold().replace("_", " ").replace("-", " ").split())


STATUS_WORDS = _spread(
    new="new|open|opened|reported|submitted|registered|unassigned|logged|received|created|"
    "新建|待派单|待受理|已派单|未受理|待处理|草稿|已登记|新工单",
    in_progress="in_progress|active|assigned|in progress|working|work in progress|processing|investigating|escalated|"
    "acknowledged|accepted|started|ongoing|reopened|处理中|已受理|受理中|在途|在办|处理|阶段回复|已接单|回单审核|审核中|质检中|待质检|退回|已退回|返单|重派",
    pending="pending|on hold|hold|awaiting|waiting|suspended|deferred|stalled|awaiting user info|awaiting problem|"
    "awaiting vendor|awaiting evidence|pending customer|waiting for customer|waiting on customer|挂起|待用户确认|暂挂|等待|待回访|延期",
    resolved="resolved|solved|fixed|completed|complete|done|finished|answered|已处理|已回复|已解决|已完成|处理完成|待归档|已回单|已答复",
    closed="closed|archived|close|已归档|归档|已结单|已关闭|关闭|结单|已办结|办结|已竣工|竣工",
    cancelled="cancelled|canceled|rejected|withdrawn|void|duplicate|invalid|已撤单|撤单|已作废|作废|已撤销|取消|已取消|无效",
)
SOLVED_WORDS = _spread(
    true="是|已解决|解决|完全解决|彻底解决|y|yes|true|1|resolved|solved",
    false="否|未解决|没有解决|未能解决|不能解决|n|no|false|0|unresolved|unsolved|not resolved",
)
SATISFIED_WORDS = _spread(
    true="是|满意|非常满意|很满意|比较满意|基本满意|y|yes|true|1|satisfied|very satisfied|5|4",
    false="否|不满意|非常不满意|很不满意|n|no|false|0|dissatisfied|unsatisfied|very dissatisfied|not satisfied|2",
)
_STATUS = {_spelling(word): code for word, code in STATUS_WORDS.items()}
_SOLVED = {_spelling(word): code for word, code in SOLVED_WORDS.items()}
_SATISFIED = {_spelling(word): code for word, code in SATISFIED_WORDS.items()}
_TRUTH = {"true": True, "false": False}
_PERSON = ("姓名", "联系人", "机主", "name", "caller", "contact person", "customer")
_NUMBER = ("号码", "电话", "手机", "phone", "msisdn", "mobile number", "证件", "身份证", "imsi", "imei")


def status_code(word: str) -> str:
    """The state that a word means: "unstated" for nothing, "unmapped" for a word that nobody knows."""
    if not word:
        return "unstated"
    return _STATUS.get(_spelling(word), "unmapped")


def is_solved(word: str) -> bool | None:
    """Solved, not solved, or None where the word says neither."""
    return _TRUTH.get(_SOLVED.get(_spelling(word), ""))


def is_satisfied(word: str) -> bool | None:
    """Satisfied, not satisfied, or None where the word says neither."""
    return _TRUTH.get(_SATISFIED.get(_spelling(word), ""))


def names_person(header: str) -> bool:
    """Whether a column of this header holds people's names."""
    return any(word in header.casefold() for word in _PERSON)


def names_number(header: str) -> bool:
    """Whether a column of this header holds a number that belongs to a person."""
    return any(word in header.casefold() for word in _NUMBER)
