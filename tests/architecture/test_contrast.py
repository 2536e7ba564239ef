"""Text and controls stand out from what they stand on, in both themes, by the style sheet that is shipped."""

import re

import pytest

from portalkit.ui.domain.contrast import CONTROL_MINIMUM, PAIRS, TEXT_MINIMUM, measured, tokens_by_theme
from tests.architecture.product import PACKAGES, ROOT

TOKENS = ROOT / "portalkit" / "ui" / "static" / "ui" / "css" / "tokens.css"
# What a hall's screen shows is no page of the portal and knows none of its themes.
SCREENS = ROOT / "signage" / "static" / "signage" / "player" / "player.css"
THEMES = tokens_by_theme(TOKENS.read_text(encoding="utf-8"))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_reaches_its_ratio(theme: str) -> None:
    weak = [f"{one.pair.foreground} on {one.pair.background}: {one.ratio:.2f}" for one in measured(THEMES[theme]) if not one.is_enough]
    assert not weak, "\n".join(weak)


def test_the_system_s_dark_setting_gives_the_dark_theme() -> None:
    assert THEMES["auto"] == THEMES["dark"]


def test_both_themes_declare_the_same_tokens() -> None:
    assert set(THEMES["light"]) == set(THEMES["dark"])


def test_every_text_token_is_measured_at_four_and_a_half() -> None:
    texts = {name for name in THEMES["light"] if re.search(r"text", name)}
    assert texts <= {pair.foreground for pair in PAIRS if pair.minimum >= TEXT_MINIMUM}
    assert min(pair.minimum for pair in PAIRS) >= CONTROL_MINIMUM


def test_colours_are_written_nowhere_but_in_the_tokens() -> None:
    guilty = [
        f"{path.relative_to(ROOT)}: {found.group(0)}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.css")
        if path not in (TOKENS, SCREENS) and "print" not in path.name and (found := COLOUR.search(path.read_text(encoding="utf-8")))
    ]
    assert not guilty, "\n".join(guilty)
