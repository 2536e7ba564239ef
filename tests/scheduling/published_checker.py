"""What a roster in the database breaks, worked out from the texts of its shifts with plain loops. Shares no code with the rule audit."""

import itertools
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from scheduling.models import Absence, Agent, Roster, ShiftTemplate


def breaks_of_rows(agent: Agent, shifts: Mapping[date, ShiftTemplate]) -> list[str]:
    """What the days of an agent break of the law and the usual rules of a centre, read from the templates' own texts."""
    found, leave = [], list(Absence.objects.filter(agent=agent))
    worked = {day: _clock(day, shift.spans) for day, shift in sorted(shifts.items())}
    for (_, end), (start, _) in itertools.pairwise(worked.values()):
        if start - end < timedelta(hours=11):
            found.append(f"{agent} rests {start - end} before {start}")
    for day, shift in shifts.items():
        if all(day - timedelta(days=back) in shifts for back in range(7)):
            found.append(f"{agent} works seven days in a row up to {day}")
        if any(one.first_day <= day <= one.last_day for one in leave):
            found.append(f"{agent} works on leave on {day}")
        is_protected = agent.no_nights_from and agent.no_nights_from <= day and not (agent.no_nights_until and day > agent.no_nights_until)
        if is_protected and worked[day][1].date() > day:
            found.append(f"{agent} works a forbidden night on {day}")
        if day < agent.first_day or (agent.last_day and day > agent.last_day):
            found.append(f"{agent} is not employed on {day}")
        if worked[day][1] - worked[day][0] > timedelta(hours=14):
            found.append(f"{agent} is at work for more than 14 h on {day}, in {shift}")
    return found


def published_breaks(roster: Roster) -> list[str]:
    """The same for everybody on a roster, read back from the database."""
    rows = roster.assignments.filter(shift__isnull=False).select_related("agent", "shift").order_by("agent", "day")
    return [
        text
        for agent, theirs in itertools.groupby(rows, key=lambda row: row.agent)
        for text in breaks_of_rows(agent, {row.day: row.shift for row in theirs})
    ]


def _clock(day: date, spans: str) -> tuple[datetime, datetime]:
    """Beginning of the first and end of the last part; a time at or before the one before it lies on the next day."""
    times = [word for part in spans.split() for word in part.split("-")]
    moments = [datetime.fromisoformat(f"{day} {times[0]}")]
    for word in times[1:]:
        moment = datetime.fromisoformat(f"{moments[-1].date()} {word}")
        moments.append(moment if moment > moments[-1] else moment + timedelta(days=1))
    return moments[0], moments[-1]
