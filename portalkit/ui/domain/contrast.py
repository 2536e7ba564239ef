"""Contrast of the design tokens by WCAG 2.2, computed from the style sheet itself.

Formula: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio (relative luminance of sRGB; ratio 1 to 21).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

TEXT_MINIMUM = 4.5
CONTROL_MINIMUM = 3.0
_BACKGROUNDS = ("--bg", "--surface", "--surface-2", "--surface-hover", "--surface-selected")
_TONES = ("neutral", "info", "good", "warn", "bad")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_TOKEN = re.compile(r"(--[\w-]+):\s*(#[0-9a-fA-F]{6})\s*;")


@dataclass(frozen=True)
class Pair:
    """A foreground that stands on a background somewhere, and the ratio it must reach."""

    foreground: str
    background: str
    minimum: float = TEXT_MINIMUM


PAIRS: tuple[Pair, ...] = (
    *(Pair(text, ground) for text in ("--text", "--text-2", "--text-3", "--accent-text") for ground in _BACKGROUNDS),
    *(Pair(f"--{tone}-text", ground) for tone in _TONES for ground in (f"--{tone}-soft", "--bg", "--surface", "--surface-hover")),
    *(Pair("--on-solid", f"--{tone}-solid") for tone in _TONES),
    Pair("--on-accent", "--accent"),
    Pair("--on-accent", "--accent-strong"),
    Pair("--accent-text", "--accent-soft"),
    Pair("--text", "--accent-soft"),
    Pair("--toast-text", "--toast"),
    Pair("--stage-text", "--stage"),
    *(Pair("--line-control", ground, CONTROL_MINIMUM) for ground in ("--bg", "--surface")),
    *(Pair("--focus", ground, CONTROL_MINIMUM) for ground in ("--bg", "--surface", "--surface-2")),
    *(Pair(f"--series-{number}", "--surface", CONTROL_MINIMUM) for number in range(1, 9)),
)


@dataclass(frozen=True)
class Measured:
    pair: Pair
    foreground: str
    background: str
    ratio: float

    @property
    def is_enough(self) -> bool:
        return self.ratio >= self.pair.minimum


def tokens_by_theme(css: str) -> dict[str, dict[str, str]]:
    """The colour tokens that tokens.css declares for the themes `light`, `dark` and `auto` (auto: the dark system setting)."""
    found: dict[str, dict[str, str]] = {"light": {}, "dark": {}, "auto": {}}
    for selector, body in _RULE.findall(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        for theme, declared in found.items():
            if f'[data-theme="{theme}"]' in selector:
                declared.update(_TOKEN.findall(body))
    return found


def measured(tokens: Mapping[str, str]) -> tuple[Measured, ...]:
    """Every pair with its ratio. A token that is not declared is a KeyError."""
    return tuple(
        Measured(
            pair=pair,
            foreground=tokens[pair.foreground],
            background=tokens[pair.background],
            ratio=contrast(tokens[pair.foreground], tokens[pair.background]),
        )
        for pair in PAIRS
    )


def contrast(first: str, second: str) -> float:
    """The ratio of two colours `#rrggbb`, 1 to 21, symmetric."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour `#rrggbb`: 0 for black, 1 for white."""
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
