"""Calls that marketing campaigns bring: target customers × call-back rate, spread over days by a decay and over the day by arrivals.

Customers are reached evenly over the campaign's days; each calls, if at all, after a delay that halves every `half_life_days`. A campaign
that costs the customer money brings `paid_factor` times the calls. Rate, factor, half-life and arrivals are learned from what came on
top of the baseline in earlier campaigns, and pulled to the defaults the less is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Days = npt.NDArray[np.int64]

DEFAULT_RATE = 0.02
DEFAULT_PAID_FACTOR = 1.6
DEFAULT_HALF_LIFE = 3.0
TAIL_HALF_LIVES = 5.0
PRIOR_CAMPAIGNS = 1.0
HALF_LIVES = (0.7, 1.0, 1.5, 2.0, 3.0, 4.5, 7.0, 10.0)
SHAPE_PRIOR = 0.05
PAID_LIMITS = (1.0, 4.0)
ARRIVAL_PRIOR_CALLS = 300.0
QUIET = 0.05
LEAST_QUIET_DAYS = 7


@dataclass(frozen=True)
class Campaign:
    """Days are ordinals, both included. `call_back_rate` and `half_life_days` None: as learned; a planned rate counts payment in."""

    first_day: int
    last_day: int
    targets: float
    call_back_rate: float | None = None
    half_life_days: float | None = None
    is_paid: bool = False


@dataclass(frozen=True)
class Response:
    """How customers answer: calls a target of a free campaign, times `paid_factor` for a paid one. `learned_from` counts campaigns.

    `plan_factor`: what came of campaigns whose rate was planned, ÷ that plan.
    """

    rate: float = DEFAULT_RATE
    paid_factor: float = DEFAULT_PAID_FACTOR
    half_life_days: float = DEFAULT_HALF_LIFE
    learned_from: int = 0
    plan_factor: float = 1.0


@dataclass(frozen=True)
class Echo:
    """A past campaign with `excess` (d,), calls above the baseline on `days` (d,) around it; NaN where unknown."""

    campaign: Campaign
    days: Days
    excess: Vector


def rate_of(campaign: Campaign, response: Response) -> float:
    """Calls a target customer, at most one."""
    if campaign.call_back_rate is not None:
        return min(1.0, campaign.call_back_rate * response.plan_factor)
    return min(1.0, response.rate * (response.paid_factor if campaign.is_paid else 1.0))


def tail_of(campaign: Campaign, response: Response) -> int:
    """The last day (ordinal) on which the campaign still counts: five half-lives after its end."""
    half_life = campaign.half_life_days or response.half_life_days
    return campaign.last_day + int(np.ceil(TAIL_HALF_LIVES * half_life))


def uplift(campaigns: Sequence[Campaign], response: Response, days: Days, *, open_days: npt.NDArray[np.bool_] | None = None) -> Vector:
    """(d,) calls that the campaigns add on each of `days` (consecutive ordinals). Calls of closed days come on the next open one."""
    total = np.zeros(days.size)
    for campaign in campaigns:
        total += campaign.targets * rate_of(campaign, response) * decay(campaign, response, days)
    return total if open_days is None else _moved(total, open_days)


def decay(campaign: Campaign, response: Response, days: Days) -> Vector:
    """(d,) the part of a campaign's calls that falls on each of `days`; adds up to one over all days until its tail."""
    half_life = campaign.half_life_days or response.half_life_days
    reached = np.arange(campaign.first_day, campaign.last_day + 1)
    whole = np.arange(campaign.first_day, tail_of(campaign, response) + 1)
    delay = whole[:, None] - reached[None, :]
    shape = np.where(delay >= 0, 0.5 ** (np.maximum(delay, 0) / half_life), 0.0).sum(axis=1)
    shape = shape / shape.sum()
    at = days - campaign.first_day
    inside = (at >= 0) & (at < whole.size)
    return np.where(inside, shape[np.clip(at, 0, whole.size - 1)], 0.0)


def learn(echoes: Sequence[Echo], *, default: Response | None = None) -> Response:
    """Shrunk estimates: each past campaign of mean size counts as much as the default does. Campaigns without a known day count nothing."""
    start = default or Response()
    usable = [one for one in echoes if np.isfinite(one.excess).any() and one.campaign.targets > 0]
    if not usable:
        return start
    half_life = _half_life(usable, start)
    shaped = Response(start.rate, start.paid_factor, half_life)
    rates = [(one, seen_rate(one, shaped)) for one in usable]
    paid_factor = _paid_factor(rates, start)
    free = [(one.campaign.targets, rate / (paid_factor if one.campaign.is_paid else 1.0)) for one, rate in rates]
    size = float(np.mean([targets for targets, _ in free]))
    top = sum(targets * rate for targets, rate in free) + PRIOR_CAMPAIGNS * size * start.rate
    rate = min(1.0, top / (sum(targets for targets, _ in free) + PRIOR_CAMPAIGNS * size))
    return Response(rate, paid_factor, half_life, len(usable), _plan_factor(rates))


