"""Tickets that should not have been dispatched: each rule with a code and the words it was found by."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..sync_block import without_block
from .rules import InvalidRules

_SIGNS = re.compile(r"[\W_]+")
_LONGEST_TEST = 40
"""A longer text that has a word of testing in it tells of more than a test."""


class InvalidCode(StrEnum):
    """In the order in which they are told: the first that applies is the ticket's reason."""

    CANCELLED = "cancelled"
    EMPTY = "empty"
    TEST = "test"
    GREETING = "greeting"
    WITHDRAWN = "withdrawn"
    NO_MATTER = "no_matter"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """`is_cancelled`: its status is withdrawn or void. `has_place`: a cell, location, coordinates or county is stated."""

    text: str
    is_cancelled: bool = False
    has_number: bool = True
    has_place: bool = True


@dataclass(frozen=True)
class Finding:
    code: InvalidCode
    words: tuple[str, ...] = ()


def invalid_findings(facts: TicketFacts, rules: InvalidRules) -> tuple[Finding, ...]:
    """All rules that apply, in the order of `InvalidCode`; none for a valid ticket."""
    text = unicodedata.normalize("NFKC", without_block(facts.text)).lower()
    found = ((code, rule(facts, text, rules)) for code, rule in _RULES.items() if code not in rules.off)
    return tuple(Finding(code, words) for code, words in found if words is not None)


Words = tuple[str, ...] | None


def _cancelled(facts: TicketFacts, _text: str, _rules: InvalidRules) -> Words:
    return () if facts.is_cancelled else None


def _empty(_facts: TicketFacts, text: str, rules: InvalidRules) -> Words:
    return () if len(_SIGNS.sub("", text)) < rules.shortest_text else None


def _test(_facts: TicketFacts, text: str, rules: InvalidRules) -> Words:
    if len(text) > _LONGEST_TEST or _has(text, rules.network_words):
        return None
    return _has(text, rules.test_words) or None


def _greeting(_facts: TicketFacts, text: str, rules: InvalidRules) -> Words:
    """Nothing but greetings."""
    found = _has(text, rules.greetings)
    rest = text
    for word in sorted(found, key=len, reverse=True):
        rest = rest.replace(word, "")
    return found if found and len(_SIGNS.sub("", rest)) < rules.shortest_text else None


def _withdrawn(_facts: TicketFacts, text: str, rules: InvalidRules) -> Words:
    return _has(text, rules.withdrawn_words) or None


def _no_matter(_facts: TicketFacts, text: str, rules: InvalidRules) -> Words:
    """Speaks of charges and contracts and of nothing that a network does."""
    found = _has(text, rules.business_words)
    return found if found and not _has(text, rules.network_words) else None


def _nowhere(facts: TicketFacts, _text: str, _rules: InvalidRules) -> Words:
    return None if facts.has_number or facts.has_place else ()


_RULES: dict[InvalidCode, Callable[[TicketFacts, str, InvalidRules], Words]] = {
    InvalidCode.CANCELLED: _cancelled,
    InvalidCode.EMPTY: _empty,
    InvalidCode.TEST: _test,
    InvalidCode.GREETING: _greeting,
    InvalidCode.WITHDRAWN: _withdrawn,
    InvalidCode.NO_MATTER: _no_matter,
    InvalidCode.NOWHERE: _nowhere,
}


def _has(text: str, words: Sequence[str]) -> tuple[str, ...]:
    return tuple(_in(text, words))


def _in(text: str, words: Sequence[str]) -> Iterator[str]:
    return (word for word in words if word.lower() in text)
