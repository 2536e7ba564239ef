"""Own small instances in the text format of the public benchmark, and a judge that shares nothing with the model."""

import itertools

from scheduling.domain.roster.public_instance import Instance

WEEK = """
SECTION_HORIZON
# days
7

SECTION_SHIFTS
D,480,
E,480,D

SECTION_STAFF
# ID, MaxShifts, MaxTotalMinutes, MinTotalMinutes, MaxConsecutiveShifts, MinConsecutiveShifts, MinConsecutiveDaysOff, MaxWeekends
A,D=7|E=3,2400,960,5,2,1,1
B,D=7|E=7,2400,960,3,2,2,0
C,D=0|E=7,1920,960,5,1,1,1

SECTION_DAYS_OFF
A,1
C,0,6

SECTION_SHIFT_ON_REQUESTS
A,0,D,3

SECTION_SHIFT_OFF_REQUESTS
B,2,E,4

SECTION_COVER
0,D,1,100,1
1,D,1,100,1
2,E,1,100,1
3,E,1,50,1
4,D,2,100,1
6,E,1,20,1
"""


def judged(instance: Instance, rows: dict[str, list[str | None]]) -> tuple[int, list[str]]:
    """The cost and the hard rules broken, from the meaning of the columns."""
    minutes = {kind.code: kind.minutes for kind in instance.shifts}
    wrong = []
    for member in instance.staff:
        row = rows[member.key]
        worked = [code for code in row if code]
        if not member.min_minutes <= sum(minutes[code] for code in worked) <= member.max_minutes:
            wrong.append(f"{member.key} minutes")
        wrong += [f"{member.key} {code}" for code, most in member.most.items() if worked.count(code) > most]
        wrong += [f"{member.key} off {day}" for day in member.days_off if row[day]]
        blocked = {kind.code: kind.blocks for kind in instance.shifts}
        wrong += [f"{member.key} after {a}" for a, b in itertools.pairwise(row) if a and b and b in blocked[a]]
        runs = "".join("w" if code else "." for code in row)
        inner = [run for run in runs.replace(".", " ").split(" ") if run]
        if max(map(len, inner), default=0) > member.max_row:
            wrong.append(f"{member.key} row")
        for mark, least in (("w", member.min_row), (".", member.min_off)):
            place = 0
            while place < len(runs):
                end = place
                while end < len(runs) and runs[end] == runs[place]:
                    end += 1
                if runs[place] == mark and place > 0 and end < len(runs) and end - place < least:
                    wrong.append(f"{member.key} short {mark}")
                place = end
        weekends = sum(1 for day in range(5, instance.days, 7) if any(row[day : day + 2]))
        if weekends > member.max_weekends:
            wrong.append(f"{member.key} weekends")
    cost = sum(wish.weight for wish in instance.requests if (rows[wish.member][wish.day] == wish.shift) != wish.on)
    for need in instance.cover:
        heads = sum(row[need.day] == need.shift for row in rows.values())
        cost += need.under * max(0, need.heads - heads) + need.over * max(0, heads - need.heads)
    return cost, wrong
