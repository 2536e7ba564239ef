"""When a change is good news."""

import pytest

from portalkit.ui.domain.tones import Better, Tone, tone_of, tone_of_change


@pytest.mark.parametrize(
    ("change", "better", "tone"),
    [
        (-0.1, Better.DOWN, Tone.GOOD),
        (0.1, Better.DOWN, Tone.BAD),
        (0.1, Better.UP, Tone.GOOD),
        (-0.1, Better.UP, Tone.BAD),
        (0.1, Better.NEITHER, Tone.NEUTRAL),
        (0.0, Better.UP, Tone.NEUTRAL),
        (None, Better.UP, Tone.NEUTRAL),
    ],
)
def test_direction_decides_the_tone(change: float | None, better: Better, tone: Tone) -> None:
    assert tone_of_change(change, better=better) is tone


def test_an_unknown_tone_is_neutral() -> None:
    assert tone_of("warn") is Tone.WARN
    assert tone_of("purple") is Tone.NEUTRAL
