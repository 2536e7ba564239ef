"""The colours of files: those of the portal's light theme (portalkit/ui/static/ui/css/tokens.css), so that a chart is known again."""

SERIES = ("#2f6fc4", "#1c8f84", "#b8730f", "#8a5bc0", "#c2497a", "#5d8a1f", "#4b7f9e", "#78808c")
HEAT = ("#f3f6fa", "#d3e3f6", "#a6c8ee", "#6fa5e0", "#3b7dca", "#1d55a3")
TEXT = "#1a212b"
TEXT_2 = "#4f5a69"
TEXT_3 = "#5f6a79"
LINE = "#e4e7ec"
LINE_STRONG = "#cfd5dd"
GRID = "#e8ebef"
SURFACE = "#ffffff"
SURFACE_2 = "#f0f2f5"
ACCENT = "#1f5fbf"
ACCENT_SOFT = "#e7f0fb"
GOOD = "#176b3a"
BAD = "#b0251c"
WARN_SOFT = "#fcf0d9"
WARN = "#835000"


def series_colour(number: int) -> str:
    return SERIES[number % len(SERIES)]


def heat_step(value: float, *, largest: float) -> int:
    """Which of the six shades a cell has, from nought to the largest value."""
    if largest <= 0 or value <= 0:
        return 0
    return min(len(HEAT) - 1, 1 + int(value / largest * (len(HEAT) - 1) - 1e-9))
