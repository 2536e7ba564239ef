"""Which clips players take as they are, and what becomes of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .refusals import MediaRefused, Reason

LONGEST_SIDE = 4096
LONGEST_MS = 4 * 3_600_000
SHORTEST_MS = 100
PLAYED_LONG, PLAYED_SHORT = 1920, 1080
PLAYED_RATE = 30
HIGHEST_LEVEL = 41
MOST_STREAMS = 16
PROFILES = frozenset({"Baseline", "Constrained Baseline", "Main", "High"})
_MISSING_SHARE = 0.01
_MISSING_MS = 500
_EXPECTED_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"sidx", b"styp"})
_CONTAINERS = frozenset({b"moov", b"mdat", b"moof"})

Box = tuple[bytes, int, int]
"""Its kind, where it begins and where it says that it ends."""


class Way(StrEnum):
    """KEEP byte for byte; REMUX: the same pictures in another wrapping; TRANSCODE: made anew."""

    KEEP = "keep"
    REMUX = "remux"
    TRANSCODE = "transcode"


@dataclass(frozen=True)
class ClipFacts:
    """What was found in a clip by reading all of it. `level` is that of H.264 times ten; `rotation` degrees; `packets` those of pictures.

    `claimed_packets` and `claimed_ms` are what its header says, None where it says nothing; `last_ms` is where its last picture ends.
    `is_dated`: each packet says when it is to be decoded, without which it cannot be wrapped anew.
    """

    container: str
    codec: str
    profile: str
    level: int
    pixel_format: str
    width: int
    height: int
    rotation: int
    audio: Sequence[str]
    other_streams: int
    packets: int
    claimed_packets: int | None
    claimed_ms: int | None
    last_ms: int
    is_dated: bool = True


def check_claims(facts: ClipFacts) -> None:
    """Raises MediaRefused when less is there than the header claims, and for clips that no screen plays."""
    if facts.packets == 0:
        raise MediaRefused(Reason.NO_PICTURE)
    if max(facts.width, facts.height) > LONGEST_SIDE:
        raise MediaRefused(Reason.TOO_WIDE, facts.width, facts.height, LONGEST_SIDE)
    if facts.claimed_packets and facts.packets < facts.claimed_packets:
        raise MediaRefused(Reason.TRUNCATED, facts.packets, facts.claimed_packets)
    missing = (facts.claimed_ms or 0) - facts.last_ms
    if facts.claimed_ms and missing > max(_MISSING_MS, facts.claimed_ms * _MISSING_SHARE):
        raise MediaRefused(Reason.TRUNCATED, facts.last_ms // 1000, facts.claimed_ms // 1000)
    if facts.last_ms > LONGEST_MS:
        raise MediaRefused(Reason.TOO_LONG, facts.last_ms // 1000, LONGEST_MS // 1000)
    if facts.last_ms < SHORTEST_MS:
        raise MediaRefused(Reason.NO_PICTURE)


def check_boxes(boxes: Sequence[Box], size: int) -> None:
    """Raises MediaRefused when a box of an MP4 or MOV says that it ends behind the end of the file, or the pictures are missing.

    What is no such box is another file hung on to it; wrapping the clip anew leaves it behind.
    """
    kinds = {kind for kind, _start, _end in boxes}
    behind = [end for kind, _start, end in boxes if end > size and kind in _EXPECTED_BOXES | _CONTAINERS]
    if behind:
        raise MediaRefused(Reason.TRUNCATED, size, max(behind))
    if not kinds & _CONTAINERS:
        raise MediaRefused(Reason.BROKEN_VIDEO)


def is_tidy(boxes: Sequence[Box], size: int) -> bool:
    """Whether a player can begin before it has all of an MP4, and nothing but an MP4 is in the file."""
    kinds = [kind for kind, _start, _end in boxes]
    is_whole = bool(boxes) and boxes[-1][2] == size and set(kinds) <= _EXPECTED_BOXES
    return is_whole and {b"moov", b"mdat"} <= set(kinds) and kinds.index(b"moov") < kinds.index(b"mdat")


def way_of(facts: ClipFacts, *, is_tidy_mp4: bool) -> Way:
    is_played = (
        facts.codec == "h264"
        and facts.profile in PROFILES
        and 0 < facts.level <= HIGHEST_LEVEL
        and facts.pixel_format == "yuv420p"
        and max(facts.width, facts.height) <= PLAYED_LONG
        and min(facts.width, facts.height) <= PLAYED_SHORT
    )
    if not is_played or not facts.is_dated or any(codec != "aac" for codec in facts.audio):
        return Way.TRANSCODE
    return Way.KEEP if facts.container == "mp4" and is_tidy_mp4 and not facts.other_streams and len(facts.audio) <= 1 else Way.REMUX


def upright(width: int, height: int, rotation: int) -> tuple[int, int]:
    """The size as it is seen."""
    return (height, width) if rotation % 180 else (width, height)


def played_size(width: int, height: int) -> tuple[int, int]:
    """The size scaled down to 1920 × 1080 or 1080 × 1920, in the even numbers that H.264 asks for; never scaled up."""
    share = min(1.0, PLAYED_LONG / max(width, height), PLAYED_SHORT / min(width, height))
    return max(2, round(width * share / 2) * 2), max(2, round(height * share / 2) * 2)
