"""Every code has words, in both languages, and the words never show a number in full."""

import string
from collections.abc import Mapping
from typing import Any

import pytest
from django.utils.translation import override

from portalkit.imports.domain.refusals import Caution, Fault, Refusal
from portalkit.imports.domain.spec import Problem
from portalkit.imports.panels import messages

from .readers_builders import a_kind

CATALOGUES = ((Refusal, messages.REFUSALS), (Fault, messages.FAULTS), (Caution, messages.CAUTIONS))
TEMPLATES = [str(template) for _, catalogue in CATALOGUES for template in catalogue.values()]


@pytest.mark.parametrize(("codes", "catalogue"), CATALOGUES)
def test_every_code_has_a_message_and_every_message_a_code(codes: Any, catalogue: Mapping[str, Any]) -> None:
    assert set(catalogue) == set(codes)


@pytest.mark.parametrize(("codes", "catalogue"), CATALOGUES)
def test_every_message_is_translated_with_the_same_places(codes: Any, catalogue: Mapping[str, Any]) -> None:
    for code, template in catalogue.items():
        with override("en"):
            english = str(template)
        with override("zh-hans"):
            chinese = str(template)
        assert chinese != english, code
        assert _places(chinese) <= _places(english), code


def _places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_a_problem_names_its_field_and_value() -> None:
    with override("en"):
        text = messages.problem_text(Problem(Fault.NOT_A_NUMBER, "ticket_id", "x1"), a_kind())
    assert text == "Ticket: “x1” is not a number."


@pytest.mark.parametrize("value", ["13812345678", "330102199001011234", "客户 138 1234 5678"])
def test_numbers_in_values_are_masked(value: str) -> None:
    digits = "".join(character for character in value if character.isdigit())
    text = messages.problem_text(Problem(Fault.PHONE_INVALID, "faulty_number", value), a_kind())
    assert digits not in text.replace(" ", "")
    assert "****" in text


def test_long_values_are_cut() -> None:
    assert len(messages.problem_text(Problem(Fault.UNKNOWN_CHOICE, "region", "长" * 5000), a_kind())) < 200


def test_braces_in_a_value_are_text() -> None:
    assert "{value.__class__}" in messages.problem_text(Problem(Fault.NOT_A_NUMBER, "region", "{value.__class__}"), a_kind())


def test_refusals_and_notices_tell_sizes_lists_and_the_other_column() -> None:
    with override("en"):
        assert "2048 MiB are allowed" in messages.refusal_text(Refusal.ZIP_SIZE, {"size": 3 << 30, "limit": 2 << 30})
        assert "The file has: a, b." in messages.refusal_text(Refusal.SHEET_MISSING, {"sheet": "c", "sheets": ["a", "b"]})
        disagree = {"field": "accepted_at", "other": "region", "order": "day", "other_order": "month"}
        assert messages.notice_text(Caution.LAYOUTS_DISAGREE, disagree, a_kind()) == (
            "Accepted: This column writes the day first, the column Region the month."
        )
        near = Problem(Fault.HEADER_MISSING, "region", "Regio", {"near": "Region"})
        assert messages.problem_text(near, a_kind()).endswith("Did you mean “Region”?")


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert messages.refusal_text("of_tomorrow", {}) == "of_tomorrow"
