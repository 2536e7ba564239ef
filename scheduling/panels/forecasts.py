"""A forecast in words: names of methods, reasons, and the rows of its tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..domain.forecast.choice import Reason
from ..models import Forecast

METHODS: dict[str, Promise] = {
    "combination": gettext_lazy("Combination"),
    "seasonal_naive": gettext_lazy("Seasonal naive"),
    "weekday_average": gettext_lazy("Weekday average"),
    "last_year": gettext_lazy("Last year × recent ratio"),
    "calendar_regression": gettext_lazy("Calendar regression"),
    "ets": gettext_lazy("Exponential smoothing (ETS)"),
    "theta": gettext_lazy("Theta"),
    "mstl_week": gettext_lazy("MSTL, week"),
    "mstl_year": gettext_lazy("MSTL, week and year"),
    "boosting": gettext_lazy("Gradient boosting"),
    "mean": gettext_lazy("Mean of all"),
}

REASONS: dict[str, Promise] = {
    Reason.COMBINED: gettext_lazy("None won at every earlier origin, so several are combined by the weights that served best there."),
    Reason.ONE_LEADS: gettext_lazy("One candidate was so much better at the earlier origins that it stands alone."),
    Reason.SHORT_HISTORY: gettext_lazy("The history is short: there was little to compare, so robust candidates are preferred."),
    Reason.RESTLESS: gettext_lazy("Weeks repeat poorly here, so candidates that follow the recent level are preferred."),
    Reason.REGULAR: gettext_lazy("Weeks repeat well here, so candidates that know the calendar are preferred."),
}


@dataclass(frozen=True)
class CandidateRow:
    """A candidate with its backtest errors. `why` tells why it is left out, else empty."""

    name: str
    runs: int
    weight: float
    wape: float | None
    mase: float | None
    bias: float | None
    why: str


@dataclass(frozen=True)
class Facts:
    """What a forecast was made from; None where it was not kept. `campaigns` are mappings as they were kept."""

    weights: tuple[tuple[str, float], ...]
    naive_wape: float | None
    floor: float | None
    history_days: int | None
    unknown_days: int | None
    origins: int | None
    campaigns: tuple[Mapping[str, Any], ...]
    learned_from: int | None
    is_aht_assumed: bool


def forecast_facts(forecast: Forecast) -> Facts:
    choice: Mapping[str, Any] = forecast.choice
    return Facts(
        weights=tuple((method_label(name), weight) for name, weight in choice.get("weights", {}).items()),
        naive_wape=choice.get("naive", {}).get("wape"),
        floor=choice.get("errors", {}).get("floor"),
        history_days=choice.get("history_days"),
        unknown_days=choice.get("unknown_days"),
        origins=choice.get("origins"),
        campaigns=tuple(choice.get("campaigns", ())),
        learned_from=choice.get("response", {}).get("learned_from"),
        is_aht_assumed=not choice.get("aht_known", True),
    )


def method_label(name: str) -> str:
    return str(METHODS.get(name, name))


def reasons(forecast: Forecast) -> list[str]:
    """Why these weights, in sentences."""
    return [str(REASONS[one]) for one in forecast.choice.get("reasons", ()) if one in REASONS]


def candidate_rows(forecast: Forecast) -> list[CandidateRow]:
    """The way of choosing itself first, then the candidates from the smallest error on, those left out last."""
    choice: Mapping[str, Any] = forecast.choice
    rows = [_row(one) for one in choice.get("candidates", ())]
    rows.sort(key=lambda row: (row.wape is None, row.wape or 0.0))
    errors = choice.get("errors")
    if not errors:
        return rows
    chosen = CandidateRow(_("As chosen"), choice.get("origins", 0), 1.0, errors["wape"], errors["mase"], errors["bias"], "")
    return [chosen, *rows]


def _row(one: Mapping[str, Any]) -> CandidateRow:
    return CandidateRow(method_label(one["name"]), one["runs"], one["weight"], one["wape"], one["mase"], one["bias"], _why(one["left_out"]))


def _why(left_out: str) -> str:
    """Too little history is the usual reason; any other (a library that cannot be loaded) is shown as it was reported."""
    if not left_out:
        return ""
    return (
        _("Left out: the history is too short for it") if left_out.endswith("needed") else _("Left out: {reason}").format(reason=left_out)
    )
