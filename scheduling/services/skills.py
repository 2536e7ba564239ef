"""Calls of several queues played in the background, and the heads found by playing."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import Actor
from portalkit.jobs.models import Job
from portalkit.jobs.services import enqueue
from portalkit.regions.models import Region

from ..domain.erlang import Impossible, Target
from ..domain.simulation import Group
from ..domain.skill_question import Estimate, PlayedGroups, PlayedQueue, SkillQuestion, heads_by_playing, play
from ..domain.skills import Demand

PLAY = "scheduling.play_skills"
LARGEST = 3_000_000
"""Calls: about a minute of playing."""


class TooMuchToPlay(Exception):
    """More calls than a job may play."""


@transaction.atomic
def start_play(*, question: SkillQuestion, region: Region, query: str, by: Actor, now: datetime) -> Job:
    """Puts the playing in line; the same question again is the job there is. `query` fills the page's form. Raises TooMuchToPlay."""
    if question.calls > LARGEST:
        raise TooMuchToPlay
    return enqueue(
        kind=PLAY,
        key=key_of(by, digest_of(question)),
        title=_("Calls of several queues played"),
        params={"question": to_json(question), "query": query},
        by=by,
        region=region,
        now=now,
        result_url=f"{reverse('scheduling:skills')}?result={digest_of(question)}",
    )


def played_result(question: SkillQuestion, *, on_progress: Callable[[int, int, str], None]) -> dict[str, Any]:
    """What the page shows of the job, as plain data; `heads` None where playing finds none. Raises Impossible."""
    played = play(question, on_progress=lambda done, total: on_progress(done, total + 1, _("playing calls")))
    on_progress(len(question.demands), len(question.demands) + 1, _("looking for the heads that suffice"))
    try:
        heads: list[int] | None = list(heads_by_playing(question))
    except Impossible:
        heads = None
    return {"played": asdict(played), "heads": heads}


def read_result(data: dict[str, Any]) -> tuple[PlayedGroups, tuple[int, ...] | None]:
    """The result of a job as `played_result` wrote it."""
    played = data["played"]
    queues = tuple(
        PlayedQueue(one["offered"], *(_estimate(one[name]) for name in ("service_level", "asa", "abandonment"))) for one in played["queues"]
    )
    heads = data["heads"]
    return PlayedGroups(queues, tuple(_estimate(one) for one in played["occupancy"])), None if heads is None else tuple(heads)


def key_of(by: Actor, digest: str) -> str:
    """The key of the job in which somebody has this question played."""
    return f"{by.identifier} {digest}"


def digest_of(question: SkillQuestion) -> str:
    """The same for the same question."""
    return sha256(json.dumps(to_json(question), sort_keys=True).encode()).hexdigest()[:24]


def to_json(question: SkillQuestion) -> dict[str, Any]:
    return {
        "demands": [asdict(one) for one in question.demands],
        "groups": [{"agents": one.agents, "skills": sorted(one.skills)} for one in question.groups],
        "hours": question.hours,
    }


def from_json(data: dict[str, Any]) -> SkillQuestion:
    """What `to_json` wrote."""
    return SkillQuestion(
        demands=tuple(Demand(one["load"], one["aht_seconds"], Target(**one["target"])) for one in data["demands"]),
        groups=tuple(Group(one["agents"], frozenset(one["skills"])) for one in data["groups"]),
        hours=data["hours"],
    )


def _estimate(data: dict[str, Any] | None) -> Estimate | None:
    return None if data is None else Estimate(**data)
