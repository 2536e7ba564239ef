"""A customer who was not reached, and no word of what is done about it."""

from collections.abc import Sequence

from .records import Found, Record
from .rules import RuleCode
from .words import compiled

_PLACES = ("not_contacted_reason", "explanation", "result")


class NotReached:
    """Asked of answered tickets that say "not contacted", or whose reply says so and nowhere that the customer was reached after all."""

    def __init__(self, *, unreached: Sequence[str], next_step: Sequence[str], reached: Sequence[str]) -> None:
        self._unreached, self._next_step, self._reached = compiled(unreached), compiled(next_step), compiled(reached)

    def find(self, record: Record) -> list[Found]:
        if record.contacted is not False and not (record.explanation or record.not_contacted_reason):
            return []
        if not record.is_answered:
            return []
        place = self._place(record)
        if place is None or self._has_next_step(record):
            return []
        if record.contacted is not False and (record.contacted or self._reached.search(record.explanation)):
            return []
        return [place]

    def _place(self, record: Record) -> Found | None:
        for field in _PLACES:
            if match := self._unreached.search(getattr(record, field)):
                return Found(RuleCode.NOT_REACHED, field, match.group(), match.start(), match.end())
        return Found(RuleCode.NOT_REACHED, "contacted") if record.contacted is False else None

    def _has_next_step(self, record: Record) -> bool:
        search = self._next_step.search
        return bool(search(record.explanation) or search(record.not_contacted_reason) or search(record.measures) or search(record.result))
