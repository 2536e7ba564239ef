"""Works a forecast out without writing anything; may take some seconds."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _

from portalkit.periods.domain.calendar import SHANGHAI

from ...adapters.forecast import ALL
from ...domain.campaigns import Campaign as DomainCampaign
from ...domain.campaigns import Response, learn_arrival, rate_of, uplift
from ...domain.forecast.backtest import Progress
from ...domain.forecast.effects import Cleaned, without_campaigns
from ...domain.forecast.errors import Errors, HistoryTooShort, Vector, seasonal_scale
from ...domain.forecast.methods import Method
from ...domain.forecast.plan import DayPlan, plan_days
from ...domain.forecast.profile import Profile, handling_times, intraday
from ...domain.forecast.series import History, Opening, daily_series, opening_of, weekdays_of
from ...models import Campaign, Queue
from ...selectors.call_history import NoHistory, QueueHistory, campaigns_of, queue_history, special_days

LONGEST_DAYS = 120
LONGEST_GAP_DAYS = 60
CAMPAIGN_SPREAD = 0.3
ASSUMED_AHT = 180.0


class CannotForecast(ValueError):
    """There is nothing to forecast from; `args[0]` is a reason for people."""


@dataclass(frozen=True)
class Drawn:
    """A forecast that is not kept yet. Vectors are (days,), shapes (7, slots) and (slots,)."""

    queue: Queue
    first_day: date
    days: tuple[date, ...]
    history_until: date
    minutes: int
    method: str
    expected_wape: float | None
    base: Vector
    campaign: Vector
    low: Vector
    high: Vector
    choice: dict[str, Any]


@dataclass(frozen=True)
class _Ground:
    """What a forecast stands on: the clean daily history and the raw one."""

    source: QueueHistory
    opening: Opening
    cleaned: Cleaned
    specials: Mapping[int, str]


def draw_forecast(
    *,
    queue: Queue,
    horizon_days: int,
    now: datetime,
    methods: Mapping[str, Method] | None = None,
    progress: Progress | None = None,
) -> Drawn:
    """`horizon_days` days from today on, learned from the days that are over. Raises CannotForecast."""
    if not 1 <= horizon_days <= LONGEST_DAYS:
        raise CannotForecast(_("A forecast reaches 1 to 120 days ahead."))
    today = now.astimezone(SHANGHAI).date()
    campaigns = campaigns_of(queue)
    ground = _ground(queue, today, [plain for _row, plain in campaigns])
    until = ground.source.history.last_day
    if (today - until).days > LONGEST_GAP_DAYS:
        raise CannotForecast(_("The newest calls are more than 60 days old. Import newer ones first."))
    horizon = (today - until).days - 1 + horizon_days
    try:
        plan = plan_days(ground.cleaned.series, ALL if methods is None else methods, horizon=horizon, progress=progress)
    except HistoryTooShort as reason:
        raise CannotForecast(_("The history is too short: three weeks with calls are needed.")) from reason
    return _drawn(queue, today, ground, plan, campaigns)


def _ground(queue: Queue, today: date, campaigns: Sequence[DomainCampaign]) -> _Ground:
    try:
        source = _ended(queue_history(queue, until=today))
        opening = opening_of(source.history)
    except NoHistory as reason:
        raise CannotForecast(_("The queue has no calls yet. Import its call history first.")) from reason
    except HistoryTooShort as reason:
        raise CannotForecast(_("The history has too many holes: no weekday has calls on half of its days.")) from reason
    specials = special_days()
    series = daily_series(source.history, opening, specials=specials, left_out=source.left_out)
    if int(np.isfinite(series.calls).sum()) < 3 * series.season:
        raise CannotForecast(_("The history is too short: three weeks with calls are needed."))
    return _Ground(source, opening, without_campaigns(series, campaigns), specials)


def _ended(source: QueueHistory) -> QueueHistory:
    """Without empty days at the end: they are not silent, they are not imported yet."""
    present = np.flatnonzero(np.isfinite(source.history.calls).any(axis=1))
    end = int(present[-1]) + 1
    history = History(source.history.first_day, source.history.minutes, source.history.calls[:end])
    return QueueHistory(history, source.handling[:end], source.left_out)


def _drawn(queue: Queue, today: date, ground: _Ground, plan: DayPlan, campaigns: list[tuple[Campaign, DomainCampaign]]) -> Drawn:
    response = ground.cleaned.response
    opened = ground.opening.weekdays[weekdays_of(plan.days)]
    added = uplift([plain for _row, plain in campaigns], response, plan.days, open_days=opened)
    ahead = plan.days >= today.toordinal()
    left_out = ground.source.left_out | frozenset(ground.specials)
    profile = intraday(ground.source.history, ground.opening, left_out=left_out)
    choice = _choice(ground, plan, profile) | {"campaigns": _campaign_rows(campaigns, response, plan.days[ahead])}
    return Drawn(
        queue=queue,
        first_day=today,
        days=tuple(date.fromordinal(int(day)) for day in plan.days[ahead]),
        history_until=ground.source.history.last_day,
        minutes=ground.source.history.minutes,
        method=plan.choice.method,
        expected_wape=plan.errors.wape,
        base=plan.calls[ahead],
        campaign=added[ahead],
        low=(plan.low + (1 - CAMPAIGN_SPREAD) * added)[ahead],
        high=(plan.high + (1 + CAMPAIGN_SPREAD) * added)[ahead],
        choice=choice,
    )


def _choice(ground: _Ground, plan: DayPlan, profile: Profile) -> dict[str, Any]:
    """Everything that tells why, as JSON."""
    series = ground.cleaned.series
    handling = handling_times(ground.source.handling, ground.source.history.calls, ground.source.history.days)
    known = bool(np.isfinite(handling).all())
    return {
        "weights": {name: round(weight, 4) for name, weight in plan.choice.weights.items()},
        "reasons": [str(reason) for reason in plan.choice.reasons],
        "errors": _errors(plan.errors),
        "naive": _errors(plan.naive),
        "candidates": [
            {"name": one.name, "runs": one.runs, "weight": round(one.weight, 4), "left_out": one.left_out, **_errors(one.errors)}
            for one in plan.scores
        ],
        "origins": plan.origins,
        "scale": _number(seasonal_scale(series.calls, series.season)),
        "history_days": int(np.isfinite(series.calls).sum()),
        "unknown_days": int((~np.isfinite(series.calls)).sum()),
        "open_weekdays": [int(day) for day in np.flatnonzero(ground.opening.weekdays)],
        "profile": {"blend": profile.blend, "pooled": profile.pooled_to_hours},
        "shapes": _rounded(profile.shares),
        "arrival": _rounded(_arrival(ground, profile)),
        "aht": _rounded(handling if known else np.full_like(profile.shares, ASSUMED_AHT), 1),
        "aht_known": known,
        "specials": {date.fromordinal(int(day)).isoformat(): ground.specials[int(day)] for day in plan.days if int(day) in ground.specials},
        "response": asdict(ground.cleaned.response),
    }


def _arrival(ground: _Ground, profile: Profile) -> Vector:
    """(slots,) when campaign calls come, from the days on which campaigns added a tenth or more."""
    ordinary = profile.shares[ground.opening.weekdays].mean(axis=0)
    cleaned, history = ground.cleaned, ground.source.history
    strong = cleaned.added > 0.1 * np.maximum(cleaned.baseline, 1)
    days = cleaned.series.days[strong]
    if not days.size:
        return np.asarray(ordinary / ordinary.sum())
    calls = history.calls[days - history.first_day.toordinal()]
    usual = profile.shares[weekdays_of(days)] * cleaned.series.calls[strong][:, None]
    return learn_arrival(np.nansum(calls - usual, axis=0), ordinary / ordinary.sum())


def _campaign_rows(campaigns: list[tuple[Campaign, DomainCampaign]], response: Response, days: np.ndarray) -> list[dict[str, Any]]:
    """The campaigns that add calls to the days ahead."""
    rows = []
    for row, plain in campaigns:
        calls = float(uplift([plain], response, days).sum())
        if calls >= 0.5:
            rows.append(
                {
                    "code": row.code,
                    "name": row.name,
                    "first_day": row.first_day.isoformat(),
                    "last_day": row.last_day.isoformat(),
                    "targets": row.targets,
                    "is_paid": row.is_paid,
                    "rate": round(rate_of(plain, response), 5),
                    "is_rate_planned": row.call_back_rate is not None,
                    "half_life_days": plain.half_life_days or response.half_life_days,
                    "calls": round(calls, 1),
                }
            )
    return rows


def _errors(errors: Errors) -> dict[str, float | None]:
    return {name: _number(getattr(errors, name)) for name in ("wape", "mase", "bias", "floor")}


def _number(value: float | None) -> float | None:
    return None if value is None else round(float(value), 6)


def _rounded(values: Vector, digits: int = 7) -> Any:
    return np.round(values, digits).tolist()
