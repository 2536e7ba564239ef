"""What differs between two texts, for the eye."""

from dataclasses import dataclass
from difflib import SequenceMatcher

LONGEST = 1_000
_SHORTEST_SAME = 2


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    differs: bool


def differences(text: str, against: str) -> tuple[Segment, ...]:
    """The text in segments that also stand in the other one, in the same order, and segments that do not. Cut at LONGEST characters.

    A single character in common counts as different: it helps nobody to see it spared.
    """
    text, against = text[:LONGEST], against[:LONGEST]
    same = [one for one in SequenceMatcher(None, against, text, autojunk=False).get_matching_blocks() if one.size >= _SHORTEST_SAME]
    found: list[Segment] = []
    place = 0
    for block in same:
        if block.b > place:
            found.append(Segment(text[place : block.b], differs=True))
        found.append(Segment(text[block.b : block.b + block.size], differs=False))
        place = block.b + block.size
    if place < len(text):
        found.append(Segment(text[place:], differs=True))
    return tuple(found)
