"""Measures of key frames become events: spans that begin and end with hysteresis, go on from one look to the next, and never overlap.

A fold: `follow` takes a memory and samples and returns the memory after them, so it does not matter where a camera's footage is cut into
looks. docs/algorithms/picture-events.md has thresholds and limits.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from .causes import EventKind
from .pictures import JUMP, Sample

SECOND = 1_000_000
TOLERANCE = SECOND  # footage that goes on within this time goes on
LONGEST = 86_400 * SECOND  # a longer event goes on as another one, so that a day finds its events by their start

_STILL = 0.005  # of the blocks: in what changes less nothing moves
_SETTLED = 300  # samples before a camera's usual sharpness is known
_USUAL = 3_600  # samples over which it follows the camera
_WHILE_BLURRED = 86_400  # the same while the picture is blurred: a new view is the usual one after days


class Verdict(Enum):
    """STAYS: between the two thresholds. UNKNOWN: nothing can be said."""

    ON = "on"
    OFF = "off"
    STAYS = "stays"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Rule:
    """An event lasts at least `least`; signs no farther apart than `apart` belong to one (microseconds)."""

    least: int
    apart: int


RULES: Mapping[EventKind, Rule] = {
    EventKind.MOTION: Rule(least=0, apart=10 * SECOND),
    EventKind.BLACK: Rule(least=10 * SECOND, apart=10 * SECOND),
    EventKind.FROZEN: Rule(least=60 * SECOND, apart=10 * SECOND),
    EventKind.BLURRED: Rule(least=60 * SECOND, apart=30 * SECOND),
    EventKind.COLOUR_CAST: Rule(least=60 * SECOND, apart=30 * SECOND),
}


@dataclass(frozen=True, slots=True)
class PictureEvent:
    """`score` from 0 to 1 is the strongest of its span."""

    kind: EventKind
    start_us: int
    end_us: int
    score: float


@dataclass(frozen=True, slots=True)
class Track:
    """An event under way, or not yet long enough to be one: since when in all, since when in this row, its last sign, its strongest."""

    began: int
    since: int
    last: int
    score: float

    def event(self, kind: EventKind) -> PictureEvent | None:
        """None while it is too short."""
        if self.last - self.began < RULES[kind].least or self.last <= self.since:
            return None
        return PictureEvent(kind, self.since, self.last, round(self.score, 3))


@dataclass(frozen=True, slots=True)
class Usual:
    """The mean of the logarithm of a camera's sharpness over `count` samples."""

    mean: float = 0.0
    count: int = 0

    def share(self, sharpness: float) -> float | None:
        """Of the usual one; None before it is known."""
        return math.exp(_log(sharpness) - self.mean) if self.count >= _SETTLED else None

    def after(self, sharpness: float, *, over: int = 1) -> "Usual":
        """With one more sample, which weighs as one of `over` where these are more than there were."""
        count = min(self.count + 1, _USUAL)
        return Usual(self.mean + (_log(sharpness) - self.mean) / max(count, over), count)


@dataclass(frozen=True, slots=True)
class Memory:
    """What one look leaves to the next. `until` is the end of the last sample; `usual` by whether the camera sees colours."""

    until: int | None = None
    tracks: Mapping[EventKind, Track] = field(default_factory=dict)
    usual: Mapping[bool, Usual] = field(default_factory=dict)

    def lasting(self, kind: EventKind) -> Track | None:
        """The event of a kind that the last sample still saw."""
        track = self.tracks.get(kind)
        return track if track and track.event(kind) else None

    def as_json(self) -> dict[str, Any]:
        return {
            "until": self.until,
            "tracks": {str(kind): [one.began, one.since, one.last, one.score] for kind, one in self.tracks.items()},
            "usual": {"grey" if is_grey else "colour": [one.mean, one.count] for is_grey, one in self.usual.items()},
        }


def memory_from(data: Mapping[str, Any]) -> Memory:
    """What `as_json` gave; an empty one for an empty mapping."""
    return Memory(
        until=data.get("until"),
        tracks={EventKind(kind): Track(*values) for kind, values in data.get("tracks", {}).items()},
        usual={name == "grey": Usual(*values) for name, values in data.get("usual", {}).items()},
    )


@dataclass(frozen=True, slots=True)
class Followed:
    """`events` ended in these samples or still go on; one that goes on is told again, longer, by the next look."""

    memory: Memory
    events: tuple[PictureEvent, ...]


def follow(memory: Memory, samples: Iterable[Sample]) -> Followed:
    """Samples in order, none that ends before `memory.until`."""
    ended: list[PictureEvent] = []
    for sample in samples:
        memory = _after(memory, sample, ended)
    lasting = [track.event(kind) for kind, track in memory.tracks.items()]
    return Followed(memory, (*ended, *(event for event in lasting if event)))