def learn_arrival(excess: Vector, ordinary: Vector) -> Vector:
    """(slots,) shares of a campaign's calls over the day: the positive part of its excess by slot, pulled to the ordinary profile.

    `excess` (slots,) calls above the baseline of all campaign days together, `ordinary` (slots,) shares that add up to one.
    """
    seen = np.maximum(np.nan_to_num(excess), 0.0)
    mixed = seen + ARRIVAL_PRIOR_CALLS * ordinary
    return np.asarray(mixed / mixed.sum()) if mixed.sum() > 0 else ordinary


def seen_rate(echo: Echo, response: Response) -> float:
    """Calls a target that came, 0 to 1: the slope of excess on the campaign's shape by least squares.

    Where a week or more of quiet days is among them their mean is taken as the baseline's own error. With less than a twentieth of the
    campaign on known days the expected rate stands.
    """
    known = np.isfinite(echo.excess)
    shape, excess = decay(echo.campaign, response, echo.days)[known], echo.excess[known]
    if float(shape.sum()) < 0.05:
        return response.rate
    if int((shape < QUIET * shape.max()).sum()) >= LEAST_QUIET_DAYS:
        shape, excess = shape - shape.mean(), excess - excess.mean()
    return float(np.clip(shape @ excess / (shape @ shape) / echo.campaign.targets, 0.0, 1.0))


def _half_life(echoes: Sequence[Echo], start: Response) -> float:
    """The half-life of the grid under which the shapes of all echoes fit best, held back by its distance from the default."""

    def cost(half_life: float) -> float:
        missed = whole = 0.0
        for one in echoes:
            known = np.isfinite(one.excess)
            shape = decay(one.campaign, Response(half_life_days=half_life), one.days)[known]
            seen = one.excess[known]
            scale = max(float(shape @ seen) / max(float(shape @ shape), 1e-12), 0.0)
            missed += float(np.square(seen - scale * shape).sum())
            whole += float(np.square(seen).sum())
        pull = SHAPE_PRIOR * abs(np.log(half_life / start.half_life_days)) / len(echoes)
        return float(missed / whole + pull if whole > 0 else pull)

    return float(min((*HALF_LIVES, start.half_life_days), key=cost))


def _paid_factor(rates: Sequence[tuple[Echo, float]], start: Response) -> float:
    """Paid ÷ free, each a mean over campaigns, pulled to the default on logarithms; the default where one kind is missing."""
    paid = [rate for one, rate in rates if one.campaign.is_paid and rate > 0]
    free = [rate for one, rate in rates if not one.campaign.is_paid and rate > 0]
    if not paid or not free:
        return start.paid_factor
    pairs = 2 / (1 / len(paid) + 1 / len(free))
    seen = float(np.log(np.mean(paid) / np.mean(free)))
    pulled = (pairs * seen + PRIOR_CAMPAIGNS * float(np.log(start.paid_factor))) / (pairs + PRIOR_CAMPAIGNS)
    return float(min(max(np.exp(pulled), PAID_LIMITS[0]), PAID_LIMITS[1]))


def _plan_factor(rates: Sequence[tuple[Echo, float]]) -> float:
    """Calls that came ÷ calls that were planned, over the campaigns with a plan; one campaign of mean size says that plans hold."""
    plans = [(one.campaign.targets * (one.campaign.call_back_rate or 0.0), one.campaign.targets * rate) for one, rate in rates]
    plans = [(planned, came) for planned, came in plans if planned > 0]
    if not plans:
        return 1.0
    pull = PRIOR_CAMPAIGNS * sum(planned for planned, _ in plans) / len(plans)
    return (sum(came for _, came in plans) + pull) / (sum(planned for planned, _ in plans) + pull)


def _moved(calls: Vector, open_days: npt.NDArray[np.bool_]) -> Vector:
    result = np.zeros(calls.size)
    waiting = 0.0
    for at, amount in enumerate(calls):
        waiting += float(amount)
        if open_days[at]:
            result[at], waiting = waiting, 0.0
    return result
