"""How a department handled a matter of the demo: its reply, its fields and its carelessness, all drawn at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from . import wording
from .facts import Facts, weighted
from .offices import department, sloppiness, slowness
from .vocabulary import CAUSES, SCENARIO_OF, SERVICE

SERVICE_DESK = SERVICE
_WITH_PLAN = frozenset({"indoor", "rural", "planning", "capacity"})


@dataclass(frozen=True)
class Handling:
    """What the systems hold about the handling of one matter, once it is answered.

    `waited`: until somebody took it on. `waits`: pending while open. `misjudged`: the factor by which the stated duration is
    wrong, mostly 1. `misdated`: a solution time that cannot be right. `planned`: None where the field was left empty.
    """

    department: str
    cell: str
    dispatched: datetime
    waited: timedelta
    filed: datetime
    cause_path: tuple[str, ...]
    reply: str
    planned: datetime | None
    scenario: str
    prehandling: str
    reached: bool
    not_reached: str
    satisfied: str
    satisfaction: str
    escalated: bool
    marked_as_repeat: bool
    waits: bool
    reassignments: int
    reopenings: int
    misjudged: float
    misdated: datetime | None


@dataclass(frozen=True)
class _Answer:
    reply: str
    planned: datetime | None


def handled(random: Random, facts: Facts) -> Handling:
    """Draws the same numbers whether or not the matter is answered by now."""
    care = sloppiness(facts.prefecture, facts.cause.office)
    cell = f"{facts.county.name}{facts.place}-{1 if facts.fault_since else random.randrange(1, 4)}"
    dispatched = facts.accepted + timedelta(minutes=random.randrange(5, 90))
    waited = timedelta(minutes=38 * slowness(facts.prefecture, facts.cause.office) * random.lognormvariate(0, 0.8))
    answer = _answer(random, facts, cell, care)
    reached = random.random() > 0.055 + 0.025 * care
    dissatisfied = random.random() < (0.1 if facts.solved else 0.42) + (0.1 if facts.again else 0)
    cause_path = CAUSES["other"].path if random.random() < 0.03 * care else facts.cause.path
    return Handling(
        department=department(facts.prefecture, facts.cause.office),
        cell=cell,
        dispatched=dispatched,
        waited=waited,
        filed=facts.answered + timedelta(hours=random.randrange(1, 24)),
        cause_path=cause_path,
        reply=answer.reply,
        planned=answer.planned,
        scenario=_unless(random, 0.035 * care, SCENARIO_OF[facts.place]),
        prehandling=_unless(random, 0.08, random.choice(wording.PREHANDLING)),
        reached=reached,
        not_reached=_not_reached(random, care, reached=reached),
        satisfied=("否" if dissatisfied else "是") if reached else "",
        satisfaction="不满意" if dissatisfied else random.choice(("满意", "满意", "一般")),
        escalated=random.random() < (0.11 if dissatisfied else 0.004),
        marked_as_repeat=random.random() < (0.82 if facts.again else 0.008),
        waits=random.random() < 0.3 and facts.cause_name in _WITH_PLAN,
        reassignments=_count(random, (0.84 - 0.05 * care, 0.12, 0.03 * care, 0.01 * care)),
        reopenings=_count(random, (0.975 - 0.02 * care, 0.03 * care + (0.08 if facts.again else 0), 0.006 * care)),
        misjudged=random.choice((0.1, 3.0, 24.0)) if random.random() < 0.012 else 1.0,
        misdated=dispatched - timedelta(hours=random.randrange(2, 40)) if random.random() < 0.0025 else None,
    )


def _answer(random: Random, facts: Facts, cell: str, care: float) -> _Answer:
    """The reply and the planned solution time. Who writes vaguely mostly leaves the time empty, too."""
    chance, empty, odd = random.random(), random.random(), random.random()
    soon = facts.accepted + timedelta(hours=random.randrange(24, 72))
    late = wording.days_later(random, facts.answered if not facts.hangs else facts.accepted, 20, 150)
    planned = soon if facts.solved else late
    if not facts.solved and odd < 0.02 * care:
        planned = facts.accepted - timedelta(days=random.randrange(1, 20))
    elif not facts.solved and odd > 1 - 0.018 * care:
        planned = wording.days_later(random, facts.answered, 400, 1100)
    gaps = wording.gaps(random, place=f"{facts.county.name}{facts.place}", cell=cell, done=facts.answered, planned=planned)
    good = wording.good(random, facts.cause, gaps, solved=facts.solved)
    if facts.is_test:
        return _Answer("无效工单，撤单处理。", None)
    if not facts.solved and facts.cause_name in _WITH_PLAN and chance < 0.26 * care:
        return _Answer(wording.vague(random, gaps), None if empty < 0.68 else planned)
    if not facts.solved and facts.cause_name in _WITH_PLAN and chance < 0.26 * care + 0.12:
        return _Answer(wording.vague_with_date(random, gaps), None if empty < 0.3 else planned)
    kept = None if empty < 0.05 * care else planned
    if chance > 1 - 0.02 * care:
        return _Answer(wording.contrary(random, facts.cause_name, gaps), kept)
    if chance > 1 - 0.065 * care:
        return _Answer(wording.STOCK[int(facts.prefecture.code[2:]) % len(wording.STOCK)], kept)
    return _Answer(good, kept)


def _not_reached(random: Random, care: float, *, reached: bool) -> str:
    with_next_step = random.random() < 0.62 / care
    reason = random.choice(wording.NOT_REACHED_BUT if with_next_step else wording.NOT_REACHED)
    return "" if reached else reason


def _unless(random: Random, chance: float, text: str) -> str:
    return "" if random.random() < chance else text


def _count(random: Random, weights: Sequence[float]) -> int:
    return weighted(random, range(len(weights)), weights)
