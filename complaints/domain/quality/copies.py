"""Replies that stand on other tickets too, whatever day, number or place was put in."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from hashlib import blake2b

from .records import Found, Record
from .rules import RuleCode
from .words import compiled

_FIGURE = re.compile(r"[a-z]*\d[\da-z\s.:/%：\-年月日号时分秒点]*")
_EDGE = "，。；、：:,;!！?？（）()《》“”\\s#"
_PLACE = re.compile(
    rf"[^{_EDGE}在于对到为该的处查至从经与和及将由位映户是需]{{1,8}}"
    r"(?:小区|花园|新村|村|路|街|大道|大厦|广场|楼|学校|中学|小学|大学|医院|市场|商场|商铺|车站|站|园区|园|镇|乡|县|市|区|组|基站)"
)
_FACT = re.compile(r"#[#\-—_.\s]*")
_NOISE = re.compile(rf"[{_EDGE}a-z\-—_.·~\"'\[\]【】]+")


class ReplyPrints:
    """Tells replies apart by what they say. `places` are the names of the regions.

    A reply with `specifics` or more facts of its own (days, figures, places) is a form that somebody filled in, and no copy.
    """

    def __init__(self, *, shortest: int, specifics: int, places: Iterable[str] = ()) -> None:
        self._shortest, self._specifics = shortest, specifics
        self._names = compiled(name for name in places if len(name) > 1)

    def of(self, text: str) -> str:
        """Sixteen hex digits, equal for replies that say the same; empty for a stock phrase, a filled-in form and no reply."""
        if len(text) < self._shortest:
            return ""
        plain = _PLACE.sub("#", _FIGURE.sub("#", self._names.sub("#", text.lower())))
        if len(_FACT.findall(plain)) >= self._specifics:
            return ""
        plain = _NOISE.sub("", plain)
        if len(plain) < self._shortest * 2 // 3:
            return ""
        return blake2b(plain.encode(), digest_size=8).hexdigest()


def copied(records: Sequence[Record], *, prints: Sequence[str], others: int, days: int) -> dict[int, Found]:
    """By ticket: the finding of a reply that more than `others` other matters had within the `days` before it, or at the same time.

    Only the ticket that stands for its matter counts as an other. `of` in the detail is the one of them to compare with: counted back
    in time, the one after the first `others`.
    """
    standing: dict[str, list[Record]] = defaultdict(list)
    for record, mark in zip(records, prints, strict=True):
        if mark and record.counted:
            standing[mark].append(record)
    for rows in standing.values():
        rows.sort(key=_when)
    found = {}
    for record, mark in zip(records, prints, strict=True):
        other = _model(record, standing.get(mark, []), others, days) if mark else None
        if other is not None:
            found[record.id] = finding(record, system=other.system, ticket_id=other.ticket_id, others=others)
    return found


def finding(record: Record, *, system: str, ticket_id: str, others: int) -> Found:
    text = record.explanation
    return Found(RuleCode.REPLY_COPIED, "explanation", "", 0, len(text), {"system": system, "of": ticket_id, "others": others + 1})


def _model(record: Record, standing: Sequence[Record], others: int, days: int) -> Record | None:
    earliest = record.answered_at - timedelta(days=days)
    start = bisect_left(standing, earliest, key=lambda one: one.answered_at)
    within = [one for one in standing[start:] if one.answered_at <= record.answered_at and one.matter != record.matter]
    return within[-1 - others] if len(within) > others else None


def _when(record: Record) -> tuple[object, int]:
    return record.answered_at, record.id
