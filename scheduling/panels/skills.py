"""The page of several skills: queues, groups and shortages in words and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portalkit.ui.domain.formats import number_text, percent_text

from ..domain.skill_question import Estimate, PlayedGroups, SkillBounds, SkillQuestion
from ..domain.skills import Shortage


@dataclass(frozen=True)
class QueueRow:
    """`tone` and `verdict` say whether the level is reached: for certain, perhaps, or not."""

    name: str
    load: float
    target: float
    offered: int | None
    level: str
    verdict: str
    tone: str
    asa: str
    abandonment: str


@dataclass(frozen=True)
class GroupRow:
    name: str
    agents: int
    pooled: int
    dedicated: int
    played: int | None
    occupancy: str


def queue_rows(question: SkillQuestion, names: Sequence[str], played: PlayedGroups | None) -> tuple[QueueRow, ...]:
    rows = []
    for number, (demand, name) in enumerate(zip(question.demands, names, strict=True)):
        seen = played.queues[number] if played else None
        verdict, tone = _verdict(seen.service_level if seen else None, demand.target.share)
        rows.append(
            QueueRow(
                name=name,
                load=demand.load,
                target=demand.target.share,
                offered=seen.offered if seen else None,
                level=_share(seen.service_level if seen else None),
                verdict=verdict,
                tone=tone,
                asa=_seconds(seen.asa if seen else None),
                abandonment=_share(seen.abandonment if seen else None),
            )
        )
    return tuple(rows)


def group_rows(
    question: SkillQuestion, names: Sequence[str], found: SkillBounds, played: PlayedGroups | None, heads: Sequence[int] | None
) -> tuple[GroupRow, ...]:
    """A line a group, and one of all together where they are several."""
    rows = [
        GroupRow(
            name=", ".join(names[one] for one in sorted(group.skills)),
            agents=group.agents,
            pooled=found.plan.pooled[number],
            dedicated=found.plan.dedicated[number],
            played=heads[number] if heads else None,
            occupancy=_share(played.occupancy[number] if played else None),
        )
        for number, group in enumerate(question.groups)
    ]
    if len(rows) > 1:
        total = sum(heads) if heads else None
        sums = (sum(one.agents for one in rows), sum(one.pooled for one in rows), sum(one.dedicated for one in rows))
        rows.append(GroupRow(_("All groups"), *sums, total, ""))
    return tuple(rows)


def shortage_lines(found: Sequence[Shortage], names: Sequence[str]) -> tuple[str, ...]:
    """The worst first."""
    text = _("{queues}: {count} agents too few, whoever takes which call")
    return tuple(text.format(queues=" + ".join(names[skill] for skill in sorted(one.skills)), count=one.missing) for one in found)


def _verdict(level: Estimate | None, target: float) -> tuple[str, str]:
    if level is None:
        return "", ""
    if level.low is not None and level.low >= target:
        return _("reached"), "good"
    if level.high is not None and level.high < target:
        return _("missed"), "bad"
    return _("undecided"), "warn"


def _share(one: Estimate | None) -> str:
    if one is None:
        return percent_text(None)
    if one.low is None or one.high is None:
        return percent_text(one.mean)
    return f"{percent_text(one.mean)} ({percent_text(one.low)}–{percent_text(one.high)})"


def _seconds(one: Estimate | None) -> str:
    if one is None:
        return number_text(None)
    if one.low is None or one.high is None:
        return number_text(one.mean, digits=1)
    return f"{number_text(one.mean, digits=1)} ({number_text(max(one.low, 0.0), digits=1)}–{number_text(one.high, digits=1)})"
