"""Calendar periods of the province: days, ISO weeks, months, quarters, years and free spans, in Asia/Shanghai.

Every period is half-open, `[start, end)`, so that neighbours meet without a gap and without an overlap, and a moment
belongs to exactly one day, week, month, quarter and year.

    from portalkit.periods.domain.calendar import IsoWeek, Month, month_of, months, parse

    month = Month(2026, 11)                # or parse("2026-11")
    month.start, month.end                 # aware datetimes: 2026-11-01 00:00 and 2026-12-01 00:00 +08:00
    month.first_day, month.last_day        # dates, both inside
    month.previous(), month.next(), month.same_last_year()
    str(month)                             # "2026-11", which parse() reads back
    tickets.filter(accepted_at__gte=month.start, accepted_at__lt=month.end)

    months(Month(2026, 1), Month(2026, 3)) # tuple of three months, both ends included
    month_of(moment)                       # the month that an aware datetime or a date falls into
    IsoWeek(2026, 47).monday               # 2026-11-16

Written forms, one per period and the same in every language: `2026`, `2026-Q4`, `2026-11`, `2026-W47`, `2026-11-23` and
`2026-11-03..2026-11-09` (both days included). `parse` raises `NotAPeriod` for anything else, also for years
outside 1900 to 2199, so that no later step can leave the calendar.

Labels for people stand in `portalkit.periods.panels` (`label`, `short_label`) and in the template tag library `periods`:

    {% load periods %}{% period_label month %}      2026年11月 / Nov 2026
    {% period_label week %}                          2026年第47周 (11-16 – 11-22) / Week 47, 2026 (16 Nov – 22 Nov)

Guarantees: `p.previous().end == p.start`; the days of a period cover it exactly; week 53 exists only in the years that
have it, and its counterpart in a year without is week 52; 29 February's counterpart is 28 February.
"""
