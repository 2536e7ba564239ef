"""An independent checker of rosters: walks minute by minute and day by day, shares nothing with `scheduling.domain.rules`.

It answers with a set of (rule, day, who), for one agent's days and for missing heads.
"""

from datetime import date, timedelta

ONE = timedelta(days=1)
EPOCH = date(2000, 1, 1)
STANDARD = {
    "hours_a_day": 8, "overtime_a_day": 3, "overtime_a_month": 36, "hours_a_week": 40, "rest_days_a_week": 1,
    "min_rest": 11, "days_in_row": 6, "nights_in_row": 3, "no_nights": True, "hours_cycle": None,
}  # fmt: skip


def minute_of(day, minute):
    return (day - EPOCH).days * 1440 + minute


def minutes_worked(shift):
    return sum(span.end - span.start for span in shift.spans) - sum(shift.breaks)


def works_at_night(shift):
    return any(minute % 1440 < 360 for span in shift.spans for minute in range(span.start, span.end))


def broken(
    who, days, *, first, last, limits=STANDARD, absent=(), employed=(None, None), no_nights=None, workday=None, week=2400, known=None
):
    found = set()
    workday = workday or (lambda day: day.weekday() < 5)
    for offset in range((last - first).days + 1):
        day = first + offset * ONE
        shift = days.get(day)
        if shift is None:
            continue
        for rule in _on_day(days, day, shift, limits, absent, employed, no_nights):
            found.add((rule, day, who))
    for offset in range((last - first).days + 1):
        day = first + offset * ONE
        if day.weekday() == 6 or day == last:
            monday = day - day.weekday() * ONE
            if sum((monday + n * ONE) in days for n in range(7)) > 7 - limits["rest_days_a_week"]:
                found.add(("rest_days_a_week", day, who))
        ends = (day + ONE).day == 1 or day == last
        if ends and _overtime(days, day, limits, absent, employed, workday, week, known or first):
            found.add(("overtime_a_month", day, who))
    return found


def _on_day(days, day, shift, limits, absent, employed, no_nights):
    if day in absent:
        yield "leave"
    if (employed[0] and day < employed[0]) or (employed[1] and day > employed[1]):
        yield "employed"
    if minutes_worked(shift) > 60 * (limits["hours_a_day"] + limits["overtime_a_day"]):
        yield "overtime_a_day"
    if limits["no_nights"] and no_nights and works_at_night(shift) and no_nights[0] <= day <= no_nights[1]:
        yield "no_nights"
    earlier = [other for other in days if other < day]
    if earlier:
        before = max(earlier)
        gap = minute_of(day, shift.spans[0].start) - minute_of(before, days[before].spans[-1].end)
        if gap < 60 * limits["min_rest"]:
            yield "min_rest"
    if all(day - n * ONE in days for n in range(int(limits["days_in_row"]) + 1)):
        yield "days_in_row"
    row = [days.get(day - n * ONE) for n in range(int(limits["nights_in_row"]) + 1)]
    if all(one is not None and works_at_night(one) for one in row):
        yield "nights_in_row"


def _overtime(days, end, limits, absent, employed, workday, week, known):
    allowed = limits["overtime_a_month"] * 60
    if limits["hours_cycle"]:
        length = int(limits["hours_cycle"])
        start = date(end.year, 1 + (end.month - 1) // length * length, 1)
        start = max(start, known)
        months = len({((start + n * ONE).year, (start + n * ONE).month) for n in range((end - start).days + 1)})
        span = [start + n * ONE for n in range((end - start).days + 1)]
        inside = [
            d
            for d in span
            if workday(d) and d not in absent and not (employed[0] and d < employed[0]) and not (employed[1] and d > employed[1])
        ]
        normal = len(inside) * week // 5
        return sum(minutes_worked(days[d]) for d in span if d in days) - normal > allowed * months
    spent = 0
    for number in range(1, end.day + 1):
        sunday = end.replace(day=number)
        if sunday.weekday() == 6:
            worked = [minutes_worked(days[d]) for n in range(7) if (d := sunday - n * ONE) in days]
            spent += sum(max(0, one - 60 * limits["hours_a_day"]) for one in worked)
            spent += max(0, sum(min(one, 60 * limits["hours_a_day"]) for one in worked) - 60 * limits["hours_a_week"])
    return spent > allowed


def missing_heads(present, wanted):
    """The fewest heads short in one slot, by trying who serves what: `present` has a skill set an agent, `wanted` the heads a skill."""
    skills = sorted(wanted)
    useful = [tuple(skill for skill in skills if skill in one) for one in present]

    def serve(number, left):
        if number == len(useful):
            return sum(left)
        best = serve(number + 1, left)
        for skill in useful[number]:
            at = skills.index(skill)
            if left[at]:
                best = min(best, serve(number + 1, (*left[:at], left[at] - 1, *left[at + 1 :])))
        return best

    return serve(0, tuple(wanted[skill] for skill in skills))