def _after(memory: Memory, sample: Sample, ended: list[PictureEvent]) -> Memory:
    tracks = dict(memory.tracks)
    if memory.until is not None and sample.start_us - memory.until > TOLERANCE:
        ended += [event for kind, track in tracks.items() if (event := track.event(kind))]
        tracks = {}
    usual = memory.usual.get(sample.is_grey, Usual())
    share = None if sample.sharpness is None else usual.share(sample.sharpness)
    blurred = Verdict.UNKNOWN
    for kind in EventKind:
        verdict, score = _JUDGES[kind](sample, share)
        if kind is EventKind.BLURRED:
            blurred = verdict
        track = _tracked(kind, tracks.pop(kind, None), sample, verdict, score, ended)
        if track is not None:
            tracks[kind] = track
    return Memory(sample.end_us, tracks, {**memory.usual, sample.is_grey: _learned(usual, sample, blurred)})


def _tracked(
    kind: EventKind, track: Track | None, sample: Sample, verdict: Verdict, score: float, ended: list[PictureEvent]
) -> Track | None:
    if track is None:
        return Track(sample.start_us, sample.start_us, sample.end_us, score) if verdict is Verdict.ON else None
    if verdict is Verdict.OFF and sample.end_us - track.last > RULES[kind].apart:
        if event := track.event(kind):
            ended.append(event)
        return None
    if verdict not in (Verdict.ON, Verdict.STAYS):
        return track
    if sample.end_us - track.since > LONGEST and (event := track.event(kind)):
        ended.append(event)
        track = replace(track, since=track.last, score=score)
    return replace(track, last=sample.end_us, score=max(track.score, score))


def _learned(usual: Usual, sample: Sample, blurred: Verdict) -> Usual:
    if sample.sharpness is None or _is_black(sample) is not Verdict.OFF:
        return usual
    is_blurred = blurred in (Verdict.ON, Verdict.STAYS)
    return usual.after(sample.sharpness, over=_WHILE_BLURRED if is_blurred else 1)


def _motion(sample: Sample, _share: float | None) -> tuple[Verdict, float]:
    if sample.changed is None or sample.jump is None or sample.jump > JUMP:
        return Verdict.UNKNOWN, 0.0
    return _between(sample.changed, on=0.010, off=_STILL), sample.changed


def _black(sample: Sample, _share: float | None) -> tuple[Verdict, float]:
    return _is_black(sample), 1 - sample.brightness / 255


def _is_black(sample: Sample) -> Verdict:
    if sample.brightness <= 20 and sample.spread <= 12:
        return Verdict.ON
    return Verdict.OFF if sample.brightness >= 26 or sample.spread >= 18 else Verdict.STAYS


def _frozen(sample: Sample, _share: float | None) -> tuple[Verdict, float]:
    if sample.alike is None or _is_black(sample) is not Verdict.OFF:
        return Verdict.UNKNOWN, 0.0
    if sample.changed is not None and sample.changed >= _STILL:
        return Verdict.OFF, sample.alike
    return _between(sample.alike, on=0.95, off=0.85), sample.alike


def _blurred(sample: Sample, share: float | None) -> tuple[Verdict, float]:
    if share is None or _is_black(sample) is not Verdict.OFF:
        return Verdict.UNKNOWN, 0.0
    return _between(1 - share, on=0.60, off=0.40), max(0.0, 1 - share)


def _colour_cast(sample: Sample, _share: float | None) -> tuple[Verdict, float]:
    if _is_black(sample) is not Verdict.OFF:
        return Verdict.UNKNOWN, 0.0
    score = min(1.0, sample.offset / 64)
    if sample.offset >= 20 and sample.offset >= 1.5 * sample.scatter:
        return Verdict.ON, score
    return Verdict.OFF if sample.offset < 14 or sample.offset < sample.scatter else Verdict.STAYS, score


def _between(value: float, *, on: float, off: float) -> Verdict:
    if value >= on:
        return Verdict.ON
    return Verdict.OFF if value < off else Verdict.STAYS


def _log(sharpness: float) -> float:
    return math.log(max(sharpness, 1e-6))


_JUDGES: Mapping[EventKind, Callable[[Sample, float | None], tuple[Verdict, float]]] = {
    EventKind.MOTION: _motion,
    EventKind.BLACK: _black,
    EventKind.FROZEN: _frozen,
    EventKind.BLURRED: _blurred,
    EventKind.COLOUR_CAST: _colour_cast,
}
