"""Finds the rule that says what a category or cause path of an export means. Pure; see docs/algorithms/rate.md, "Mapping".

A path is written with arrows, `移动业务→网络质量→手机上网`. Spelling is compared without regard to width, case and outer spaces.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

ARROW = "→"
FOREVER = date(9999, 12, 31)
_ARROWS = re.compile(r"\s*(?:→|—+>|-+>|=>|＞|»|⇒)\s*")
Outcome = tuple[str, str]


class Match(StrEnum):
    """EXACT: the whole path. PREFIX: its first parts. WORD: somewhere inside a part (whole words where the text is ASCII)."""

    EXACT = "exact"
    PREFIX = "prefix"
    WORD = "word"


@dataclass(frozen=True)
class Rule:
    """What a text means from a day (inclusive) to a day (exclusive, None: for good). `system` "" holds for every system."""

    match: Match
    text: str
    outcome: Outcome
    system: str = ""
    valid_from: date = date.min
    valid_to: date | None = None

    def holds(self, system: str, day: date) -> bool:
        return self.system in ("", system) and self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class Span:
    """Days `[start, end)` on which the same rules hold."""

    start: date
    end: date


class RuleBook:
    """The rules of one mapping table. An exact rule beats a prefix, a longer prefix a shorter one, and both beat a word.

    Among words a definite meaning beats "other", then the earlier part, then the longer text; among equals the system's own rule wins.
    """

    def __init__(self, rules: Iterable[Rule], *, unmapped: Outcome, blank: Outcome) -> None:
        self._unmapped = unmapped
        self._blank = blank
        self._rules = tuple(_Prepared.of(rule) for rule in rules)
        edges = {rule.valid_from for rule in self._rules} | {rule.rule.valid_to for rule in self._rules if rule.rule.valid_to}
        self._edges = sorted(edges - {date.min})
        self._found: dict[tuple[str, str, int], Outcome] = {}

    def outcome(self, *, system: str, path: str, day: date) -> Outcome:
        """The codes of a path on a day: those of its rule, `unmapped` without one, `blank` for an empty path."""
        key = (system, path, bisect_right(self._edges, day))
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look_up(system, path, day)
        return found

    def spans(self) -> list[Span]:
        """All days, cut where a rule begins or ends."""
        starts = [date.min, *self._edges]
        return [Span(start, end) for start, end in zip(starts, [*self._edges, FOREVER], strict=True)]

    def _look_up(self, system: str, path: str, day: date) -> Outcome:
        parts = parts_of(path)
        if not parts:
            return self._blank
        ranked = [
            (rank, prepared.rule.outcome)
            for prepared in self._rules
            if prepared.rule.holds(system, day) and (rank := prepared.rank(parts)) is not None
        ]
        return min(ranked)[1] if ranked else self._unmapped


def parts_of(path: str) -> tuple[str, ...]:
    """The parts of a path, each in the spelling that rules are compared in."""
    return tuple(part for part in (_spelling(part) for part in _ARROWS.split(path)) if part)


def joined(parts: Sequence[str | None]) -> str:
    """Parts as one path; empty parts at the end and in between are left out."""
    return ARROW.join(part for part in parts if part)


@dataclass(frozen=True)
class _Prepared:
    rule: Rule
    parts: tuple[str, ...]
    word: re.Pattern[str]

    @classmethod
    def of(cls, rule: Rule) -> "_Prepared":
        return cls(rule=rule, parts=parts_of(rule.text), word=_word(_spelling(rule.text)))

    @property
    def valid_from(self) -> date:
        return self.rule.valid_from

    def rank(self, parts: tuple[str, ...]) -> tuple[int, int, int, int, int] | None:
        """Where the rule stands among those that fit, best first; None when it does not fit."""
        foreign = 0 if self.rule.system else 1
        length = -len(self.rule.text)
        if self.rule.match is Match.EXACT:
            return (0, 0, 0, 0, foreign) if parts == self.parts else None
        if self.rule.match is Match.PREFIX:
            depth = len(self.parts)
            return (1, -depth, length, 0, foreign) if depth and parts[:depth] == self.parts else None
        vague = 1 if self.rule.outcome[0] == "other" else 0
        place = next((place for place, part in enumerate(parts) if self.word.search(part)), None)
        return None if place is None else (2, vague, place, length, foreign)


def _word(text: str) -> re.Pattern[str]:
    if text.isascii():
        return re.compile(rf"(?<![a-z0-9]){re.escape(text)}(?![a-z0-9])")
    return re.compile(re.escape(text))


@lru_cache(maxsize=4096)
def _spelling(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
