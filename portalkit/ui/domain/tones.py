"""The five tones of badges, alerts and figures, and when a change is good or bad news."""

from enum import StrEnum


class Tone(StrEnum):
    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class Better(StrEnum):
    """Which direction is the good one. A complaint rate is better DOWN, a solve rate better UP, a subscriber count NEITHER."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


def tone_of(text: str) -> Tone:
    """The tone with this name; anything else is neutral."""
    return Tone(text) if text in set(Tone) else Tone.NEUTRAL


def tone_of_change(change: float | None, *, better: Better) -> Tone:
    """Good when the figure moved the good way, bad when the other way, neutral when it stands or direction carries no meaning."""
    if change is None or change == 0 or better is Better.NEITHER:
        return Tone.NEUTRAL
    return Tone.GOOD if (change > 0) is (better is Better.UP) else Tone.BAD
