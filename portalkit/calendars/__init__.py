"""Public holidays with make-up workdays, and working time: one table for deadlines, schedules and rosters.

    from portalkit.calendars.selectors import working_times, workdays

    times = working_times()["office_hours"]                       # or "always", "without_nights", or a calendar of your own
    times.working_time_between(dispatched_at, replied_at)         # timedelta, whole seconds
    times.add_working_time(dispatched_at, timedelta(hours=4))     # the moment at which four hours have been worked
    times.between_many(starts, ends)                              # NumPy, seconds since 1970: 300,000 tickets at once
    workdays().is_workday(date(2026, 2, 14))                      # True: a Saturday made up for the Spring Festival

The table of special days starts with the State Council's notices for 2025 and 2026 and the statutory days of 2027, marked
provisional until the notice is out; the kind of import `special_days` brings the next year. What is not listed is a workday from
Monday to Friday. Working calendars say which hours of a day count, and whether of workdays only; their hours are set at /calendar/.

What it guarantees:

- Exact to the second; fractions are dropped. A day is a day in China (UTC+8, without summer time, so from 1992 to 2199).
- `between(a, b) + between(b, c) == between(a, c)`, more time is never less working time, and after `t = add(a, d)` the time between
  `a` and `t` is `d`. `add` gives the earliest such moment: the end of a span rather than the start of the next.
- A calendar of no hours cannot be made, spans of one do not overlap.
- Setting a day or hours is audited and needs `calendars.manage` in every region, since both belong to none.
- Working times are pure values, shared between requests while table and hours stay the same (two queries ask for both).

Formulas and edge cases: docs/algorithms/working-time.md.
"""
