"""Manifests at random, made so that ties, edges, overruns and emptiness are frequent: few numbers, small and round."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

HOUR = 3_600_000
SECOND = 1000
BEGIN = 1_764_000_000_000 - 1_764_000_000_000 % HOUR
FILES = tuple(f"{number:064x}" for number in range(6))


@dataclass(frozen=True)
class Case:
    """A manifest, the files that are there, and moments to ask about."""

    manifest: dict[str, Any]
    verified: frozenset[str]
    moments: Sequence[int]


def a_case(seed: int) -> Case:
    chance = Random(seed)
    scale = chance.choice((10 * SECOND, 60 * SECOND, 600 * SECOND))
    zones = ["main", "side"][: chance.choice((1, 1, 2))]
    schedules = [_schedule(chance, number, scale) for number in range(1, chance.choice((1, 3, 6, 10)) + 1)]
    defaults = {zone: [_default(chance, number, scale) for number in range(90, 90 + chance.randrange(3))] for zone in zones}
    manifest = {"layout": {"zones": [{"name": zone} for zone in zones]}, "schedules": schedules, "defaults": defaults}
    edges = [edge for schedule in schedules for interval in schedule["intervals"] for edge in interval]
    moments = [moment + chance.choice((-1, 0, 1)) for moment in chance.sample(edges, min(len(edges), 4))]
    moments += [BEGIN + chance.randrange(3 * HOUR) for _ in range(4)]
    verified = frozenset(FILES if chance.random() < 0.5 else chance.sample(FILES, 4))
    return Case(manifest, verified, moments)


def _schedule(chance: Random, number: int, scale: int) -> dict[str, Any]:
    kind = chance.choices(("loop", "advert", "overlay", "emergency"), (10, 4, 2, 1))[0]
    share = chance.choice((None, 30, 90, 400)) if kind == "advert" else None
    return {
        "id": number,
        "kind": kind,
        "zone": chance.choices(("main", "side", "ghost"), (8, 4, 1))[0],
        "priority": chance.randrange(3),
        "severity": chance.randrange(1, 3) if kind == "emergency" else 0,
        "order": chance.randrange(2),
        "created": chance.randrange(3),
        "share": share,
        "plays": chance.choice((1, 3, 7, 20)) if kind == "advert" and share is None else None,
        "intervals": _intervals(chance, scale),
        "items": [_item(chance, scale) for _ in range(chance.choice((1, 1, 2, 3)))],
    }


def _intervals(chance: Random, scale: int) -> list[list[int]]:
    edges = sorted(chance.sample(range(3 * HOUR // scale), min(2 * chance.randrange(1, 4), 3 * HOUR // scale)))
    found = [[BEGIN + start * scale, BEGIN + end * scale] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    for one, following in itertools.pairwise(found):
        if chance.random() < 0.3:
            one[1] = following[0]
    return found


def _item(chance: Random, scale: int) -> dict[str, Any]:
    number = chance.randrange(8)
    bounds = sorted(BEGIN + chance.randrange(3 * HOUR // scale) * scale for _ in range(2))
    return {
        "id": str(number),
        "media": FILES[number] if number < len(FILES) else None,
        "duration": chance.choice((scale // 2, scale, scale * 3 // 2 + 7, 5 * scale)),
        "from": bounds[0] if chance.random() < 0.15 else None,
        "to": bounds[1] + 1 if chance.random() < 0.15 else None,
    }


def _default(chance: Random, number: int, scale: int) -> dict[str, Any]:
    return {"id": number, "items": [_item(chance, scale) for _ in range(chance.choice((1, 2)))]}
