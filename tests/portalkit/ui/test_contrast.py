"""The design tokens keep their contrast, and the dark ones are the same for `dark` and for `auto` at night."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.ui.domain.contrast import contrast, measured, tokens_by_theme

CSS = Path("portalkit/ui/static/ui/css")
TOKENS = tokens_by_theme((Path(__file__).resolve().parents[3] / CSS / "tokens.css").read_text(encoding="utf-8"))
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_every_text_can_be_read_on_its_background(theme: str) -> None:
    weak = [f"{one.pair.foreground} on {one.pair.background}: {one.ratio:.2f}" for one in measured(TOKENS[theme]) if not one.is_enough]
    assert not weak


def test_the_system_setting_gives_the_same_dark_as_the_switch() -> None:
    assert TOKENS["auto"] == TOKENS["dark"]


def test_every_colour_has_a_light_and_a_dark_value() -> None:
    assert TOKENS["light"].keys() == TOKENS["dark"].keys()


def test_style_sheets_use_only_tokens_that_exist() -> None:
    root = Path(__file__).resolve().parents[3] / CSS
    sheets = {path.name: path.read_text(encoding="utf-8") for path in root.glob("*.css")}
    declared = {name for text in sheets.values() for name in re.findall(r"(--[\w-]+):", text)}
    used = {name for text in sheets.values() for name in re.findall(r"var\((--[\w-]+)", text)}
    assert used <= declared


def test_black_on_white_is_the_highest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@given(colours, colours)
def test_contrast_lies_between_1_and_21_and_does_not_ask_for_the_order(first: str, second: str) -> None:
    assert 1 <= contrast(first, second) <= 21.0001
    assert contrast(first, second) == contrast(second, first)
