"""Fields that must be filled, and pre-handling that was skipped."""

from collections.abc import Mapping, Sequence

from .records import EOMS, Found, Record
from .rules import RuleCode

_AROUND = " \t\r\n,.，。;；:：、!！?？-—_/\\*()（）[]【】\"'“”"


class FieldMissing:
    """One finding for each empty field that the ticket's system and state ask for."""

    def __init__(self, *, required: Mapping[str, Sequence[str]]) -> None:
        def of(*states: str) -> tuple[str, ...]:
            return tuple(dict.fromkeys(name for state in states for name in required.get(state, ())))

        self._eoms_open = of("eoms_open")
        self._eoms_answered = of("eoms_answered")
        self._eoms_unsolved = of("eoms_answered", "eoms_unsolved")
        self._crm_answered = of("crm_answered")

    def find(self, record: Record) -> list[Found]:
        empty = [name for name in self._names(record) if getattr(record, name) in (None, "")]
        return [Found(RuleCode.FIELD_MISSING, name) for name in empty]

    def _names(self, record: Record) -> tuple[str, ...]:
        if record.system != EOMS:
            return self._crm_answered if record.is_answered else ()
        if not record.is_answered:
            return self._eoms_open
        return self._eoms_unsolved if record.solved is False else self._eoms_answered


class PrehandlingSkipped:
    """EOMS tickets on which the service desk wrote nothing, or a phrase that says nothing."""

    def __init__(self, *, empty_phrases: Sequence[str]) -> None:
        self._empty = frozenset({"", *(phrase.lower() for phrase in empty_phrases)})

    def find(self, record: Record) -> list[Found]:
        if record.system != EOMS:
            return []
        text = record.prehandling
        if len(text) > 40 or text.strip(_AROUND).lower() not in self._empty:
            return []
        return [Found(RuleCode.PREHANDLING_SKIPPED, "prehandling", text, 0, len(text))]
