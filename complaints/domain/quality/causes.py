"""The stated cause: "other", or one that the reply speaks against."""

import re
from collections.abc import Mapping, Sequence

from .records import Found, Record
from .rules import RuleCode
from .words import alternation, compiled

OTHER = "other"
_DENIED_WITHIN = 6


class CauseOther:
    def find(self, record: Record) -> list[Found]:
        if record.cause != OTHER or not record.is_answered:
            return []
        return [Found(RuleCode.CAUSE_OTHER, "cause_path", record.cause_path, 0, len(record.cause_path))]


class CauseContradicted:
    """The reply has words of other causes, and none of the stated one. A cause without words of its own is never contradicted."""

    def __init__(self, *, groups: Mapping[str, Sequence[str]], denials: Sequence[str]) -> None:
        self._own = {cause: compiled(words) for cause, words in groups.items() if words}
        self._foreign = {cause: _foreign(cause, groups) for cause in self._own}
        named = sorted((place, cause, word) for cause, words in groups.items() for place, word in enumerate(words))
        self._causes = {word: cause for _place, cause, word in reversed(named)}
        self._denial = re.compile(rf"(?:{alternation(denials)})[^，。；、,;]{{0,{_DENIED_WITHIN}}}$") if denials else compiled(())

    def find(self, record: Record) -> list[Found]:
        own = self._own.get(record.cause)
        text = record.explanation
        if own is None or not text or own.search(text) or own.search(record.measures):
            return []
        for match in self._foreign[record.cause].finditer(text):
            start = match.start()
            if not self._denial.search(text, max(0, start - 2 * _DENIED_WITHIN), start):
                words = match.group()
                detail = {"stated": record.cause, "speaks_for": self._causes[words]}
                return [Found(RuleCode.CAUSE_CONTRADICTED, "explanation", words, start, match.end(), detail)]
        return []


def _foreign(cause: str, groups: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    own = set(groups[cause])
    return compiled(word for other, words in groups.items() if other != cause for word in words if word not in own)
