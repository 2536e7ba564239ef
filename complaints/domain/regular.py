"""What regular analysis compares: a day, an ISO week or a month with the one before and the same one last year.

See docs/algorithms/regular.md.
"""

import math
from datetime import date

from portalkit.periods.domain.calendar import Day, IsoWeek, Month, month_of, week_of

DayWeekMonth = Day | IsoWeek | Month
KINDS = ("day", "week", "month")
BEYOND_CHANCE = 2.58


def kind_of(period: DayWeekMonth) -> str:
    """day, week or month."""
    return "day" if isinstance(period, Day) else "week" if isinstance(period, IsoWeek) else "month"


def period_at(kind: str, day: date) -> DayWeekMonth:
    """The period of this kind that holds the day."""
    if kind == "day":
        return Day(day)
    return week_of(day) if kind == "week" else month_of(day)


def digits_of(period: DayWeekMonth) -> int:
    """Decimals with which its rates are told: a day's are small."""
    return 3 if isinstance(period, Day) else 2


def denominator_month(period: DayWeekMonth) -> Month:
    """The month whose subscribers divide the period's complaints: the one that holds most of its days (of a week its Thursday's)."""
    if isinstance(period, Month):
        return period
    days = period.days()
    return month_of(days[len(days) // 2])


def movement(*, now: int, before: int, days_now: int, days_before: int) -> float:
    """By how many standard deviations a count departs from what the count before lets expect.

    Given their sum n, a count of the same daily mean is binomial with p = days_now ÷ (days_now + days_before), so
    z = (now − n·p) ÷ √(n·p·(1 − p)). Nought where both are nought.
    """
    if min(now, before) < 0 or min(days_now, days_before) < 1:
        raise ValueError("counts are never negative, and a period has a day at least")
    total = now + before
    if not total:
        return 0.0
    share = days_now / (days_now + days_before)
    return (now - total * share) / math.sqrt(total * share * (1 - share))
