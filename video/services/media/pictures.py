"""The newest picture of each camera, decoded once however many look at it."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from video.adapters.following import Grown
from video.domain.live_playlists import Part

from .tails import Tail

MOST_CAMERAS = 256
DECODED_AT_ONCE = 2


class Decode(Protocol):
    def __call__(self, place: Path, *, init_bytes: int, offset: int, size: int) -> bytes: ...


@dataclass(frozen=True)
class Picture:
    """`tag` names the fragment that it is the first picture of."""

    tag: str
    taken_us: int
    jpeg: bytes = field(repr=False)


class Pictures:
    """`newest` decodes a fragment the first time it is asked for; whoever asks meanwhile waits for the same."""

    def __init__(self, *, decode: Decode) -> None:
        self._decode = decode
        self._kept: OrderedDict[str, Picture] = OrderedDict()
        self._locks: dict[str, asyncio.Lock] = {}
        self._room = asyncio.Semaphore(DECODED_AT_ONCE)

    async def newest(self, tail: Tail) -> Picture | None:
        """None where the camera has none. Raises what `decode` does."""
        async with self._locks.setdefault(tail.gb_id, asyncio.Lock()):
            newest = tail.newest
            if newest is None:
                return None
            file, part = newest
            tag = f"{part.start_us:x}-{file.epoch:x}"
            kept = self._kept.get(tail.gb_id)
            if kept is None or kept.tag != tag:
                kept = Picture(tag, part.start_us, await self._decoded(file, part))
                self._keep(tail.gb_id, kept)
            return kept

    async def _decoded(self, file: Grown, part: Part) -> bytes:
        async with self._room:
            return await asyncio.to_thread(self._decode, file.place, init_bytes=part.init_bytes, offset=part.offset, size=part.size)

    def _keep(self, gb_id: str, picture: Picture) -> None:
        self._kept[gb_id] = picture
        self._kept.move_to_end(gb_id)
        while len(self._kept) > MOST_CAMERAS:
            gone, _picture = self._kept.popitem(last=False)
            self._locks.pop(gone, None)
